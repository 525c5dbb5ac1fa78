import { Prisma } from "@sundial/db";
import { completedBefore } from "../session-state/policy.ts";
import type { LocalDay } from "./periods.ts";

interface Counting {
  days: readonly LocalDay[];
  now: Date;
  /** For each of these mentors; for everybody together when null, and both when "all". */
  mentorIds: readonly string[] | null | "all";
}

/** The columns of a counted day, in the order of `countSessions`. */
export const DAY_COLUMNS = Prisma.raw(
  "mentor_id, local_date, completed, no_shows, disputed, cancelled_late, cancelled, declined, expired, open, booked_minutes, recorded_minutes, ratings, rating_sum, mentees_before, mentors_before, pairs_before, mentees, raters, first_waits",
);

/**
 * The sessions that begin on each of these days, counted, as a SELECT of `DAY_COLUMNS`. This is the
 * only place that says what a number of the dashboard counts: what is stored of past days and what
 * is read of others both come from here. Statuses are those that automatic transitions lead to by
 * `now`. Rows for everybody have an empty mentor ID; days without sessions have no row. What belongs
 * to a session is looked up one by one, because a join might read all people to find a few.
 *
 * Different people of a period are those of its days who hadn't been active in it before. So rows for
 * everybody have, of each person's first session of the day, when their last one before was. Rows of
 * one mentor have digests of their mentees, since any of them may be added up.
 */
export function countSessions({ days, now, mentorIds }: Counting): Prisma.Sql {
  const over = completedBefore(now);
  const among = Array.isArray(mentorIds)
    ? Prisma.sql`AND mentor_id = ANY (${mentorIds}::text[])`
    : Prisma.empty;
  const { groups, mentor, isEverybody } = groupingOf(mentorIds);
  const beforeOf = (column: Prisma.Sql) => Prisma.sql`
    CASE WHEN ${isEverybody}
         THEN coalesce(array_agg(${column} ORDER BY ${column}) FILTER (WHERE ${column} < day), '{}')
         ELSE '{}' END`;
  const lastBefore = (among: Prisma.Sql) => Prisma.sql`
    greatest(
      (SELECT e.starts_at FROM office_sessions e
        WHERE ${among} AND e.status = 'completed' AND (e.starts_at, e.id) < (f.starts_at, f.id)
        ORDER BY e.starts_at DESC, e.id DESC LIMIT 1),
      (SELECT e.starts_at FROM office_sessions e
        WHERE ${among} AND e.status = 'scheduled' AND (e.starts_at, e.id) < (f.starts_at, f.id)
          AND e.ends_at <= ${over}
        ORDER BY e.starts_at DESC, e.id DESC LIMIT 1),
      '-infinity')`;
  return Prisma.sql`
    SELECT ${mentor}, local_date,
           ${countOf("completed")}, ${countOf("no_show")}, ${countOf("disputed")},
           ${countOf("cancelled_late")}, ${countOf("cancelled")}, ${countOf("declined")},
           ${countOf("expired")}, ${countOf("open")},
           coalesce(sum(booked), 0)::int, coalesce(sum(booked) FILTER (WHERE recorded), 0)::int,
           count(rating)::int, coalesce(sum(rating), 0)::int,
           ${beforeOf(Prisma.sql`mentee_before`)}, ${beforeOf(Prisma.sql`mentor_before`)},
           ${beforeOf(Prisma.sql`pair_before`)},
           CASE WHEN ${isEverybody} THEN '{}' ELSE ${digestsOf("outcome = 'completed'")} END,
           ${digestsOf("rating IS NOT NULL")},
           coalesce(array_agg(wait) FILTER (WHERE wait IS NOT NULL), '{}')
      FROM (
        SELECT f.*,
               (SELECT true FROM offered_minutes o
                 WHERE o.mentor_id = f.mentor_id AND o.local_date = f.local_date) AS recorded,
               CASE WHEN f.is_booked THEN f.minutes END AS booked,
               CASE WHEN f.outcome = 'completed' THEN (
                      SELECT r.rating FROM feedback r
                       WHERE r.office_session_id = f.id AND r.party = 'mentee'
                         AND r.announced_at IS NOT NULL) END AS rating,
               CASE WHEN f.mentee_before = '-infinity' THEN (
                      SELECT floor(extract(epoch FROM f.starts_at - u.created_at) / 60)::int
                        FROM users u WHERE u.id = f.mentee_id AND u.created_at <= f.starts_at) END AS wait
          FROM (
            SELECT f.*,
                   CASE WHEN f.outcome = 'completed' THEN ${lastBefore(Prisma.sql`e.mentee_id = f.mentee_id`)} END AS mentee_before,
                   CASE WHEN f.outcome = 'completed' THEN ${lastBefore(Prisma.sql`e.mentor_id = f.mentor_id`)} END AS mentor_before,
                   CASE WHEN f.outcome = 'completed' THEN ${lastBefore(Prisma.sql`e.mentee_id = f.mentee_id AND e.mentor_id = f.mentor_id`)} END AS pair_before
              FROM (
                SELECT d.local_date, d.starts_at AS day, s.id, s.mentor_id, s.mentee_id, s.starts_at,
                       extract(epoch FROM s.ends_at - s.starts_at)::int / 60 AS minutes,
                       s.status IN ('scheduled', 'completed', 'no_show') AS is_booked,
                       CASE WHEN s.status = 'no_show' AND s.disputed THEN 'disputed'
                            WHEN s.status = 'cancelled' AND s.cancelled_late THEN 'cancelled_late'
                            WHEN s.status = 'requested' AND s.expires_at <= ${now} THEN 'expired'
                            WHEN s.status = 'scheduled' AND s.ends_at <= ${over} THEN 'completed'
                            WHEN s.status IN ('requested', 'scheduled') THEN 'open'
                            ELSE s.status::text END AS outcome
                  FROM ${daysTable(days)}
                 CROSS JOIN LATERAL (
                   SELECT * FROM office_sessions
                    WHERE starts_at >= d.starts_at AND starts_at < d.ends_at ${among}
                   -- Day by day by the index, or all sessions would be read for a few days.
                   OFFSET 0) s) f
             -- Once per session.
             OFFSET 0) f) facts
     GROUP BY ${groups}`;
}

