import type { Db } from "@sundial/db";
import { createMentee, createMentor } from "@sundial/db/factories";
import { MINUTE } from "@sundial/validators/durations";
import { expect } from "vitest";
import type { RouterInputs } from "../index.ts";
import type { callers } from "./callers.ts";

/** A Monday, a week after NOW. */
export const MONDAY_10 = new Date("2027-03-01T10:00:00Z");

export const minutesAfter = (instant: Date, minutes: number) =>
  new Date(instant.getTime() + minutes * MINUTE);

type Booking = RouterInputs["officeSession"]["book"];

/** A booking of an hour with this mentor. */
export function bookingWith(mentor: { id: string }, overrides: Partial<Booking> = {}) {
  return {
    mentorId: mentor.id,
    startsAt: MONDAY_10,
    durationMinutes: 60,
    topic: "Reading a query plan",
    ...overrides,
  };
}

type MentorOptions = Parameters<typeof createMentor>[1];

/** A session of two new people, booked by the mentee; a request if the mentor approves by hand. */
export async function bookedSession(
  db: Db,
  as: ReturnType<typeof callers>["as"],
  { mentor: options, startsAt = MONDAY_10 }: { mentor?: MentorOptions; startsAt?: Date } = {},
) {
  const [mentor, mentee] = [await createMentor(db, options), await createMentee(db)];
  const caller = await as(mentee);
  const session = await caller.officeSession.book(bookingWith(mentor, { startsAt }));
  return { mentor, mentee, session, input: { id: session.id, version: session.version } };
}

/** A session that took place, and the moment after it at which the mentor said so. */
export async function completedSession(
  db: Db,
  as: ReturnType<typeof callers>["as"],
  options: Parameters<typeof bookedSession>[2] = {},
) {
  const { mentor, mentee, session } = await bookedSession(db, as, options);
  const after = minutesAfter(session.endsAt, 5);
  await (await as(mentor, { now: after })).officeSession.complete({
    id: session.id,
    version: session.version,
  });
  return { mentor, mentee, session, after };
}

/**
 * What must hold after any concurrency: nobody is in two places, a session that blocks time has
 * exactly the claims of its two parties, and no other session has any.
 */
export async function expectPromisesKept(db: Db) {
  const overlaps = await db.$queryRaw<unknown[]>`
    SELECT a.id FROM time_claims a JOIN time_claims b
        ON a.user_id = b.user_id AND a.id < b.id
       AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`;
  const wrongClaims = await db.$queryRaw<unknown[]>`
    SELECT s.id, s.status, count(c.id) AS claims
      FROM office_sessions s LEFT JOIN time_claims c ON c.office_session_id = s.id
     GROUP BY s.id
    HAVING count(c.id) <> CASE WHEN s.status IN ('requested', 'scheduled') THEN 2 ELSE 0 END
        OR count(c.id) <> count(c.id) FILTER (
             WHERE c.starts_at = s.starts_at AND c.expires_at IS NOT DISTINCT FROM s.expires_at
               AND c.ends_at = CASE c.user_id WHEN s.mentor_id THEN s.blocked_until ELSE s.ends_at END
               AND c.user_id IN (s.mentor_id, s.mentee_id))`;
  expect({ overlaps, wrongClaims }).toEqual({ overlaps: [], wrongClaims: [] });
}
