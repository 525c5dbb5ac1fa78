import type { Db, Prisma } from "@sundial/db";
import type { AuditFilter, ListAuditEventsInput } from "@sundial/validators";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { literally } from "../like.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { recordRead } from "./record-read.ts";

export const eventSelect = {
  seq: true,
  at: true,
  actorKind: true,
  actorId: true,
  actorRole: true,
  credential: true,
  credentialId: true,
  action: true,
  targetType: true,
  targetId: true,
  reason: true,
  before: true,
  after: true,
  groupId: true,
  requestId: true,
  ip: true,
  userAgent: true,
} satisfies Prisma.AuditEventSelect;

type EventRow = Prisma.AuditEventGetPayload<{ select: typeof eventSelect }>;

const cursorKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** The audit log, latest first. Reading it is itself an event. */
export async function listAuditEvents(ctx: ServiceContext, input: ListAuditEventsInput) {
  const { cursor, limit, ...filter } = input;
  const before = cursor ? BigInt(decodeCursor(cursorKey, cursor)[0]) : undefined;
  const rows = await ctx.db.auditEvent.findMany({
    where: eventsMatching(filter, before),
    orderBy: { seq: "desc" },
    take: limit + 1,
    select: eventSelect,
  });
  await recordRead(ctx, {
    action: "audit.read",
    targetType: "events",
    targetId: "events",
    after: asRecorded(filter),
  });
  const page = pageOf(rows, limit, ({ seq }) => [String(seq)]);
  return { ...page, items: await withNames(ctx.db, page.items) };
}

/** What the filter asks for; events from `before` on are left out. */
export function eventsMatching(
  { actorId, targetId, action, from, to }: AuditFilter,
  before?: bigint,
): Prisma.AuditEventWhereInput {
  return {
    actorId,
    targetId,
    action: action && !action.includes(".") ? { startsWith: `${literally(action)}.` } : action,
    at: { gte: from, lt: to },
    seq: { lt: before },
  };
}

/** The filter as an event keeps it. */
export function asRecorded({ from, to, ...filter }: AuditFilter): Prisma.InputJsonObject {
  return { ...filter, from: from?.toISOString(), to: to?.toISOString() };
}

const RECENT = 15;

/** What a person did and what was done to them, latest first. */
export async function recentEventsOf(db: Db, userId: string) {
  const rows = await db.auditEvent.findMany({
    where: { OR: [{ actorId: userId }, { targetType: "user", targetId: userId }] },
    orderBy: { seq: "desc" },
    take: RECENT,
    select: eventSelect,
  });
  return withNames(db, rows);
}

/** Names are looked up, never kept: the log itself knows people by their ids alone. */
async function withNames(db: Db, rows: EventRow[]) {
  const ids = rows.flatMap(({ actorId, targetType, targetId }) => [
    ...(actorId === null ? [] : [actorId]),
    ...(targetType === "user" ? [targetId] : []),
  ]);
  const people = await db.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ seq, ...row }) => ({
    ...row,
    seq: Number(seq),
    actorName: row.actorId === null ? null : (names.get(row.actorId) ?? null),
    targetName: row.targetType === "user" ? (names.get(row.targetId) ?? null) : null,
  }));
}

/** Every action the log holds, by name. */
export async function listAuditActions({ db }: ServiceContext) {
  // Jumps from one action to the next in the index, however many events each has.
  const rows = await db.$queryRaw<{ action: string }[]>`
    WITH RECURSIVE found AS (
      (SELECT action FROM events ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT action FROM events WHERE action > found.action ORDER BY action LIMIT 1)
        FROM found WHERE found.action IS NOT NULL)
    SELECT action FROM found WHERE action IS NOT NULL`;
  return rows.map(({ action }) => action);
}
