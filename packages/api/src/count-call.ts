import { clientBucket, type LimitName, waitMessage } from "@sundial/auth";
import { DomainError } from "@sundial/validators";
import type { Context, PersonContext } from "./context.ts";

/** How long counting may take before a call continues uncounted. */
const PATIENCE_MS = 1_000;

/**
 * Counts a client's call.
 *
 * Errors: TOO_MANY_REQUESTS when over the limit, with `details.retryAfter` in seconds.
 */
export async function countClientCall(ctx: Context) {
  if (ctx.ip !== null) await count(ctx, "api.client", clientBucket(ctx.ip));
}

/**
 * Counts a request of a client that isn't signed in toward a limit of its own.
 *
 * Errors: TOO_MANY_REQUESTS, as above.
 */
export async function countClientOf(ctx: Context, limit: LimitName) {
  if (ctx.ip !== null) await count(ctx, limit, clientBucket(ctx.ip));
}

/**
 * Counts a person's call of a procedure, and counts it toward the procedure's own limit, too, if it
 * has one.
 *
 * Errors: TOO_MANY_REQUESTS, as above.
 */
export async function countPersonCall(
  ctx: Context,
  personId: string,
  limit: LimitName | undefined,
) {
  await count(ctx, "api.person", personId);
  if (limit !== undefined) await count(ctx, limit, personId);
}

/** Refunds a point of a procedure's own limit: invalid input doesn't count as an attempt. */
export async function uncountPersonCall(
  { limiter, log }: Context,
  personId: string,
  limit: LimitName,
) {
  await limiter?.giveBack(limit, personId).catch((error: unknown) => {
    log.warn({ limit, err: error }, "a call could not be uncounted");
  });
}

/**
 * Counts an email to an address that may be a stranger's, together with all others to that address
 * and all others from this person and this client.
 *
 * Errors: TOO_MANY_REQUESTS, as above.
 */
export async function countEmailToStranger(ctx: PersonContext, address: string) {
  if (ctx.ip !== null) await count(ctx, "mail.client", clientBucket(ctx.ip));
  await count(ctx, "mail.person", ctx.actor.id);
  await count(ctx, "mail.account", address);
}

/**
 * While the database is unreachable, calls can't be counted and continue. They need the same
 * database, which reports the problem better.
 */
async function count({ limiter, log }: Context, name: LimitName, subject: string) {
  if (limiter === null) return;
  const verdict = await Promise.race([
    limiter.take(name, subject).catch((error: unknown) => {
      log.warn({ limit: name, err: error }, "a call could not be counted");
      return null;
    }),
    patience(),
  ]);
  if (verdict === null || verdict.isAllowed) return;
  const { retryAfter } = verdict;
  throw new DomainError("TOO_MANY_REQUESTS", waitMessage(retryAfter), { retryAfter });
}

function patience() {
  return new Promise<null>((resolve) => {
    setTimeout(resolve, PATIENCE_MS, null).unref();
  });
}
