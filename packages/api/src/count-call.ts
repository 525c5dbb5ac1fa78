import { clientBucket, type LimitName, waitMessage } from "@sundial/auth";
import { DomainError } from "./errors.ts";
import type { Context, ServiceContext } from "./trpc.ts";

/** Procedures with a limit of their own, beside those that hold for all calls. */
export const procedureLimits: Readonly<Record<string, LimitName>> = {
  "account.changePassword": "api.password",
  "account.erase": "api.password",
  "account.export": "api.secret",
  "account.requestEmailChange": "api.password",
  "audit.list": "api.reading",
  "calendar.createFeed": "api.secret",
  "officeSession.book": "api.booking",
  "officeSession.bookFollowUp": "api.booking",
  "officeSession.bookOnBehalf": "api.booking",
  "officeSession.reschedule": "api.booking",
  "personalAccessToken.create": "api.secret",
  "secondFactor.confirm": "api.password",
  "secondFactor.remove": "api.password",
  "secondFactor.renewCodes": "api.password",
  "secondFactor.setUp": "api.secret",
};

/** How long counting may take before a call goes on uncounted. */
const PATIENCE_MS = 1_000;

/** Counts a call of a client. Errors: TOO_MANY_REQUESTS, with `details.retryAfter` in seconds. */
export async function countClientCall(ctx: Context) {
  if (ctx.ip !== null) await count(ctx, "api.client", clientBucket(ctx.ip));
}

/** Counts a person's call of a procedure. Errors: TOO_MANY_REQUESTS, as above. */
export async function countPersonCall(ctx: Context, personId: string, path: string) {
  await count(ctx, "api.person", personId);
  const own = procedureLimits[path];
  if (own !== undefined) await count(ctx, own, personId);
}

/** Takes back a point of the procedure's own limit: what cannot be right was no try. */
export async function uncountPersonCall({ limiter, log }: Context, personId: string, path: string) {
  const own = procedureLimits[path];
  if (limiter === null || own === undefined) return;
  await limiter.giveBack(own, personId).catch((error: unknown) => {
    log.warn({ limit: own, err: error }, "a call could not be uncounted");
  });
}

/**
 * Counts an email that somebody has sent to an address which may be a stranger's: with all others
 * to that address, and with all others that come from this person and this client. Errors:
 * TOO_MANY_REQUESTS, as above.
 */
export async function countEmailToStranger(ctx: ServiceContext, address: string) {
  if (ctx.ip !== null) await count(ctx, "mail.client", clientBucket(ctx.ip));
  await count(ctx, "mail.person", ctx.actor.id);
  await count(ctx, "mail.account", address);
}

/**
 * While the database is away counts cannot be kept, and calls go on: what they want to know or change
 * is in the same database and says so itself, in better words.
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
