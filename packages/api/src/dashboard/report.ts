import { type Db, Prisma } from "@sundial/db";
import {
  type DashboardNumber,
  RATERS_MIN,
  type SessionOutcome,
  sessionOutcomeNames,
} from "@sundial/validators";
import { startOfDate } from "@sundial/validators/wall-clock";
import { countSessions, DAY_COLUMNS } from "./count-sessions.ts";
import { datesOf, localDays, type Period } from "./periods.ts";

interface Reading {
  /** The periods to add up. They may overlap. */
  periods: readonly Period[];
  /** Only about these mentors; about everybody when null. */
  mentorIds: readonly string[] | null;
  /** Dates whose counts aren't stored, in order. */
  uncounted: readonly string[];
  timeZone: string;
  now: Date;
}

/** Sums over one period. */
export interface Sums extends Record<SessionOutcome, number> {
  bookedMinutes: number;
  /** Booked minutes of mentors and days whose offered minutes are known. */
  recordedMinutes: number;
  offeredMinutes: number;
  /** Days on which some mentor's offered minutes are known. */
  offeredDays: number;
  ratings: number;
  ratingSum: number;
  mentees: number;
  mentors: number;
  pairs: number;
  /** Whether enough different people have rated to show what they gave. */
  hasRatings: boolean;
  /** Median in minutes; null when nobody had their first session. */
  firstWait: number | null;
}

/**
 * Adds up these periods, in their order: from what is stored of past days, and from the sessions
 * themselves of the others.
 */
export async function addUp(db: Db, reading: Reading): Promise<Sums[]> {
  const { periods, mentorIds, uncounted, timeZone, now } = reading;
  const dated = periods.flatMap((period, n) => datesOf(period).map((date) => ({ n, date })));
  const dates = dated.map(({ date }) => date).toSorted();
  const span = { first: dates[0] ?? "", last: dates.at(-1) ?? "" };
  const days = localDays(uncounted, timeZone);
  const starts = periods.map(({ from }) => startOfDate(from, timeZone).toISOString());
  // Literally, or the index of these rows isn't used.
  const stored =
    mentorIds === null
      ? Prisma.sql`mentor_id = ''`
      : Prisma.sql`mentor_id = ANY (${mentorIds}::text[])`;
  // Compiling the statement would take longer than running it.
  const [, sums] = await db.$transaction([
    db.$executeRaw`SET LOCAL jit = off`,
    db.$queryRaw<Sums[]>`
    WITH counted (${DAY_COLUMNS}) AS MATERIALIZED (
      SELECT ${DAY_COLUMNS} FROM program_days
       WHERE ${stored} AND local_date BETWEEN ${span.first}::date AND ${span.last}::date
         AND local_date <> ALL (${uncounted}::date[])
      UNION ALL
      (${countSessions({ days, now, mentorIds })})),
    periods AS (
      SELECT n::int - 1 AS n, first_at
        FROM unnest(${starts}::timestamptz[]) WITH ORDINALITY AS p (first_at, n)),
    dates AS (
      SELECT * FROM unnest(${dated.map(({ n }) => n)}::int[], ${dated.map(({ date }) => date)}::date[]) AS d (n, local_date)),
    days AS MATERIALIZED (SELECT * FROM dates JOIN counted USING (local_date)),
    offers (local_date, minutes) AS MATERIALIZED (${offersOf(reading, span)}),
    sums AS (SELECT n, ${SUMS} FROM periods LEFT JOIN days USING (n) GROUP BY n),
    offered AS (
      SELECT n, coalesce(sum(minutes), 0)::int AS minutes, count(minutes)::int AS days
        FROM dates LEFT JOIN offers USING (local_date) GROUP BY n),
    active (n, mentees, mentors, pairs) AS (${mentorIds === null ? NEW_PEOPLE : DIFFERENT_PEOPLE}),
    -- Those of one day are different people, so more than these can't change whether they are enough.
    raters AS (
      SELECT n, count(DISTINCT digest) FROM days, unnest(raters[:${RATERS_MIN}]) digest GROUP BY n),
    waits AS (
      SELECT n, percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS median
        FROM days, unnest(first_waits) wait GROUP BY n)
    SELECT s.*, o.minutes AS "offeredMinutes", o.days AS "offeredDays", w.median AS "firstWait",
           coalesce(a.mentees, 0)::int AS mentees, coalesce(a.mentors, 0)::int AS mentors,
           coalesce(a.pairs, 0)::int AS pairs,
           coalesce(r.count, 0) >= ${RATERS_MIN} AS "hasRatings"
      FROM sums s JOIN offered o USING (n) LEFT JOIN active a USING (n)
      LEFT JOIN raters r USING (n) LEFT JOIN waits w USING (n) ORDER BY n`,
  ]);
  return sums;
}

