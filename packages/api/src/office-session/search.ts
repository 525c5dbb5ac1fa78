import { type Db, Prisma } from "@sundial/db";
import type {
  CountOfficeSessionsInput,
  OfficeSessionFilter,
  OfficeSessionStatus,
  SearchOfficeSessionsInput,
  SessionFlag,
} from "@sundial/validators";
import { instantText, officeSessionStatus, sessionFlag } from "@sundial/validators";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { literally } from "../like.ts";
import { decodeCursor, encodeCursor, inOrderOf } from "../paging.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { askedOf, isSoonestFirst, partsOf } from "./search-where.ts";

const cursorKey = z.tuple([instantText, z.uuid()]);

/** How many sessions a search looks at, in their order, for what no index answers. */
const LOOKED_AT = 1_000;
/** How many people with the searched name have their sessions read. */
const PEOPLE_MAX = 1_000;

/**
 * Everyone's sessions that match a filter: open ones soonest first, everything else latest first. A
 * page may be short, or empty, and still have a next one: where no index answers a filter, a call
 * looks at a limited number of sessions. Also the names of the people in the filter.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function searchOfficeSessions(ctx: ServiceContext, input: SearchOfficeSessionsInput) {
  const { cursor, limit, ...filter } = input;
  const page = await findSessionPage(ctx.db, { filter, cursor, limit, now: ctx.now() });
  const [rows, names] = await Promise.all([
    ctx.db.officeSession.findMany({
      where: { id: { in: page.ids } },
      select: officeSessionSelect,
    }),
    namesOf(ctx.db, filter),
  ]);
  return {
    ...names,
    items: inOrderOf(page.ids, rows).map((row) => toOfficeSession(row, ctx)),
    nextCursor: page.nextCursor,
  };
}

/** The names of the people in a filter; null without one. */
async function namesOf(db: Db, { mentorId, menteeId }: OfficeSessionFilter) {
  const ids = [mentorId, menteeId].filter((id) => id !== undefined);
  const found =
    ids.length === 0
      ? []
      : await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const nameOf = (id?: string) => found.find((person) => person.id === id)?.name ?? null;
  return { mentorName: nameOf(mentorId), menteeName: nameOf(menteeId) };
}

interface PageQuery {
  filter: OfficeSessionFilter;
  cursor?: string | null;
  limit: number;
  now: Date;
}

interface Found {
  startsAt: Date;
  id: string;
}

/**
 * The ids of one page and the cursor of the next.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function findSessionPage(db: Db, { filter, cursor, limit, now }: PageQuery) {
  const reading = { ...readingOf(filter, cursor), filter, now };
  const { search } = filter;
  const asked = askedOf(filter, now);
  if (search === undefined && asked === null) {
    const rows = await read(db, reading, limit + 1);
    return pageFrom(rows.slice(0, limit), rows.length > limit);
  }
  const looked = Math.max(LOOKED_AT, limit);
  const near = await look(db, reading, looked);
  const found = near.filter(({ matches }) => matches);
  if (found.length > limit) return pageFrom(found.slice(0, limit), true);
  if (near.length < looked) return pageFrom(found, false);
  if (search !== undefined && hasTrigram(search)) {
    const rows = await readByText(db, { ...reading, search }, limit + 1);
    return pageFrom(rows.slice(0, limit), rows.length > limit);
  }
  return pageFrom(found, true, near.at(-1));
}

function pageFrom(rows: Found[], hasMore: boolean, last = rows.at(-1)) {
  const key = hasMore && last !== undefined ? [last.startsAt.toISOString(), last.id] : null;
  return { ids: rows.map(({ id }) => id), nextCursor: key && encodeCursor(key) };
}

function readingOf(filter: OfficeSessionFilter, cursor: string | null | undefined) {
  const soonest = isSoonestFirst(filter);
  const order = Prisma.raw(soonest ? "starts_at, id" : "starts_at DESC, id DESC");
  if (!cursor) return { order, behind: Prisma.sql`true` };
  const [startsAt, id] = decodeCursor(cursorKey, cursor);
  const comparison = Prisma.raw(soonest ? ">" : "<");
  // Starts are whole minutes, so a cursor stores them exactly.
  const behind = Prisma.sql`(starts_at, id) ${comparison} (${startsAt}::timestamptz, ${id}::uuid)`;
  return { order, behind };
}

interface Reading {
  order: Prisma.Sql;
  behind: Prisma.Sql;
  filter: OfficeSessionFilter;
  now: Date;
}

/** The first sessions of a filter, without what no index answers. */
function merged({ order, behind, filter, now }: Reading, columns: Prisma.Sql, take: number) {
  const parts = partsOf(filter, now).map(
    (part) => Prisma.sql`
      (SELECT ${columns} FROM office_sessions WHERE ${part} AND ${behind}
        ORDER BY ${order} LIMIT ${take})`,
  );
  if (parts.length === 0) {
    return Prisma.sql`SELECT ${columns} FROM office_sessions WHERE false`;
  }
  return Prisma.sql`
    SELECT * FROM (${Prisma.join(parts, " UNION ALL ")}) parts ORDER BY ${order} LIMIT ${take}`;
}

