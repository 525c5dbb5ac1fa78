import { randomUUID } from "node:crypto";
import { newWebhookSecret } from "@sundial/auth";
import { type DbTransaction, lockTask, type Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { allowedHosts, urlProblem } from "@sundial/outside";
import {
  type ChangeWebhookInput,
  type CreateWebhookInput,
  DomainError,
  type RotateWebhookSecretInput,
  type UpdateWebhookInput,
  WEBHOOKS_MAX,
  type WebhookByIdInput,
} from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { inTransaction } from "../transaction.ts";
import { changeEndpoint, changeEndpointIn, staleVersion } from "./change-endpoint.ts";
import { requireOtherStatus } from "./policy.ts";
import { endpointSelect, toEndpoint } from "./view.ts";

/** All endpoints, oldest first, without their secrets. */
export async function listWebhooks({ db, now }: ServiceContext) {
  const rows = await db.webhookEndpoint.findMany({
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: endpointSelect,
  });
  return rows.map((row) => toEndpoint(row, now()));
}

/**
 * One endpoint, without its secrets.
 *
 * Errors: NOT_FOUND.
 */
export async function getWebhookById({ db, now }: ServiceContext, { id }: WebhookByIdInput) {
  const row = await db.webhookEndpoint.findUnique({ where: { id }, select: endpointSelect });
  if (row === null) throw notFound();
  return toEndpoint(row, now());
}

/** What a retry needs to answer with the secret again. */
const madeSecret = z.object({ id: z.uuid(), secret: z.string() });

/** The endpoint as it is now, with the secret that was made for this caller. */
async function readAgain(
  tx: DbTransaction,
  { now }: ServiceContext,
  { id, secret }: z.infer<typeof madeSecret>,
) {
  const where = { id };
  const row = await tx.webhookEndpoint.findUniqueOrThrow({ where, select: endpointSelect });
  return { ...toEndpoint(row, now()), secret };
}

/**
 * Adds an endpoint and returns its signing secret, this once, and again to a retry with its
 * idempotency key. It hears of changes from now on.
 *
 * Errors: INVALID_INPUT when the URL may not be reached; LIMIT_REACHED; IDEMPOTENCY_MISMATCH.
 */
export function createWebhook(
  ctx: ServiceContext,
  { idempotencyKey: key, ...request }: CreateWebhookInput,
) {
  requireUrl(ctx, request.url);
  const call = { procedure: "webhook.create", key, request, saved: madeSecret };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await create(tx, ctx, request);
        return { answer, saved: { id: answer.id, secret: answer.secret } };
      },
      again: (made) => readAgain(tx, ctx, made),
    }),
  );
}

async function create(
  tx: DbTransaction,
  ctx: ServiceContext,
  input: Omit<CreateWebhookInput, "idempotencyKey">,
) {
  const [id, secret, now] = [randomUUID(), newWebhookSecret(), ctx.now()];
  // Of two at once, only one may get the last place.
  await lockTask(tx, "webhookLimit");
  if ((await tx.webhookEndpoint.count()) >= WEBHOOKS_MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You've reached the limit of ${WEBHOOKS_MAX} endpoints. Remove one first.`,
      { limit: WEBHOOKS_MAX },
    );
  }
  const row = await tx.webhookEndpoint.create({
    data: { ...stored(input), id, secret: ctx.webhookSecrets.seal(id, secret), createdAt: now },
    select: endpointSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "webhook.created",
    targetType: "webhook",
    targetId: id,
    after: recorded(input),
  });
  return { ...toEndpoint(row, now), secret };
}

/**
 * Changes an endpoint's settings. Deliveries that are waiting go to the new URL.
 *
 * Errors: NOT_FOUND; STALE_VERSION; INVALID_INPUT when the URL may not be reached.
 */
export function updateWebhook(ctx: ServiceContext, { id, version, ...input }: UpdateWebhookInput) {
  requireUrl(ctx, input.url);
  return changeEndpoint(ctx, { id, version }, (before) => ({
    data: stored(input),
    event: {
      action: "webhook.updated",
      before: recorded(toEndpoint(before, ctx.now())),
      after: recorded(input),
    },
  }));
}

