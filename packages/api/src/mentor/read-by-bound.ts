import { type Db, Prisma } from "@sundial/db";
import { HOUR, MINUTE } from "@sundial/validators/durations";
import type { WantedStarts } from "./day-filter.ts";
import { listedMatching, type MentorSearch } from "./scope.ts";
import type { BoundRow } from "./slot-bounds.ts";
import { QUARTER, quartersOf, type WeekQuarters } from "./week-quarters.ts";

const MOST_READ = 4096;

/** Times as epoch milliseconds, sets of quarters in base64. */
interface PlainRow {
  at: number;
  mentorId: string;
  number: number;
  notBefore: number;
  weekQuarters: string;
  knownUntil: number;
  horizonMovesAt: number;
  gridMinutes: number;
  noticeMinutes: number;
  openQuarters: string;
  openUntil: number;
  revision: number;
}

/**
 * A mentor's place in the order: by the start they rank by, or a lower bound of it, then by number.
 */
export interface Place {
  at: number;
  number: number;
}

export const END: Place = { at: Number.POSITIVE_INFINITY, number: 0 };

interface Walk {
  search: MentorSearch;
  wanted: WantedStarts;
  now: Date;
  /** How many to read first. */
  first: number;
}

/**
 * The bounds of the mentors that match a search, in order: a few first and then more at a time.
 * Mentors not read yet rank after `reached`.
 *
 * Bounds cover any start, and most mentors may be open in the reader's night, where they don't
 * rank. So once the walk gets near a night, it follows preferred starts until the morning after it,
 * and leaves out mentors who surely rank later. It comes back for them if the morning doesn't fill
 * the page.
 */
export async function* readByBound(db: Db, walk: Walk) {
  const take = Math.min(walk.first, MOST_READ);
  const begin = await readPage(db, walk, { after: null, take, daybreak: null });
  yield begin;
  if (begin.reached === END) return;
  const daybreak = daybreakFor(walk, begin.reached);
  if (daybreak !== null) {
    const later = { at: daybreak.rankFrom, number: 0 };
    for await (const page of readOn(db, walk, { after: null, daybreak })) {
      yield page.reached === END ? { ...page, reached: later } : page;
    }
  }
  yield* readOn(db, walk, { after: begin.reached, daybreak: null });
}

type From = { after: Place | null; daybreak: Daybreak | null };

async function* readOn(db: Db, walk: Walk, { after, daybreak }: From) {
  for (let take = walk.first * (daybreak ? 1 : 4); ; take *= 4) {
    const page = await readPage(db, walk, { after, daybreak, take: Math.min(take, MOST_READ) });
    yield page;
    if (page.reached === END) return;
    after = page.reached;
  }
}

async function readPage(db: Db, { search }: Walk, page: From & { take: number }) {
  // All in one value, because unpacking a thousand result rows takes longer than a page may.
  const ms = (column: string) => Prisma.raw(`(extract(epoch FROM ${column}) * 1000)::bigint`);
  const [found] = await db.$queryRaw<{ rows: PlainRow[] | null }[]>`
    SELECT json_agg(row ORDER BY at, number) AS rows
      FROM (SELECT ${ms("at")} AS at, mentor_id AS "mentorId", number,
                   ${ms("not_before")} AS "notBefore", ${ms("known_until")} AS "knownUntil",
                   ${ms("horizon_moves_at")} AS "horizonMovesAt", ${ms("open_until")} AS "openUntil",
                   encode(week_quarters, 'base64') AS "weekQuarters",
                   encode(open_quarters, 'base64') AS "openQuarters",
                   grid_minutes AS "gridMinutes", notice_minutes AS "noticeMinutes", revision
              FROM (${boundsAfter(search, page)}) e) row`;
  const rows = found?.rows ?? [];
  const last = rows.at(-1);
  const isLast = last === undefined || rows.length < page.take;
  const reached: Place = isLast ? END : { at: last.at, number: last.number };
  return { rows: rows.map(toBoundRow), reached };
}

function boundsAfter(
  search: MentorSearch,
  { after, daybreak, take }: From & { take: number },
): Prisma.Sql {
  const at = daybreak ? Prisma.sql`r.at` : Prisma.sql`e.not_before`;
  return Prisma.sql`
    SELECT e.*, ${at} AS at
      FROM earliest_slots e JOIN mentor_profiles p ON p.user_id = e.mentor_id
           ${daybreak ? rankedUntil(daybreak) : Prisma.empty}
     WHERE ${listedMatching(search)} ${after ? behind(at, after) : Prisma.empty}
           ${daybreak ? behind(Prisma.sql`e.not_before`, daybreak.from) : Prisma.empty}
     ORDER BY ${at}, e.number LIMIT ${take}`;
}

const behind = (at: Prisma.Sql, place: Place) =>
  Prisma.sql`AND (${at}, e.number) > (${new Date(place.at)}, ${place.number})`;