function groupingOf(mentorIds: Counting["mentorIds"]) {
  if (mentorIds === null) {
    const [groups, mentor] = [Prisma.sql`local_date`, Prisma.sql`''`];
    return { groups, mentor, isEverybody: Prisma.sql`true` };
  }
  if (mentorIds !== "all") {
    const [groups, mentor] = [Prisma.sql`local_date, mentor_id`, Prisma.sql`mentor_id`];
    return { groups, mentor, isEverybody: Prisma.sql`false` };
  }
  const isEverybody = Prisma.sql`GROUPING(mentor_id) = 1`;
  const mentor = Prisma.sql`CASE WHEN ${isEverybody} THEN '' ELSE mentor_id END`;
  const groups = Prisma.sql`GROUPING SETS ((local_date, mentor_id), (local_date))`;
  return { groups, mentor, isEverybody };
}

const digestsOf = (condition: string) =>
  Prisma.raw(
    `coalesce(array_agg(DISTINCT hashtextextended(mentee_id, 0)) FILTER (WHERE ${condition}), '{}')`,
  );

const countOf = (outcome: string) =>
  Prisma.sql`(count(*) FILTER (WHERE outcome = ${outcome}))::int`;

/** Days as a table `d`. */
function daysTable(days: readonly LocalDay[]) {
  const dates = days.map(({ date }) => date);
  const starts = days.map(({ startsAt }) => startsAt.toISOString());
  const ends = days.map(({ endsAt }) => endsAt.toISOString());
  return Prisma.sql`unnest(${dates}::date[], ${starts}::timestamptz[], ${ends}::timestamptz[])
                    AS d (local_date, starts_at, ends_at)`;
}
