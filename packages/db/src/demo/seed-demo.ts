import type { Db, DbTransaction } from "../index.ts";
import { demoId } from "./demo-id.ts";
import { feedbackOf } from "./feedback.ts";
import { midnightOf } from "./history/meetings.ts";
import { historyMentors } from "./history/mentors.ts";
import { seedHistory } from "./history/seed-history.ts";
import { startOf } from "./local-time.ts";
import { offeredDays } from "./offered.ts";
import { demoAdmin, demoManager, demoMentees, demoMentors } from "./people.ts";
import { seedAccount, seedMentee, seedMentor } from "./seed-people.ts";
import { type DemoSession, demoSessions } from "./sessions.ts";

/** A request waits for two days. */
const ANSWER_WITHIN = 48 * 3_600_000;
const DAY = 24 * 3_600_000;

/** A rating is shown when so many people gave one. */
const RATERS_MIN = 5;

/**
 * Writes the demo program: 1 admin, 1 program manager, 12 mentors, 60 mentees, of whom one mentor is
 * inactive and one mentee suspended, and half a year of sessions up to the day of `now`. Existing
 * rows stay as they are, so a second run adds nothing. Returns how many people and sessions it
 * added.
 */
export async function seedDemo(db: Db, now: Date) {
  return db.$transaction(
    async (tx) => {
      const before = await countAll(tx);
      const since = { today: midnightOf(now) };
      await seedAccount(tx, demoAdmin, { role: "admin", ...since });
      await seedAccount(tx, demoManager, { role: "pm", ...since });
      for (const mentor of demoMentors) await seedMentor(tx, mentor, since);
      for (const mentee of demoMentees) await seedMentee(tx, mentee, since);
      for (const session of demoSessions) {
        for (const each of occurrencesOf(session)) await seedSession(tx, each, now);
      }
      await seedHistory(tx, now);
      await seedRatings(tx, now);
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
      createdAt: session.requested ? now : bookedAt(startsAt, now),
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

/** Six days before the start, and not later than yesterday. */
function bookedAt(startsAt: Date, now: Date): Date {
  return new Date(Math.min(startsAt.getTime() - 6 * DAY, midnightOf(now).getTime() - DAY));
}

/** What everyone sees of the mentors whom enough people have rated, as counted every Monday. */
async function seedRatings(tx: DbTransaction, now: Date) {
  const monday = startOf({ weeks: 0, weekday: 1, minute: 0 }, "UTC", now);
  await tx.$executeRaw`
    INSERT INTO mentor_ratings (mentor_id, ratings, people, average, counted_at)
    SELECT s.mentor_id, count(*), count(DISTINCT s.mentee_id),
           CASE WHEN count(DISTINCT s.mentee_id) >= ${RATERS_MIN} THEN round(avg(f.rating), 1)::float END,
           ${monday}
      FROM feedback f JOIN office_sessions s ON s.id = f.office_session_id
     WHERE f.party = 'mentee' AND f.visible_at <= ${monday} AND s.status = 'completed'
     GROUP BY s.mentor_id
        ON CONFLICT DO NOTHING`;
}

/** What the hours of past weeks offered, for the dashboard. */
async function seedOffered(tx: DbTransaction, now: Date) {
  const data = [...demoMentors, ...historyMentors].flatMap((mentor) =>
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
