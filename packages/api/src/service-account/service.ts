import { can } from "@sundial/auth";
import { type DbTransaction, lockTask, type Prisma } from "@sundial/db";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import {
  type CreateServiceAccountInput,
  DomainError,
  SERVICE_ACCOUNTS_MAX,
  type ServiceAccountByIdInput,
  type ServicePermission,
  servicePermission,
} from "@sundial/validators";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { inTransaction } from "../transaction.ts";
import { addKey, keySelect } from "./key.ts";

/** The account with its keys that still work, newest first. */
export function accountSelect(now: Date) {
  return {
    id: true,
    name: true,
    ownerEmail: true,
    permissions: true,
    createdAt: true,
    endedAt: true,
    version: true,
    keys: {
      where: { expiresAt: { gt: now } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: keySelect,
    },
  } as const satisfies Prisma.ServiceAccountSelect;
}

type AccountRow = Prisma.ServiceAccountGetPayload<{ select: ReturnType<typeof accountSelect> }>;

/** A permission that no longer exists permits nothing and isn't shown. */
export function toServiceAccount({ permissions, ...row }: AccountRow) {
  const isKnown = (name: string): name is ServicePermission =>
    servicePermission.safeParse(name).success;
  return { ...row, permissions: permissions.filter(isKnown) };
}

/** The active service accounts by name, with the keys that still work. */
export async function listServiceAccounts({ db, now }: ServiceContext) {
  const rows = await db.serviceAccount.findMany({
    where: { endedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: SERVICE_ACCOUNTS_MAX,
    select: accountSelect(now()),
  });
  return rows.map(toServiceAccount);
}

/**
 * One service account, also after its end.
 *
 * Errors: NOT_FOUND.
 */
export async function getServiceAccountById(
  { db, now }: ServiceContext,
  { id }: ServiceAccountByIdInput,
) {
  const row = await db.serviceAccount.findUnique({ where: { id }, select: accountSelect(now()) });
  if (row === null) throw notFound();
  return toServiceAccount(row);
}

/** What a retry needs to answer with the key again. */
export const madeKey = z.object({ id: z.uuid(), key: z.string() });

/**
 * Creates a service account and its first key, which is returned this once, and again to a retry
 * with its idempotency key. Its owner gets an email.
 *
 * Errors: FORBIDDEN for a permission that the actor doesn't have; NAME_TAKEN; LIMIT_REACHED;
 * IDEMPOTENCY_MISMATCH.
 */
export function createServiceAccount(
  ctx: ServiceContext,
  { idempotencyKey, ...request }: CreateServiceAccountInput,
) {
  requireOwnPermissions(ctx, request.permissions);
  const procedure = "serviceAccount.create";
  const call = { procedure, key: idempotencyKey, request, saved: madeKey };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await create(tx, ctx, request);
        return { answer, saved: { id: answer.id, key: answer.key } };
      },
      again: (made) => readAgain(tx, ctx, made),
    }),
  );
}

/** The account as it is now, with the key that was made for this caller. */
export async function readAgain(
  tx: DbTransaction,
  { now }: ServiceContext,
  { id, key }: z.infer<typeof madeKey>,
) {
  const where = { id };
  const row = await tx.serviceAccount.findUniqueOrThrow({ where, select: accountSelect(now()) });
  return { ...toServiceAccount(row), key };
}

async function create(
  tx: DbTransaction,
  ctx: ServiceContext,
  { lifetimeDays, ...facts }: Omit<CreateServiceAccountInput, "idempotencyKey">,
) {
  // Of two that want one name or the last place, the second waits for the first.
  await lockTask(tx, "serviceAccountNames");
  const count = await tx.serviceAccount.count({ where: { endedAt: null } });
  if (count >= SERVICE_ACCOUNTS_MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You've reached the limit of ${count} service accounts. End one first.`,
      { limit: SERVICE_ACCOUNTS_MAX },
    );
  }
  await requireFreeName(tx, facts.name);
  const createdAt = ctx.now();
  const created = await tx.serviceAccount.create({
    data: { ...facts, createdAt },
    select: accountSelect(createdAt),
  });
  const { key, ...firstKey } = await addKey(tx, {
    account: created,
    lifetimeDays,
    now: createdAt,
  });
  await queueEmail(tx, {
    template: "account.serviceAccountCreated",
    recipient: facts.ownerEmail,
    data: { name: facts.name },
  });
  await recordAuditEvent(tx, ctx, {
    action: "serviceAccount.created",
    targetType: "serviceAccount",
    targetId: created.id,
    after: {
      ...recorded(facts),
      keyId: firstKey.id,
      expiresAt: firstKey.expiresAt.toISOString(),
    },
  });
  return { ...toServiceAccount({ ...created, keys: [firstKey] }), key };
}

/** What an event says about an account. The owner's address may be a person's, so it stays out. */
export function recorded({ name, permissions }: { name: string; permissions: string[] }) {
  return { name, permissions };
}

/**
 * Nobody gives a service account what they may not do themselves.
 *
 * Errors: FORBIDDEN.
 */
export function requireOwnPermissions({ actor }: ServiceContext, wanted: ServicePermission[]) {
  const beyond = wanted.filter((permission) => !can(actor, permission));
  if (beyond.length === 0) return;
  throw new DomainError("FORBIDDEN", `You can't grant ${beyond.join(", ")}: you don't have it.`);
}

/**
 * Errors: NAME_TAKEN when another active service account has the name.
 */
export async function requireFreeName(tx: DbTransaction, name: string, exceptId?: string) {
  const holder = await tx.serviceAccount.findFirst({
    where: { endedAt: null, name: { equals: name, mode: "insensitive" }, id: { not: exceptId } },
    select: { id: true },
  });
  if (holder === null) return;
  throw new DomainError("NAME_TAKEN", "Another service account has this name. Choose another.");
}