/**
 * Sends nothing more to an endpoint until it is resumed. What happens meanwhile isn't sent later;
 * deliveries that were waiting are.
 *
 * Errors: NOT_FOUND; STALE_VERSION; INVALID_TRANSITION when it is paused.
 */
export function pauseWebhook(ctx: ServiceContext, input: ChangeWebhookInput) {
  return changeEndpoint(ctx, input, ({ status }) => {
    requireOtherStatus(status, "paused");
    return {
      data: { status: "paused", pauseReason: "admin" },
      event: { action: "webhook.paused", before: { status }, after: { status: "paused" } },
    };
  });
}

/**
 * Sends to a paused endpoint again, from now on.
 *
 * Errors: NOT_FOUND; STALE_VERSION; INVALID_TRANSITION when it isn't paused.
 */
export function resumeWebhook(ctx: ServiceContext, input: ChangeWebhookInput) {
  return changeEndpoint(ctx, input, ({ status }) => {
    requireOtherStatus(status, "active");
    return {
      // It gets its days of failing anew.
      data: { status: "active", pauseReason: null, failingSince: null },
      event: { action: "webhook.resumed", before: { status }, after: { status: "active" } },
    };
  });
}

/**
 * Replaces the signing secret and returns the new one, this once, and again to a retry with its
 * idempotency key. The old one also signs for the overlap, so a receiver can change to the new one
 * in between.
 *
 * Errors: NOT_FOUND; STALE_VERSION; IDEMPOTENCY_MISMATCH.
 */
export function rotateWebhookSecret(
  ctx: ServiceContext,
  { idempotencyKey: key, ...request }: RotateWebhookSecretInput,
) {
  const call = { procedure: "webhook.rotateSecret", key, request, saved: madeSecret };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await rotate(tx, ctx, request);
        return { answer, saved: { id: answer.id, secret: answer.secret } };
      },
      again: (made) => readAgain(tx, ctx, made),
    }),
  );
}

async function rotate(
  tx: DbTransaction,
  ctx: ServiceContext,
  { id, version, overlapHours }: Omit<RotateWebhookSecretInput, "idempotencyKey">,
) {
  const secret = newWebhookSecret();
  const previousUntil =
    overlapHours === 0 ? null : new Date(ctx.now().getTime() + overlapHours * HOUR);
  const endpoint = await changeEndpointIn(tx, ctx, { id, version }, ({ secret: previous }) => ({
    data: {
      secret: ctx.webhookSecrets.seal(id, secret),
      previousSecret: previousUntil && previous,
      previousUntil,
    },
    event: { action: "webhook.secretRotated", after: { overlapHours } },
  }));
  return { ...endpoint, secret };
}

/**
 * Removes an endpoint with its deliveries and their log.
 *
 * Errors: NOT_FOUND; STALE_VERSION.
 */
export function removeWebhook(ctx: ServiceContext, { id, version }: ChangeWebhookInput) {
  return inTransaction(ctx.db, async (tx) => {
    const row = await tx.webhookEndpoint.findUnique({ where: { id }, select: endpointSelect });
    if (row === null) throw notFound();
    const { count } = await tx.webhookEndpoint.deleteMany({ where: { id, version } });
    if (count === 0) throw staleVersion(row);
    await recordAuditEvent(tx, ctx, {
      action: "webhook.removed",
      targetType: "webhook",
      targetId: id,
      before: recorded(toEndpoint(row, ctx.now())),
    });
    return { id };
  });
}

/** Errors: INVALID_INPUT when requests to this URL would be refused. */
function requireUrl({ webhookHosts }: ServiceContext, url: string) {
  const message = urlProblem(url, allowedHosts(webhookHosts));
  if (message === null) return;
  throw new DomainError("INVALID_INPUT", "Some fields aren't valid. Check the marked fields.", [
    { path: ["url"], message },
  ]);
}

type Settings = Pick<CreateWebhookInput, "url" | "description" | "kinds" | "includePersonalTexts">;

function stored({ kinds, ...settings }: Settings) {
  return { ...settings, kinds: kinds ?? [] };
}

/** Without the URL's path and query, which may contain a secret of the receiver. */
function recorded({ url, kinds, includePersonalTexts }: Omit<Settings, "description">) {
  const { origin } = new URL(url);
  return { origin, kinds, includePersonalTexts } satisfies Prisma.InputJsonObject;
}