/** The morning after the reader's next night. */
interface Daybreak {
  /** Mentors whose bound is earlier have been read. */
  from: Place;
  /** The end of that morning (epoch milliseconds). */
  rankFrom: number;
  /** The quarters of an hour, by their start, that contain preferred starts before `rankFrom`. */
  early: number[];
  /**
   * For a notice of at most this many minutes: quarters entirely in preferred time that are soon
   * enough.
   */
  later: { notice: number; quarters: WeekQuarters }[];
  /** The end of `later`. */
  until: number;
}

const NEAR = 6 * HOUR;
/** This much of the morning fills a page, unless few mentors match. */
const MORNING = 3 * HOUR;
/** The minimum notices that most mentors use; mentors with another notice aren't skipped. */
const NOTICES = [12 * HOUR, 24 * HOUR];

/** Null when no night is near at `from`, or when the reader has no preferred starts. */
function daybreakFor({ wanted: { preferred }, now }: Walk, from: Place): Daybreak | null {
  if (preferred === null || from.at >= preferred.until) return null;
  const { suits } = preferred;
  const lastAtNight = quartersBetween(from.at, from.at + NEAR).findLast(
    (quarter) => !suits(quarter),
  );
  if (lastAtNight === undefined) return null;
  const until = Math.floor(preferred.until / QUARTER) * QUARTER;
  let morning = lastAtNight + QUARTER;
  while (morning < until && !suits(morning)) morning += QUARTER;
  const rankFrom = Math.min(morning + MORNING, until);
  const [isAnywhere, isWholly] = [
    (quarter: number) => suits(quarter) || suits(quarter + QUARTER - 1),
    (quarter: number) => suits(quarter) && suits(quarter + QUARTER - 1),
  ];
  return {
    from,
    rankFrom,
    early: quartersBetween(from.at, rankFrom).filter(isAnywhere),
    later: NOTICES.map((notice) => ({
      notice: notice / MINUTE,
      quarters: quartersOf(
        quartersBetween(now.getTime() + notice + QUARTER, until).filter(isWholly),
      ),
    })),
    until,
  };
}

/**
 * Joins `at`, a lower bound of a mentor's place: the first of the early quarters in which they may
 * be open, or the bound of any start for mentors who may have no preferred one in time. Leaves out
 * mentors who rank from `rankFrom` on.
 */
function rankedUntil({ rankFrom, early, later, until }: Daybreak): Prisma.Sql {
  const end = new Date(until);
  const isOpenLater = later.map(
    ({ notice, quarters }) =>
      Prisma.sql`(e.notice_minutes <= ${notice} AND ${anyOf(Prisma.raw("e.open_quarters"), quarters)})`,
  );
  const week = Prisma.raw("e.week_quarters");
  const firstEarly = early.map(
    (quarter) => Prisma.sql`WHEN ${anyOf(week, quartersOf([quarter]))}
      THEN greatest(e.not_before, ${new Date(quarter)})`,
  );
  // OFFSET keeps Postgres from computing it once for the condition and once more for the order.
  return Prisma.sql`
    JOIN LATERAL (
      SELECT CASE
               WHEN e.known_until < ${end} OR e.open_until < ${end}
                    OR NOT (${Prisma.join(isOpenLater, " OR ")}) THEN e.not_before
               ${firstEarly.length > 0 ? Prisma.join(firstEarly, " ") : Prisma.sql`WHEN false THEN NULL`}
             END AS at
      OFFSET 0) r ON r.at < ${new Date(rankFrom)} AND e.not_before < ${new Date(rankFrom)}`;
}

/** Whether two sets of quarters overlap. */
function anyOf(column: Prisma.Sql, set: WeekQuarters): Prisma.Sql {
  const bytes = [...set.entries()].filter(([, bits]) => bits !== 0);
  if (bytes.length === 0) return Prisma.sql`false`;
  const shared = bytes.map(
    ([index, bits]) => Prisma.sql`get_byte(${column}, ${index}) & ${bits} <> 0`,
  );
  return Prisma.sql`(${Prisma.join(shared, " OR ")})`;
}

function quartersBetween(from: number, until: number): number[] {
  const first = Math.floor(from / QUARTER) * QUARTER;
  return Array.from(
    { length: Math.ceil((until - first) / QUARTER) },
    (_, index) => first + index * QUARTER,
  );
}

const toBoundRow = ({ at: _, ...row }: PlainRow): BoundRow => ({
  ...row,
  notBefore: new Date(row.notBefore),
  knownUntil: new Date(row.knownUntil),
  horizonMovesAt: new Date(row.horizonMovesAt),
  openUntil: new Date(row.openUntil),
  weekQuarters: quarters(row.weekQuarters),
  openQuarters: quarters(row.openQuarters),
});

const quarters = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
