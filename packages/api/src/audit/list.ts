import { type Db, Prisma } from "@sundial/db";
import type { AuditFilter, ListAuditEventsInput } from "@sundial/validators";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { hiddenTargets } from "./hidden.ts";
import { recordRead } from "./record-read.ts";

const eventSelect = {
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
  origin: { select: { ip: true, userAgent: true } },
} satisfies Prisma.AuditEventSelect;

type StoredEvent = Prisma.AuditEventGetPayload<{ select: typeof eventSelect }>;

/** Without an address and a browser once the time for keeping them is over. */
function toEvent({ origin, ...event }: StoredEvent) {
  return { ...event, ip: origin?.ip ?? null, userAgent: origin?.userAgent ?? null };
}

type EventRow = ReturnType<typeof toEvent>;

/** What an export has of each event, in this order. */
export const eventColumns = [
  ...Object.keys(eventSelect).filter((column) => column !== "origin"),
  "ip",
  "userAgent",
];

const cursorKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/**
 * The audit log, latest first, and the names of the people it is filtered by. Reading it is itself
 * an event.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listAuditEvents(ctx: ServiceContext, input: ListAuditEventsInput) {
  const { cursor, limit, ...filter } = input;
  const behind = cursor ? BigInt(decodeCursor(cursorKey, cursor)[0]) : undefined;
  const hidden = await hiddenTargets(ctx.db, ctx.actor, ctx.now());
  const rows = await findEvents(ctx.db, { filter, behind, hidden, limit: limit + 1 });
  await recordRead(ctx, {
    action: "audit.read",
    targetType: "events",
    targetId: "events",
    after: asRecorded(filter),
  });
  const page = pageOf(rows, limit, ({ seq }) => [String(seq)]);
  const { actorId, targetId } = filter;
  const names = await namesIn(ctx.db, page.items, [actorId, targetId]);
  return {
    ...page,
    items: withNames(page.items, names),
    actorName: nameOf(names, actorId),
    targetName: nameOf(names, targetId),
  };
}

interface EventQuery {
  filter: AuditFilter;
  /** The number of an event: only later rows of the list, which is latest first. */
  behind?: bigint;
  /** As from `hiddenTargets`. */
  hidden: string[];
  limit: number;
}

/** The events that match a filter, latest first; events of the same instant by number. */
export async function findEvents(db: Db, { filter, behind, hidden, limit }: EventQuery) {
  const conditions = [...conditionsOf(filter), ...without(hidden)];
  if (behind !== undefined) {
    // By the stored time, because a Date would lose its microseconds.
    conditions.push(Prisma.sql`
      (at, seq) < ((SELECT at FROM events WHERE seq = ${behind}), ${behind})`);
  }
  return readEvents(db, latest(conditions, limit));
}

/** Each filter has an index that ends with the time, which allows a range on it. */
function conditionsOf({ actorId, targetId, action, from, to }: AuditFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (actorId !== undefined) conditions.push(Prisma.sql`actor_id = ${actorId}`);
  if (targetId !== undefined) conditions.push(Prisma.sql`target_id = ${targetId}`);
  if (action?.includes(".")) conditions.push(Prisma.sql`action = ${action}`);
  else if (action !== undefined)
    conditions.push(Prisma.sql`split_part(action, '.', 1) = ${action}`);
  if (from !== undefined) conditions.push(Prisma.sql`at >= ${from}`);
  if (to !== undefined) conditions.push(Prisma.sql`at < ${to}`);
  return conditions;
}

/** For nearly everyone, nothing is hidden. */
function without(hidden: string[]): Prisma.Sql[] {
  return hidden.length === 0 ? [] : [Prisma.sql`target_id <> ALL (${hidden})`];
}

function latest(conditions: Prisma.Sql[], limit: number): Prisma.Sql {
  const where = conditions.length === 0 ? [Prisma.sql`true`] : conditions;
  return Prisma.sql`
    SELECT at, seq FROM events WHERE ${Prisma.join(where, " AND ")}
     ORDER BY at DESC, seq DESC LIMIT ${limit}`;
}

async function readEvents(db: Db, numbers: Prisma.Sql): Promise<EventRow[]> {
  const found = await db.$queryRaw<{ seq: bigint }[]>(numbers);
  const rows = await db.auditEvent.findMany({
    where: { seq: { in: found.map(({ seq }) => seq) } },
    orderBy: [{ at: "desc" }, { seq: "desc" }],
    select: eventSelect,
  });
  return rows.map(toEvent);
}

/** What a person did and what was done to them, latest first. */
export function findEventsOf(
  db: Db,
  userId: string,
  { limit, hidden = [] }: { limit: number; hidden?: string[] },
): Promise<EventRow[]> {
  const did = latest([Prisma.sql`actor_id = ${userId}`, ...without(hidden)], limit);
  const underwent = latest(
    [Prisma.sql`target_type = 'user'`, Prisma.sql`target_id = ${userId}`],
    limit,
  );
  return readEvents(
    db,
    Prisma.sql`
      SELECT at, seq FROM ((${did}) UNION (${underwent})) about
       ORDER BY at DESC, seq DESC LIMIT ${limit}`,
  );
}

/** The filter as stored in an event. */
export function asRecorded({ from, to, ...filter }: AuditFilter): Prisma.InputJsonObject {
  return { ...filter, from: from?.toISOString(), to: to?.toISOString() };
}

const RECENT = 15;

/** A person's own actions and what was done to them lately, latest first, with names. */
export async function recentEventsOf({ db, actor, now }: ServiceContext, userId: string) {
  const hidden = await hiddenTargets(db, actor, now());
  const rows = await findEventsOf(db, userId, { limit: RECENT, hidden });
  return withNames(rows, await namesIn(db, rows));
}

type Names = ReadonlyMap<string, string>;

const isNamed = (targetType: string) => targetType === "user" || targetType === "serviceAccount";

/** Names are looked up, never stored: the log identifies people only by id. */
async function namesIn(db: Db, rows: EventRow[], more: (string | undefined)[] = []) {
  const ids = rows.flatMap(({ actorId, targetType, targetId }) => [
    actorId ?? undefined,
    isNamed(targetType) ? targetId : undefined,
  ]);
  const known = [...new Set([...ids, ...more].filter((id) => id !== undefined))];
  // People's ids may be any text, service accounts' are UUIDs.
  const uuids = known.filter((id) => z.uuid().safeParse(id).success);
  const found = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM users WHERE id = ANY(${known})
    UNION ALL
    SELECT id::text, name FROM service_accounts WHERE id = ANY(${uuids}::uuid[])`;
  return new Map(found.map(({ id, name }) => [id, name]));
}

function nameOf(names: Names, id: string | null | undefined): string | null {
  return names.get(id ?? "") ?? null;
}

function withNames(rows: EventRow[], names: Names) {
  return rows.map(({ seq, ...row }) => ({
    ...row,
    seq: Number(seq),
    actorName: nameOf(names, row.actorId),
    targetName: isNamed(row.targetType) ? nameOf(names, row.targetId) : null,
  }));
}

/** Every action in the log, by name. */
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