const COLUMN_OF: Record<SessionOutcome, string> = {
  completed: "completed",
  noShows: "no_shows",
  disputed: "disputed",
  cancelledLate: "cancelled_late",
  cancelled: "cancelled",
  declined: "declined",
  expired: "expired",
  open: "open",
};

const SUMS = Prisma.raw(
  [
    ...sessionOutcomeNames.map((name) => [COLUMN_OF[name], name]),
    ["booked_minutes", "bookedMinutes"],
    ["recorded_minutes", "recordedMinutes"],
    ["ratings", "ratings"],
    ["rating_sum", "ratingSum"],
  ]
    .map(([column, name]) => `coalesce(sum(${column}), 0)::int AS "${name}"`)
    .join(", "),
);

/** Different people of each period: those of its days who weren't active in it before. */
const NEW_PEOPLE = Prisma.sql`
  SELECT n, sum(width_bucket(earlier, mentees_before)), sum(width_bucket(earlier, mentors_before)),
         sum(width_bucket(earlier, pairs_before))
    FROM periods JOIN days USING (n), LATERAL (SELECT first_at - interval '1 microsecond' AS earlier) e
   GROUP BY n`;

/** The same over some mentors: by digests of their mentees. */
const DIFFERENT_PEOPLE = Prisma.sql`
  SELECT n, count(DISTINCT digest), count(DISTINCT mentor_id), count(*)
    FROM (SELECT DISTINCT n, mentor_id, digest FROM days, unnest(mentees) digest) pairs GROUP BY n`;

/** Minutes offered by date; a date on which nothing is known has no row. */
function offersOf({ mentorIds, uncounted }: Reading, { first, last }: Record<string, string>) {
  if (mentorIds !== null) {
    return Prisma.sql`
      SELECT local_date, sum(minutes) FROM offered_minutes
       WHERE mentor_id = ANY (${mentorIds}::text[]) AND local_date BETWEEN ${first}::date AND ${last}::date
       GROUP BY local_date`;
  }
  return Prisma.sql`
    SELECT local_date, offered_minutes FROM program_days
     WHERE mentor_id = '' AND local_date BETWEEN ${first}::date AND ${last}::date
       AND local_date <> ALL (${uncounted}::date[]) AND offered_mentors > 0
    UNION ALL
    SELECT d.local_date, o.minutes
      FROM unnest(${uncounted}::date[]) AS d (local_date)
     CROSS JOIN LATERAL (
       SELECT sum(minutes) AS minutes FROM offered_minutes
        WHERE local_date = d.local_date HAVING count(*) > 0) o`;
}

/** The numbers of the page; null where there is nothing to divide by or too little to show. */
export function numbersOf(sums: Sums): Record<DashboardNumber, number | null> {
  const { mentees, mentors, pairs, completed, noShows, cancelledLate, expired } = sums;
  const { firstWait, bookedMinutes, recordedMinutes, offeredMinutes, offeredDays, hasRatings } =
    sums;
  return {
    mentees,
    mentors,
    pairs,
    completed,
    completion: ratio(completed, completed + noShows + cancelledLate),
    noShows,
    lateCancellations: cancelledLate,
    expiredRequests: expired,
    firstWait,
    offered: offeredDays > 0 ? offeredMinutes : null,
    booked: bookedMinutes,
    bookedShare: ratio(recordedMinutes, offeredMinutes),
    rating: hasRatings ? ratio(sums.ratingSum, sums.ratings) : null,
    ratings: hasRatings ? sums.ratings : null,
  };
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
