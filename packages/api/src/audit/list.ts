import { type Db, Prisma } from "@sundial/db";
import type { AuditFilter, AuditTimelineInput, ListAuditEventsInput } from "@sundial/validators";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { factsOf, nameIn, withFacts } from "./facts.ts";
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
  const facts = await factsOf(ctx.db, page.items, [actorId, targetId]);
  return {
    ...page,
    items: withFacts(page.items, facts),
    actorName: nameIn(facts, actorId),
    targetName: nameIn(facts, targetId),
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
  if (behind !== undefined) conditions.push(isBehind(behind));
  return readEvents(db, latest(conditions, limit));
}

/** By the stored time, because a Date would lose its microseconds. */
function isBehind(seq: bigint): Prisma.Sql {
  return Prisma.sql`(at, seq) < ((SELECT at FROM events WHERE seq = ${seq}), ${seq})`;
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
  { limit, hidden = [], behind }: { limit: number; hidden?: string[]; behind?: bigint },
): Promise<EventRow[]> {
  const from = behind === undefined ? [] : [isBehind(behind)];
  const did = latest([Prisma.sql`actor_id = ${userId}`, ...without(hidden), ...from], limit);
  const underwent = latest(
    [Prisma.sql`target_type = 'user'`, Prisma.sql`target_id = ${userId}`, ...from],
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

/**
 * A person's own actions and what was done to them, latest first. Reading it is itself an event.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listTimeline(ctx: ServiceContext, input: AuditTimelineInput) {
  const { userId, cursor, limit } = input;
  const behind = cursor ? BigInt(decodeCursor(cursorKey, cursor)[0]) : undefined;
  const hidden = await hiddenTargets(ctx.db, ctx.actor, ctx.now());
  const rows = await findEventsOf(ctx.db, userId, { limit: limit + 1, hidden, behind });
  await recordRead(ctx, {
    action: "audit.read",
    targetType: "events",
    targetId: "events",
    after: { timelineOf: userId },
  });
  const page = pageOf(rows, limit, ({ seq }) => [String(seq)]);
  return { ...page, items: withFacts(page.items, await factsOf(ctx.db, page.items)) };
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
