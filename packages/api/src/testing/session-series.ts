import type { Db } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { DAY } from "@sundial/validators/durations";
import { type Caller, type callers, NOW } from "./callers.ts";
import { MONDAY_10, minutesAfter } from "./office-sessions.ts";

/** Mondays at ten, from the first one on. */
export const mondays = (count: number, first = MONDAY_10) =>
  Array.from({ length: count }, (_, week) => new Date(first.getTime() + week * 7 * DAY));

type Person = Awaited<ReturnType<typeof createUser>>;

interface PeopleWhoMet {
  mentor: Person;
  mentee: Person;
  pm: Person;
  byMentor: Caller;
  byMentee: Caller;
  byStaff: Caller;
}

/** A mentor and a mentee who have met, and a program manager. */
export async function peopleWhoMet(
  db: Db,
  as: ReturnType<typeof callers>["as"],
  options: Parameters<typeof createMentor>[1] = {},
): Promise<PeopleWhoMet> {
  const [mentor, mentee] = [await createMentor(db, options), await createMentee(db)];
  const startsAt = minutesAfter(NOW, -7 * 1440);
  const endsAt = minutesAfter(startsAt, 30);
  await db.officeSession.create({
    data: {
      mentorId: mentor.id,
      menteeId: mentee.id,
      status: "completed",
      startsAt,
      endsAt,
      blockedUntil: endsAt,
      topic: "Getting to know each other",
      mentorTimeZone: "UTC",
      menteeTimeZone: "UTC",
      createdById: mentee.id,
    },
  });
  const pm = await createUser(db, { role: "pm" });
  return {
    mentor,
    mentee,
    pm,
    byMentor: await as(mentor),
    byMentee: await as(mentee),
    byStaff: await as(pm),
  };
}

/** What a series needs beside its people and times. */
export const SERIES = { durationMinutes: 60, topic: "Working on a talk" };
