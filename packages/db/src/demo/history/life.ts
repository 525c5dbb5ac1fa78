import type { Prisma } from "../../index.ts";
import { demoId } from "../demo-id.ts";
import { demoManager } from "../people.ts";
import type { Random } from "../random.ts";
import { DAY, HOUR, type Meeting, MINUTE } from "./meetings.ts";
import { agendas } from "./words.ts";

/** How a session ended, or where it stands. */
export type Fate =
  | "completed"
  | "moved"
  | "menteeCancels"
  | "menteeCancelsLate"
  | "mentorCancels"
  | "mentorCancelsLate"
  | "staffCancels"
  | "declined"
  | "expired"
  | "menteeAbsent"
  | "mentorAbsent"
  | "settledAbsent"
  | "settledCompleted"
  | "disputed"
  | "upcoming"
  | "waiting";

export type Row = Prisma.OfficeSessionCreateManyInput & { id: string; status: string };
export type EventRow = Prisma.AuditEventCreateManyInput & { at: Date };
export type By = "mentee" | "mentor" | "pm";

export interface Life {
  meeting: Meeting;
  row: Row;
  events: EventRow[];
}

export interface Options {
  random: Random;
  /** Midnight UTC. */
  today: Date;
  fate: Fate;
}

/** A session as it was booked or requested. */
export function book(meeting: Meeting, { random, today, fate }: Options): Life {
  const { mentor, mentee, startsAt, endsAt, blockedUntil, topic, joinedAt } = meeting;
  const id = demoId(`history ${mentor.email} ${mentee.email} ${topic} ${startsAt.toISOString()}`);
  const createdAt = bookedAt({ startsAt, joinedAt, today, fate, random });
  const waits = mentor.approvesRequests === true;
  const answerBy = Math.min(createdAt.getTime() + 48 * HOUR, startsAt.getTime() - 4 * HOUR);
  const expiresAt = waits ? new Date(answerBy) : null;
  const row: Row = {
    id,
    mentorId: demoId(mentor.email),
    menteeId: demoId(mentee.email),
    status: waits ? "requested" : "scheduled",
    startsAt,
    endsAt,
    blockedUntil,
    expiresAt,
    topic,
    agenda: random.pick(agendas),
    location: `https://meet.sundial.example/${mentor.email.split("@")[0]}`,
    mentorTimeZone: mentor.timeZone,
    menteeTimeZone: mentee.timeZone,
    createdById: demoId(mentee.email),
    version: 1,
    calendarSequence: 0,
    createdAt,
  };
  const after = {
    mentorId: row.mentorId,
    menteeId: row.menteeId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    status: row.status,
  };
  const signedIn = {
    ...personOf(meeting, "mentee"),
    action: "account.signedIn",
    targetType: "user",
  };
  const signIn = {
    ...signedIn,
    at: new Date(createdAt.getTime() - random.between(2, 25) * MINUTE),
    targetId: row.menteeId,
  };
  const action = waits ? "officeSession.requested" : "officeSession.booked";
  const booked = { ...eventOf(meeting, row, "mentee"), at: createdAt, action, after };
  return { meeting, row, events: [signIn, booked] };
}

interface Booking {
  startsAt: Date;
  joinedAt: Date;
  today: Date;
  fate: Fate;
  random: Random;
}

/** A few days before the start, in time for an answer, after they joined, and before today. */
function bookedAt({ startsAt, joinedAt, today, fate, random }: Booking): Date {
  // Requests that wait were made in the last days, at whatever hour the seed runs.
  if (fate === "waiting") return new Date(today.getTime() - random.pick([20, 15, 9, 4, 1]) * HOUR);
  const wished = startsAt.getTime() - random.between(5, 11) * DAY - random.between(0, 9) * HOUR;
  const earliest = joinedAt.getTime() + HOUR;
  const latest = Math.min(today.getTime() - 3 * DAY, startsAt.getTime() - 4 * HOUR);
  return new Date(Math.min(Math.max(wished, earliest), Math.max(latest, earliest)));
}

export function idOf({ mentor, mentee }: Meeting, by: By): string {
  return demoId({ mentor, mentee, pm: demoManager }[by].email);
}

function personOf(meeting: Meeting, by: By) {
  return { actorKind: "user" as const, actorId: idOf(meeting, by), actorRole: by };
}

/** Who did it, signed in on their own page, or nobody. */
export function eventOf(meeting: Meeting, row: Row, by: By | null) {
  const about = { targetType: "officeSession", targetId: row.id };
  if (by === null) return { ...about, actorKind: "system" as const };
  const credentialId = demoId(`${idOf(meeting, by)} session`);
  return { ...about, ...personOf(meeting, by), credential: "session" as const, credentialId };
}