const placed = Prisma.raw("starts_at, id");

function read(db: Db, reading: Reading, take: number) {
  return db.$queryRaw<Found[]>`
    SELECT starts_at AS "startsAt", id FROM (${merged(reading, placed, take)}) found
     ORDER BY ${reading.order}`;
}

/** Looks at sessions one by one, in their order. */
function look(db: Db, reading: Reading, take: number) {
  const { filter, now, order } = reading;
  const columns = Prisma.raw("starts_at, id, mentor_id, mentee_id, topic, created_at");
  const conditions = [askedOf(filter, now), textOf(filter.search)].filter((each) => each !== null);
  return db.$queryRaw<(Found & { matches: boolean })[]>`
    SELECT starts_at AS "startsAt", id, ${Prisma.join(conditions, " AND ")} AS matches
      FROM (${merged(reading, columns, take)}) office_sessions
     ORDER BY ${order}`;
}

function textOf(search: string | undefined): Prisma.Sql | null {
  if (search === undefined) return null;
  const part = `%${literally(search)}%`;
  return Prisma.sql`(
    lower(topic) LIKE lower(${part}) OR EXISTS (
      SELECT FROM users u WHERE u.id IN (mentor_id, mentee_id) AND u.search_text LIKE lower(${part})))`;
}

/** By the indexes of topics and of names, for a text that is rare or lies far back. */
function readByText(db: Db, reading: Reading & { search: string }, take: number) {
  const { order, behind, filter, now, search } = reading;
  const part = `%${literally(search)}%`;
  const asked = askedOf(filter, now) ?? Prisma.sql`true`;
  const sessions = partsOf(filter, now);
  const where = sessions.length === 0 ? Prisma.sql`false` : anyOf(sessions);
  const among = Prisma.sql`${where} AND ${asked} AND ${behind}`;
  const side = (column: "mentor_id" | "mentee_id") => Prisma.sql`
    (SELECT starts_at, id FROM office_sessions
      WHERE ${Prisma.raw(column)} = people.person AND ${among} ORDER BY ${order} LIMIT ${take})`;
  // OFFSET 0 keeps the planner from reading all sessions in the hope of finding enough soon.
  return db.$queryRaw<Found[]>`
    SELECT starts_at AS "startsAt", id FROM (
      SELECT starts_at, id FROM (
        SELECT * FROM office_sessions WHERE lower(topic) LIKE lower(${part}) OFFSET 0) office_sessions
       WHERE ${among}
      UNION
      SELECT theirs.starts_at, theirs.id
        FROM (SELECT id AS person FROM users
               WHERE anonymized_at IS NULL AND search_text LIKE lower(${part})
               LIMIT ${PEOPLE_MAX} OFFSET 0) people,
             LATERAL (${side("mentor_id")} UNION ALL ${side("mentee_id")}) theirs) found
     ORDER BY ${order} LIMIT ${take}`;
}

const anyOf = (conditions: Prisma.Sql[]) => Prisma.sql`(${Prisma.join(conditions, " OR ")})`;

/** Three letters or digits in a row; the indexes can't use fewer. */
const hasTrigram = (text: string) => /[\p{L}\p{N}]{3}/u.test(text);

/** Counting ends here: a larger number doesn't help, and costs as much as reading them all. */
export const COUNTED_SESSIONS_MAX = 100;

/**
 * How many sessions have each status and each flag, counted up to a hundred and one, of which the
 * last one means "more than a hundred". Where no index answers, the first thousand are counted.
 */
export async function countOfficeSessions(
  { db, now }: ServiceContext,
  input: CountOfficeSessionsInput,
) {
  const at = now();
  const counted = (filter: OfficeSessionFilter) => {
    const asked = askedOf(filter, at);
    const columns = Prisma.raw("starts_at, id, created_at");
    const order = Prisma.raw(isSoonestFirst(filter) ? "starts_at, id" : "starts_at DESC, id DESC");
    const reading = { order, behind: Prisma.sql`true`, filter, now: at };
    const among = merged(reading, columns, asked ? LOOKED_AT : COUNTED_SESSIONS_MAX + 1);
    return Prisma.sql`
      (SELECT count(*)::int FROM (
        SELECT FROM (${among}) office_sessions WHERE ${asked ?? Prisma.sql`true`}
         LIMIT ${COUNTED_SESSIONS_MAX + 1}) counted)`;
  };
  const names: ({ status: OfficeSessionStatus } | { flag: SessionFlag })[] = [
    ...officeSessionStatus.options.map((status) => ({ status })),
    ...sessionFlag.options.map((flag) => ({ flag })),
  ];
  const counts = names.map((name) => counted({ ...input, ...name }));
  const [row] = await db.$queryRaw<{ counts: number[] }[]>`
    SELECT ARRAY[${Prisma.join(counts)}] AS counts`;
  return names.map((name, at) => ({ ...name, count: row?.counts[at] ?? 0 }));
}
