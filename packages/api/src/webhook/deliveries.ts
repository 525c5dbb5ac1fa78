import type { DbTransaction } from "@sundial/db";
import { type FactsOf, recordAuditEvent } from "@sundial/ledger";
import type {
  ListWebhookDeliveriesInput,
  SendTestWebhookInput,
  WebhookDeliveryByIdInput,
} from "@sundial/validators";
import { instantText } from "@sundial/validators";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { inTransaction } from "../transaction.ts";
import { bodyOf } from "./message.ts";
import { requireActiveEndpoint } from "./policy.ts";
import { deliverySelect, errorOf, toDelivery } from "./view.ts";

const timeAndId = z.tuple([instantText, z.uuid()]);

/**
 * An endpoint's deliveries of the last 30 days, latest first.
 *
 * Errors: NOT_FOUND when the endpoint doesn't exist.
 */
export async function listWebhookDeliveries(
  { db }: ServiceContext,
  { id, status, cursor, limit }: ListWebhookDeliveriesInput,
) {
  const endpoint = await db.webhookEndpoint.findUnique({ where: { id }, select: { id: true } });
  if (endpoint === null) throw notFound();
  const key = cursor ? decodeCursor(timeAndId, cursor) : null;
  const rows = await db.webhookDelivery.findMany({
    where: {
      endpointId: id,
      status,
      ...(key && {
        createdAt: { lte: key[0] },
        NOT: { createdAt: key[0], id: { gte: key[1] } },
      }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: deliverySelect,
  });
  const page = pageOf(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  return { ...page, items: page.items.map(toDelivery) };
}

/**
 * A delivery with its message and each attempt.
 *
 * Errors: NOT_FOUND.
 */
export async function getWebhookDeliveryById(
  { db }: ServiceContext,
  { id }: WebhookDeliveryByIdInput,
) {
  const row = await db.webhookDelivery.findUnique({
    where: { id },
    select: {
      ...deliverySelect,
      data: true,
      personalTexts: true,
      log: { orderBy: { number: "desc" } },
    },
  });
  if (row === null) throw notFound();
  const { data: _, personalTexts: __, ...delivery } = row;
  return {
    ...toDelivery(delivery),
    /** The body, as it is sent. */
    body: bodyOf(row),
    log: row.log.map(({ number, at, durationMs, statusCode, failure }) => ({
      number,
      at,
      durationMs,
      statusCode,
      error: errorOf({ failure, statusCode }),
    })),
  };
}

/**
 * Sends a delivery again, with its ID, whatever came of it before. It gets a full day of attempts.
 *
 * Errors: NOT_FOUND; INVALID_TRANSITION when the endpoint is paused.
 */
export function redeliverWebhook(ctx: ServiceContext, { id }: WebhookDeliveryByIdInput) {
  return inTransaction(ctx.db, async (tx) => {
    const found = await tx.webhookDelivery.findUnique({
      where: { id },
      select: { endpointId: true },
    });
    if (found === null) throw notFound();
    await requireEndpoint(tx, found.endpointId);
    const [row] = await tx.webhookDelivery.updateManyAndReturn({
      where: { id },
      data: { status: "pending", failures: 0, nextAttemptAt: ctx.now() },
      select: { id: true, status: true },
    });
    if (row === undefined) throw notFound();
    await recordAuditEvent(tx, ctx, {
      action: "webhook.redelivered",
      targetType: "webhook",
      targetId: found.endpointId,
      after: { deliveryId: id },
    });
    return row;
  });
}

const startedSelect = { id: true, status: true } as const;

/**
 * Sends a test to an endpoint, whatever kinds it chose. A retry with its idempotency key sends no
 * second one.
 *
 * Errors: NOT_FOUND; INVALID_TRANSITION when the endpoint is paused; IDEMPOTENCY_MISMATCH.
 */
export function sendWebhookTest(
  ctx: ServiceContext,
  { idempotencyKey: key, id }: SendTestWebhookInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "webhook.sendTest", key, request: { id }, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await addTest(tx, ctx, id);
        return { answer, saved: { id: answer.id } };
      },
      again: (where) => tx.webhookDelivery.findUniqueOrThrow({ where, select: startedSelect }),
    }),
  );
}

async function addTest(tx: DbTransaction, ctx: ServiceContext, id: string) {
  const now = ctx.now();
  await requireEndpoint(tx, id);
  const row = await tx.webhookDelivery.create({
    data: {
      endpointId: id,
      kind: "webhook.test",
      data: { id } satisfies FactsOf<"webhook.test">,
      nextAttemptAt: now,
      createdAt: now,
    },
    select: startedSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "webhook.tested",
    targetType: "webhook",
    targetId: id,
    after: { deliveryId: row.id },
  });
  return row;
}

/**
 * Waits for changes of the endpoint to end, and keeps it from being removed meanwhile.
 *
 * Errors: NOT_FOUND; INVALID_TRANSITION when it is paused.
 */
async function requireEndpoint(tx: DbTransaction, id: string) {
  await tx.$queryRaw`SELECT id FROM webhook_endpoints WHERE id = ${id}::uuid FOR SHARE`;
  const endpoint = await tx.webhookEndpoint.findUnique({ where: { id }, select: { status: true } });
  if (endpoint === null) throw notFound();
  requireActiveEndpoint(endpoint.status);
}
