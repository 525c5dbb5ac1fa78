import type { DbTransaction, Prisma } from "@sundial/db";
import { type AuditEventInput, recordAuditEvent } from "@sundial/ledger";
import { type ChangeWebhookInput, DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { inTransaction } from "../transaction.ts";
import { endpointSelect, toEndpoint } from "./view.ts";

const changingSelect = { ...endpointSelect, secret: true } satisfies Prisma.WebhookEndpointSelect;
type Changing = Prisma.WebhookEndpointGetPayload<{ select: typeof changingSelect }>;

interface Change {
  data: Prisma.WebhookEndpointUpdateManyMutationInput;
  event: Omit<AuditEventInput, "targetType" | "targetId">;
}

/**
 * Changes the endpoint that the caller has seen, with its audit event. `decide` sees the row, with
 * the sealed secret, and may refuse.
 *
 * Errors: NOT_FOUND; STALE_VERSION; those of `decide`.
 */
export function changeEndpoint(
  ctx: ServiceContext,
  seen: ChangeWebhookInput,
  decide: (row: Changing) => Change,
) {
  return inTransaction(ctx.db, (tx) => changeEndpointIn(tx, ctx, seen, decide));
}

/** The same in a transaction that has begun. */
export async function changeEndpointIn(
  tx: DbTransaction,
  ctx: ServiceContext,
  { id, version }: ChangeWebhookInput,
  decide: (row: Changing) => Change,
) {
  const row = await tx.webhookEndpoint.findUnique({ where: { id }, select: changingSelect });
  if (row === null) throw notFound();
  if (row.version !== version) throw staleVersion(row);
  const { data, event } = decide(row);
  const [after] = await tx.webhookEndpoint.updateManyAndReturn({
    where: { id, version },
    data: { ...data, version: { increment: 1 } },
    select: endpointSelect,
  });
  if (after === undefined) throw staleVersion(row);
  await recordAuditEvent(tx, ctx, { ...event, targetType: "webhook", targetId: id });
  return toEndpoint(after, ctx.now());
}

export function staleVersion({ version }: { version: number }) {
  return new DomainError(
    "STALE_VERSION",
    "This endpoint was changed elsewhere. Reload to see the latest version.",
    { version },
  );
}
