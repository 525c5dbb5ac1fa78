import type { DbTransaction } from "../../index.ts";
import { demoId } from "../demo-id.ts";
import { demoMentors } from "../people.ts";
import { accountOf, credentialOf, menteeProfileOf, seedMentor } from "../seed-people.ts";
import type { EventRow } from "./life.ts";
import { inOrder, makeHistory } from "./make-history.ts";
import { DAY, joinedAt, midnightOf, PROGRAM_DAYS, type Taken } from "./meetings.ts";
import { historyMentees } from "./mentees.ts";
import { historyMentors } from "./mentors.ts";
import { eventsOfSessions, findSessions } from "./told-sessions.ts";

/** Rows in one statement. */
const BATCH = 500;

/**
 * Writes half a year of the program up to the day of `now`: 6 mentors, 54 mentees, their sessions
 * with those of the demo's mentors, what they said afterwards, and the audit log of all of it. Adds
 * nothing when it is there already.
 */
export async function seedHistory(tx: DbTransaction, now: Date) {
  const ids = historyMentees.map(({ email }) => demoId(email));
  if ((await tx.user.count({ where: { id: { in: ids } } })) > 0) return;
  const found = await findSessions(tx);
  const taken = demoMentors.map(({ email }): [string, Taken[]] => [
    email,
    found
      .filter(({ mentorId }) => mentorId === demoId(email))
      .map(({ startsAt, blockedUntil }) => ({
        from: startsAt.getTime(),
        until: blockedUntil.getTime(),
      })),
  ]);
  const made = makeHistory(now, new Map(taken));
  const events = inOrder([...(await eventsOfSessions(tx, found)), ...made.events]);
  await seedPeople(tx, made.events, midnightOf(now));
  await inBatches(made.sessions, (data) => tx.officeSession.createMany({ data }));
  await inBatches(made.claims, (data) => tx.timeClaim.createMany({ data }));
  await inBatches(made.feedback, (data) => tx.feedback.createMany({ data }));
  await tx.invitation.createMany({ data: made.invitations, skipDuplicates: true });
  await inBatches(events, (data) => tx.auditEvent.createMany({ data }));
  await seedReports(tx);
}

/** What the two people of an open dispute reported, and since when they contradict each other. */
async function seedReports(tx: DbTransaction) {
  await tx.$executeRaw`
    INSERT INTO no_show_reports (office_session_id, author_id, words, created_at)
    SELECT s.id, e.actor_id,
           CASE WHEN e.actor_id = s.mentor_id THEN 'I waited for twenty minutes, and nobody came.'
                ELSE 'I was there on time, in an empty room.' END, e.at
      FROM office_sessions s
      JOIN events e ON e.target_id = s.id::text AND e.action = 'officeSession.noShowReported'
     WHERE s.disputed AND e.actor_id IN (s.mentor_id, s.mentee_id)
        ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE office_sessions s SET disputed_at = r.at
      FROM (SELECT office_session_id, max(created_at) AS at FROM no_show_reports GROUP BY 1) r
     WHERE s.id = r.office_session_id AND s.disputed AND s.disputed_at IS NULL`;
}

/** Mentors one by one, mentees all at once. */
async function seedPeople(tx: DbTransaction, events: EventRow[], today: Date) {
  for (const [place, mentor] of historyMentors.entries()) {
    const joined = new Date(today.getTime() - (PROGRAM_DAYS - 1 - place) * DAY);
    await seedMentor(tx, mentor, { today, joinedAt: joined });
  }
  const lastLogins = new Map(
    events
      .filter(({ action }) => action === "account.signedIn")
      .map(({ actorId, at }) => [actorId, at]),
  );
  await tx.user.createMany({
    data: historyMentees.map((mentee, place) => {
      const joined = joinedAt(place, today);
      const lastLoginAt = lastLogins.get(demoId(mentee.email)) ?? joined;
      return accountOf(mentee, { role: "mentee", today, joinedAt: joined, lastLoginAt });
    }),
  });
  await tx.account.createMany({ data: historyMentees.map(credentialOf) });
  await tx.menteeProfile.createMany({ data: historyMentees.map(menteeProfileOf) });
}

async function inBatches<Row>(rows: Row[], write: (batch: Row[]) => Promise<unknown>) {
  for (let from = 0; from < rows.length; from += BATCH) await write(rows.slice(from, from + BATCH));
}
