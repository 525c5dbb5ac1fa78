import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { Db, DbTransaction, Role } from "../index.ts";
import { demoRating, feedbackOf } from "./feedback.ts";
import { offeredDays } from "./offered.ts";
import {
  DEMO_PASSWORD_HASH,
  type DemoAccount,
  type DemoMentee,
  type DemoMentor,
  demoAdmin,
  demoManager,
  demoMentees,
  demoMentors,
} from "./people.ts";
import { type DemoSession, demoSessions } from "./sessions.ts";

/** A request waits for two days. */
const ANSWER_WITHIN = 48 * 3_600_000;
const DAY = 24 * 3_600_000;

/**
 * Writes the demo program: 1 admin, 1 program manager, 5 mentors, 5 mentees, one inactive mentor
 * and one suspended mentee, past and upcoming sessions. Existing rows stay as they are, so a second
 * run adds nothing. Times are relative to the week of `now`. Returns how many people and sessions
 * it added.
 */
export async function seedDemo(db: Db, now: Date) {
  return db.$transaction(
    async (tx) => {
      const before = await countAll(tx);
      await account(tx, demoAdmin, { role: "admin", now });
      await account(tx, demoManager, { role: "pm", now });
      for (const mentor of demoMentors) await seedMentor(tx, mentor, now);
      for (const mentee of demoMentees) await seedMentee(tx, mentee, now);
      for (const session of demoSessions) {
        for (const each of occurrencesOf(session)) await seedSession(tx, each, now);
      }
      await seedRating(tx, now);
      await seedOffered(tx, now);
      await seedMisuseReport(tx, now);
      const after = await countAll(tx);
      return { people: after.people - before.people, sessions: after.sessions - before.sessions };
    },
    { timeout: 30_000 },
  );
}

async function countAll(tx: DbTransaction) {
  return { people: await tx.user.count(), sessions: await tx.officeSession.count() };
}

export function seedReport({ people, sessions }: { people: number; sessions: number }) {
  return people + sessions === 0
    ? "the demo program was there already; nothing was added"
    : `added the demo program: ${people} people and ${sessions} sessions`;
}

/** The same name always produces the same id. */
function demoId(name: string): string {
  const hex = createHash("sha256").update(`sundial demo ${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function account(
  tx: DbTransaction,
  { email, name, timeZone, status }: DemoAccount,
  { role, now }: { role: Role; now: Date },
) {
  const id = demoId(email);
  const state = status && {
    status: status.is,
    statusReason: status.reason,
    statusChangedAt: now,
  };
  await tx.user.upsert({
    where: { id },
    update: {},
    create: { id, email, name, timeZone, role, emailVerified: true, ...state },
  });
  await tx.account.upsert({
    where: { providerId_accountId: { providerId: "credential", accountId: id } },
    update: {},
    create: {
      id: demoId(`${email} credential`),
      userId: id,
      providerId: "credential",
      accountId: id,
      password: DEMO_PASSWORD_HASH,
    },
  });
  return id;
}

async function seedMentor(tx: DbTransaction, mentor: DemoMentor, now: Date) {
  const userId = await account(tx, mentor, { role: "mentor", now });
  const { headline, bio, languages, durations, gapMinutes, approvesRequests = false } = mentor;
  await tx.mentorProfile.upsert({
    where: { userId },
    update: {},
    create: {
      userId,
      headline,
      bio,
      languages,
      durations,
      gapMinutes,
      autoAccept: !approvesRequests,
      location: `https://meet.sundial.example/${mentor.email.split("@")[0]}`,
      expertise: {
        create: mentor.expertise.map((label) => ({
          id: demoId(`${mentor.email} ${label}`),
          label,
          slug: label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
        })),
      },
      schedules: {
        create: {
          id: demoId(`${mentor.email} schedule`),
          timeZone: mentor.timeZone,
          rules: {
            create: mentor.hours.flatMap(({ weekdays, startMinute, endMinute }) =>
              weekdays.map((weekday) => ({
                id: demoId(`${mentor.email} ${weekday} ${startMinute}`),
                weekday,
                startMinute,
                endMinute,
              })),
            ),
          },
        },
      },
    },
  });
}

async function seedMentee(tx: DbTransaction, mentee: DemoMentee, now: Date) {
  const userId = await account(tx, mentee, { role: "mentee", now });
  const { email: _, name: __, timeZone: ___, status: ____, ...profile } = mentee;
  await tx.menteeProfile.upsert({
    where: { userId },
    update: {},
    create: { userId, ...profile },
  });
}

interface DemoOccurrence extends DemoSession {
  /** Its place in the series. */
  number?: number;
}

/** A series as its sessions; the first one has the id of a session that is booked alone. */
function occurrencesOf(session: DemoSession): DemoOccurrence[] {
  const { series, weeks } = session;
  if (series === undefined) return [session];
  return Array.from({ length: series }, (_, index) => ({
    ...session,
    weeks: weeks + index,
    number: index + 1,
  }));
}

