import { type Db, Prisma } from "@sundial/db";
import type { WantedStarts } from "./day-filter.ts";
import { listedMatching, type MentorSearch } from "./scope.ts";
import type { BoundRow } from "./slot-bounds.ts";
import { QUARTER, quartersOf, type WeekQuarters } from "./week-quarters.ts";

const MOST_READ = 4096;

const HOUR = 3_600_000;

/** Times as epoch milliseconds, sets of quarters in base64. */
interface PlainRow {
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

/** A mentor's place in the order: by the start they rank by, or a bound below it, then number. */
export interface Place {
  at: number;
  number: number;
}

export const END: Place = { at: Number.POSITIVE_INFINITY, number: 0 };

interface Walk {
  search: MentorSearch;
  wanted: WantedStarts;
  now: Date;
  /** How many to read at first. */
  first: number;
}

/**
 * The bounds of the mentors a search means, in their order: a few first and then more at a time.
 * Mentors not read yet rank after `reached`.
 *
 * Bounds tell of any start, and most mentors may be open in the reader's night, where they do not
 * rank. So once the walk gets near a night, it skips mentors that surely rank after the morning
 * behind it, and comes back for them only if that morning does not fill the page.
 */
export async function* readByBound(db: Db, walk: Walk) {
  const take = Math.min(walk.first, MOST_READ);
  const begin = await readPage(db, walk, { after: null, take, daybreak: null });
  yield begin;
  if (begin.reached === END) return;
  const daybreak = daybreakFor(walk, begin.reached.at);
  if (daybreak !== null) {
    const later = { at: daybreak.rankFrom, number: 0 };
    for await (const page of readOn(db, walk, { after: begin.last, daybreak })) {
      yield page.reached === END ? { ...page, reached: later } : page;
    }
  }
  yield* readOn(db, walk, { after: begin.last, daybreak: null });
}

type From = { after: BoundRow | null; daybreak: Daybreak | null };

async function* readOn(db: Db, walk: Walk, { after, daybreak }: From) {
  for (let take = walk.first * 4; ; take *= 4) {
    const page = await readPage(db, walk, { after, daybreak, take: Math.min(take, MOST_READ) });
    yield page;
    if (page.reached === END) return;
    after = page.last;
  }
}

async function readPage(db: Db, { search }: Walk, page: From & { take: number }) {
  // All in one value: to unpack a thousand rows of a result takes longer than a page may.
  const [found] = await db.$queryRaw<{ rows: PlainRow[] | null }[]>`
    SELECT json_agg(row ORDER BY "notBefore", number) AS rows
      FROM (${boundsAfter(search, page)}) row`;
  const rows = (found?.rows ?? []).map(toBoundRow);
  const last = rows.at(-1) ?? null;
  const isLast = last === null || rows.length < page.take;
  const reached: Place = isLast ? END : { at: last.notBefore.getTime(), number: last.number };
  return { rows, last, reached };
}

function boundsAfter(
  search: MentorSearch,
  { after, daybreak, take }: From & { take: number },
): Prisma.Sql {
  const behind = after
    ? Prisma.sql`AND (e.not_before, e.number) > (${after.notBefore}, ${after.number})`
    : Prisma.empty;
  const ms = (column: string) => Prisma.raw(`(extract(epoch FROM e.${column}) * 1000)::bigint`);
  return Prisma.sql`
    SELECT e.mentor_id AS "mentorId", e.number,
           ${ms("not_before")} AS "notBefore", ${ms("known_until")} AS "knownUntil",
           ${ms("horizon_moves_at")} AS "horizonMovesAt", ${ms("open_until")} AS "openUntil",
           encode(e.week_quarters, 'base64') AS "weekQuarters",
           encode(e.open_quarters, 'base64') AS "openQuarters",
           e.grid_minutes AS "gridMinutes", e.notice_minutes AS "noticeMinutes", e.revision
      FROM earliest_slots e JOIN mentor_profiles p ON p.user_id = e.mentor_id
     WHERE ${listedMatching(search)} ${behind} ${daybreak ? before(daybreak) : Prisma.empty}
     ORDER BY e.not_before, e.number LIMIT ${take}`;
}

/** The morning after the reader's next night; sets of quarters of the week. */
interface Daybreak {
  /** The end of that morning (epoch milliseconds). */
  rankFrom: number;
  /** Preferred starts before `rankFrom` lie in these. */
  early: WeekQuarters;
  /** Some of those that lie wholly in preferred time, soon enough and not too soon for `NOTICE`. */
  later: WeekQuarters;
  /** The end of `later`. */
  until: number;
}

const NEAR = 6 * HOUR;
/** So much of the morning fills a page, unless few mentors match. */
const MORNING = 3 * HOUR;
const NOTICE = 12 * HOUR;

/** Null when no night is near at `from`, or when nobody means the day. */
function daybreakFor({ wanted: { preferred }, now }: Walk, from: number): Daybreak | null {
  if (preferred === null || from >= preferred.until) return null;
  const { suits } = preferred;
  const lastAtNight = quartersBetween(from, from + NEAR).findLast((quarter) => !suits(quarter));
  if (lastAtNight === undefined) return null;
  const until = Math.floor(preferred.until / QUARTER) * QUARTER;
  let morning = lastAtNight + QUARTER;
  while (morning < until && !suits(morning)) morning += QUARTER;
  const rankFrom = Math.min(morning + MORNING, until);
  const [isAnywhere, isWholly] = [
    (quarter: number) => suits(quarter) || suits(quarter + QUARTER - 1),
    (quarter: number) => suits(quarter) && suits(quarter + QUARTER - 1),
  ];
  const soonest = now.getTime() + NOTICE + QUARTER;
  return {
    rankFrom,
    early: quartersOf(quartersBetween(from, rankFrom).filter(isAnywhere)),
    later: quartersOf(quartersBetween(soonest, until).filter(isWholly)),
    until,
  };
}

/** Skips mentors who surely have a preferred start in time, and surely none before `rankFrom`. */
function before({ rankFrom, early, later, until }: Daybreak): Prisma.Sql {
  const end = new Date(until);
  return Prisma.sql`
    AND e.not_before < ${new Date(rankFrom)}
    AND (e.known_until < ${end} OR e.open_until < ${end} OR e.notice_minutes > ${NOTICE / 60_000}
         OR ${anyOf(Prisma.raw("e.week_quarters"), early)}
         OR NOT ${anyOf(Prisma.raw("e.open_quarters"), later)})`;
}

/** Whether two sets of quarters have any in common. */
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

const toBoundRow = (row: PlainRow): BoundRow => ({
  ...row,
  notBefore: new Date(row.notBefore),
  knownUntil: new Date(row.knownUntil),
  horizonMovesAt: new Date(row.horizonMovesAt),
  openUntil: new Date(row.openUntil),
  weekQuarters: quarters(row.weekQuarters),
  openQuarters: quarters(row.openQuarters),
});

const quarters = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
