import { Prisma } from "@sundial/db";
import { completedBefore } from "../session-state/policy.ts";
import type { LocalDay } from "./periods.ts";

interface Counting {
  days: readonly LocalDay[];
  now: Date;
  /** Only sessions of these mentors; everybody's when null. */
  mentorIds: readonly string[] | null;
  /** Whether there is a row for each mentor, too. */
  perMentor: boolean;
}

/** The columns of a counted day, in the order of `countSessions`. */
export const DAY_COLUMNS = Prisma.raw(
  "mentor_id, local_date, completed, no_shows, disputed, cancelled_late, cancelled, declined, expired, open, booked_minutes, recorded_minutes, ratings, rating_sum, mentees, mentors, pairs, raters, first_waits",
);

/**
 * The sessions that begin on each of these days, counted, as a SELECT of `DAY_COLUMNS`. This is the
 * only place that says what a number of the dashboard counts: what is stored of past days and what
 * is read of others both come from here. Statuses are those that automatic transitions lead to by
 * `now`. Rows for everybody have an empty mentor ID; days without sessions have no row. What belongs
 * to a session is looked up one by one, because a join might read all people to find a few.
 */
export function countSessions({ days, now, mentorIds, perMentor }: Counting): Prisma.Sql {
  const over = completedBefore(now);
  const among =
    mentorIds === null ? Prisma.empty : Prisma.sql`AND mentor_id = ANY (${mentorIds}::text[])`;
  const groups = perMentor
    ? Prisma.sql`GROUPING SETS ((local_date, mentor_id), (local_date))`
    : Prisma.sql`local_date`;
  const mentor = perMentor
    ? Prisma.sql`CASE WHEN GROUPING(mentor_id) = 0 THEN mentor_id ELSE '' END`
    : Prisma.sql`''`;
  return Prisma.sql`
    SELECT ${mentor}, local_date,
           ${countOf("completed")}, ${countOf("no_show")}, ${countOf("disputed")},
           ${countOf("cancelled_late")}, ${countOf("cancelled")}, ${countOf("declined")},
           ${countOf("expired")}, ${countOf("open")},
           coalesce(sum(booked), 0)::int, coalesce(sum(booked) FILTER (WHERE recorded), 0)::int,
           count(rating)::int, coalesce(sum(rating), 0)::int,
           ${digestsOf(Prisma.sql`mentee_id`)}, ${digestsOf(Prisma.sql`mentor_id`)},
           ${digestsOf(Prisma.sql`mentor_id || ' ' || mentee_id`)},
           coalesce(array_agg(DISTINCT hashtextextended(mentee_id, 0)) FILTER (WHERE rating IS NOT NULL), '{}'),
           coalesce(array_agg(wait) FILTER (WHERE wait IS NOT NULL), '{}')
      FROM (
        SELECT f.local_date, f.mentor_id, f.mentee_id, f.outcome,
               (SELECT true FROM offered_minutes o
                 WHERE o.mentor_id = f.mentor_id AND o.local_date = f.local_date) AS recorded,
               CASE WHEN f.is_booked THEN f.minutes END AS booked,
               CASE WHEN f.outcome = 'completed' THEN (
                      SELECT r.rating FROM feedback r
                       WHERE r.office_session_id = f.id AND r.party = 'mentee'
                         AND r.announced_at IS NOT NULL) END AS rating,
               CASE WHEN f.outcome = 'completed' THEN (
                      SELECT floor(extract(epoch FROM f.starts_at - u.created_at) / 60)::int
                        FROM users u WHERE u.id = f.mentee_id AND u.created_at <= f.starts_at
                         AND NOT EXISTS (
                           SELECT FROM office_sessions e
                            WHERE e.mentee_id = f.mentee_id AND e.status = 'completed'
                              AND (e.starts_at, e.id) < (f.starts_at, f.id))
                         AND NOT EXISTS (
                           SELECT FROM office_sessions e
                            WHERE e.mentee_id = f.mentee_id AND e.status = 'scheduled'
                              AND e.ends_at <= ${over}
                              AND (e.starts_at, e.id) < (f.starts_at, f.id))) END AS wait
          FROM (
            SELECT d.local_date, s.id, s.mentor_id, s.mentee_id, s.starts_at,
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
               OFFSET 0) s) f) facts
     GROUP BY ${groups}`;
}

const countOf = (outcome: string) =>
  Prisma.sql`(count(*) FILTER (WHERE outcome = ${outcome}))::int`;

/** Of completed sessions. */
const digestsOf = (person: Prisma.Sql) =>
  Prisma.sql`coalesce(array_agg(DISTINCT hashtextextended(${person}, 0)) FILTER (WHERE outcome = 'completed'), '{}')`;

/** Days as a table `d`. */
function daysTable(days: readonly LocalDay[]) {
  const dates = days.map(({ date }) => date);
  const starts = days.map(({ startsAt }) => startsAt.toISOString());
  const ends = days.map(({ endsAt }) => endsAt.toISOString());
  return Prisma.sql`unnest(${dates}::date[], ${starts}::timestamptz[], ${ends}::timestamptz[])
                    AS d (local_date, starts_at, ends_at)`;
}