async function seedSession(tx: DbTransaction, session: DemoOccurrence, now: Date) {
  const mentor = demoMentors.find(({ email }) => email.startsWith(`${session.mentor}@`));
  const mentee = demoMentees.find(({ email }) => email.startsWith(`${session.mentee}@`));
  if (mentor === undefined || mentee === undefined)
    throw new Error(`No one to hold ${session.topic}`);
  const { number = 1, series } = session;
  const id = demoId(`session ${session.topic}${number === 1 ? "" : ` ${number}`}`);
  if ((await tx.officeSession.count({ where: { id } })) > 0) return;

  const startsAt = startOf(session, mentor.timeZone, now);
  const endsAt = new Date(startsAt.getTime() + session.minutes * 60_000);
  const blockedUntil = new Date(endsAt.getTime() + mentor.gapMinutes * 60_000);
  const mentorId = demoId(mentor.email);
  const menteeId = demoId(mentee.email);
  const past = session.weeks < 0;
  const expiresAt = session.requested ? new Date(now.getTime() + ANSWER_WITHIN) : null;
  await tx.officeSession.create({
    data: {
      id,
      mentorId,
      menteeId,
      startsAt,
      endsAt,
      blockedUntil,
      status: past ? "completed" : session.requested ? "requested" : "scheduled",
      expiresAt,
      topic: session.topic,
      location: `https://meet.sundial.example/${session.mentor}`,
      mentorTimeZone: mentor.timeZone,
      menteeTimeZone: mentee.timeZone,
      createdById: series === undefined ? menteeId : mentorId,
      seriesId: series === undefined ? null : demoId(`series ${session.topic}`),
      seriesNumber: series === undefined ? null : number,
      seriesSize: series ?? null,
      notes: {
        create: (session.notes ?? []).map(({ by, text }, position) => ({
          id: demoId(`${id} note ${position}`),
          authorId: by === "mentor" ? mentorId : menteeId,
          visibility: "shared",
          position,
          body: text,
        })),
      },
      items: {
        create: (session.items ?? []).map(({ owner, text, dueInDays, done }) => ({
          id: demoId(`${id} ${text}`),
          mentorId,
          menteeId,
          owner,
          text,
          dueOn: new Date(endsAt.getTime() + dueInDays * DAY),
          doneAt: done ? new Date(endsAt.getTime() + 2 * DAY) : null,
          authorId: mentorId,
          createdAt: endsAt,
        })),
      },
      notifications: past
        ? {}
        : {
            create: {
              id: demoId(`${id} told`),
              userId: mentorId,
              kind: session.requested ? "session.requested" : "session.booked",
              dedupeKey: `demo ${id}`,
              actorId: menteeId,
              inApp: true,
              createdAt: now,
            },
          },
      feedback: { create: feedbackOf(session, { id, mentorId, menteeId, endsAt, now, demoId }) },
      claims: past
        ? {}
        : {
            create: [
              {
                id: demoId(`${id} mentor`),
                userId: mentorId,
                startsAt,
                endsAt: blockedUntil,
                expiresAt,
              },
              { id: demoId(`${id} mentee`), userId: menteeId, startsAt, endsAt, expiresAt },
            ],
          },
    },
  });
}

/** What everyone sees of the one mentor whom enough people have rated. */
async function seedRating(tx: DbTransaction, now: Date) {
  const { mentor, ...counted } = demoRating;
  const mentorId = demoId(`${mentor}@sundial.example`);
  await tx.mentorRating.upsert({
    where: { mentorId },
    update: {},
    create: { mentorId, countedAt: now, ...counted },
  });
}

/** What the hours of past weeks offered, for the dashboard. */
async function seedOffered(tx: DbTransaction, now: Date) {
  const data = demoMentors.flatMap((mentor) =>
    offeredDays(mentor, now).map((day) => ({ mentorId: demoId(mentor.email), ...day })),
  );
  await tx.offeredMinutes.createMany({ data, skipDuplicates: true });
}

/** One that nobody has decided yet. */
async function seedMisuseReport(tx: DbTransaction, now: Date) {
  const id = demoId("report of misuse");
  await tx.misuseReport.upsert({
    where: { id },
    update: {},
    create: {
      id,
      reporterId: demoId("grace@sundial.example"),
      reportedId: demoId("viktor@sundial.example"),
      about: "person",
      reason: "spam",
      words: "He wrote to me again to sell a course, after I had asked him to stop.",
      createdAt: new Date(now.getTime() - 2 * DAY),
    },
  });
}

/** The given weekday and minute of the mentor's day, `weeks` away from the week of `now`. */
function startOf(
  { weeks, weekday, minute }: { weeks: number; weekday: number; minute: number },
  timeZone: string,
  now: Date,
): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const start = today
    .subtract({ days: today.dayOfWeek - 1 })
    .add({ days: 7 * weeks + weekday - 1 })
    .toZonedDateTime({
      timeZone,
      plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 },
    });
  return new Date(start.epochMilliseconds);
}
