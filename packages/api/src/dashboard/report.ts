import { type Db, Prisma } from "@sundial/db";
import {
  type DashboardNumber,
  RATERS_MIN,
  type SessionOutcome,
  sessionOutcomeNames,
} from "@sundial/validators";
import { countSessions, DAY_COLUMNS } from "./count-sessions.ts";
import { localDays, type Period } from "./periods.ts";

/** The first periods, of which everything is shown. Of the others, charts show some. */
const WHOLE = 2;

interface Reading {
  /**
   * The periods to add up. They may overlap. Pairs, raters and the wait for the first session are
   * of the first two only.
   */
  periods: readonly Period[];
  /** Only about these mentors; about everybody when null. */
  mentorIds: readonly string[] | null;
  /** Dates whose counts aren't stored, in order. */
  uncounted: readonly string[];
  timeZone: string;
  now: Date;
}

/** Sums over one period. Different people are counted by digest, so over any number of days. */
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
  raters: number;
  /** Median in minutes; null when nobody had their first session. */
  firstWait: number | null;
}

/**
 * Adds up these periods, in their order: from what is stored of past days, and from the sessions
 * themselves of the others.
 */
export async function addUp(db: Db, reading: Reading): Promise<Sums[]> {
  const { periods, mentorIds, uncounted, timeZone, now } = reading;
  const froms = periods.map(({ from }) => from);
  const tos = periods.map(({ to }) => to);
  const first = froms.toSorted()[0] ?? "";
  const last = tos.toSorted().at(-1) ?? "";
  const days = localDays(uncounted, timeZone);
  // Literally, or the index of these rows isn't used.
  const stored =
    mentorIds === null
      ? Prisma.sql`mentor_id = ''`
      : Prisma.sql`mentor_id = ANY (${mentorIds}::text[])`;
  // Compiling the statement would take longer than running it.
  const [, sums] = await db.$transaction([
    db.$executeRaw`SET LOCAL jit = off`,
    db.$queryRaw<Sums[]>`
    WITH days (${DAY_COLUMNS}) AS MATERIALIZED (
      SELECT ${DAY_COLUMNS} FROM program_days
       WHERE ${stored} AND local_date BETWEEN ${first}::date AND ${last}::date
         AND local_date <> ALL (${uncounted}::date[])
      UNION ALL
      (${countSessions({ days, now, mentorIds, perMentor: false })})),
    offers (local_date, minutes) AS MATERIALIZED (${offersOf(reading, { first, last })}),
    periods AS (
      SELECT * FROM unnest(${froms}::date[], ${tos}::date[]) WITH ORDINALITY AS p (first, last, n)),
    sums AS (
      SELECT n, ${SUMS} FROM periods LEFT JOIN days ON local_date BETWEEN first AND last GROUP BY n),
    offered AS (
      SELECT n, coalesce(sum(minutes), 0)::int AS minutes, count(minutes)::int AS days
        FROM periods LEFT JOIN offers ON local_date BETWEEN first AND last GROUP BY n)
    SELECT s.*, o.minutes AS "offeredMinutes", o.days AS "offeredDays",
           ${differentOf("mentees")} AS mentees, ${differentOf("mentors")} AS mentors,
           CASE WHEN p.n <= ${WHOLE} THEN ${differentOf("pairs")} ELSE 0 END AS pairs,
           CASE WHEN p.n <= ${WHOLE} THEN ${differentOf("raters")} ELSE 0 END AS raters,
           CASE WHEN p.n <= ${WHOLE} THEN (
             SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY wait)
               FROM days d, unnest(d.first_waits) wait
              WHERE d.local_date BETWEEN p.first AND p.last) END AS "firstWait"
      FROM sums s JOIN offered o USING (n) JOIN periods p USING (n) ORDER BY n`,
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

/** How many different people, or pairs of them, a column's digests of a period's days are. */
const differentOf = (column: "mentees" | "mentors" | "pairs" | "raters") =>
  Prisma.raw(
    `(SELECT count(*)::int FROM (SELECT DISTINCT digest FROM days d, unnest(d.${column}) digest
       WHERE d.local_date BETWEEN p.first AND p.last) AS different)`,
  );

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
  const { firstWait, bookedMinutes, recordedMinutes, offeredMinutes, offeredDays } = sums;
  const hasRatings = sums.raters >= RATERS_MIN;
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
