import type { Db, Prisma } from "@sundial/db";
import { toLocalDate } from "../booking-facts/stored-availability.ts";
import type { Actor } from "../context.ts";
import { readersOf } from "../profile-field/reader.ts";
import {
  menteeFieldsSelect,
  mentorFieldsSelect,
  shownMentee,
  shownMentor,
} from "../profile-field/shown.ts";
import { hasStatus } from "../session-state/status-where.ts";

/** How many earlier sessions, and open action items, a brief has. */
const SHOWN = 3;
const ITEMS_SHOWN = 5;
/** A longer text is on the page of its session. */
const NOTES_SHOWN = 600;

interface Briefed {
  id: string;
  mentorId: string;
  menteeId: string;
  startsAt: Date;
}

interface Reading {
  actor: Pick<Actor, "id" | "role">;
  now: Date;
}

/** The profiles of the two people of a session as this reader sees them; null when one has none. */
export async function loadProfiles(
  db: Db,
  { mentorId, menteeId }: Pick<Briefed, "mentorId" | "menteeId">,
  reading: Reading,
) {
  const [readerOf, mentor, mentee] = await Promise.all([
    readersOf(db, [mentorId, menteeId], reading),
    db.mentorProfile.findUnique({ where: { userId: mentorId }, select: mentorFieldsSelect }),
    db.menteeProfile.findUnique({ where: { userId: menteeId }, select: menteeFieldsSelect }),
  ]);
  return {
    mentor: mentor && shownMentor(mentor, readerOf(mentorId)),
    mentee: mentee && shownMentee(mentee, readerOf(menteeId)),
  };
}

/**
 * What the two people of a session have behind them: how many earlier sessions took place and how
 * many action items are open, with the latest session.
 */
export async function loadHistory(db: Db, session: Briefed, now: Date) {
  const [sessionCount, itemCount, last] = await Promise.all([
    db.officeSession.count({ where: earlierThan(session, now) }),
    db.actionItem.count({ where: openItems(session) }),
    db.officeSession.findFirst({
      where: earlierThan(session, now),
      orderBy: [{ startsAt: "desc" }, { id: "desc" }],
      select: { startsAt: true, topic: true },
    }),
  ]);
  return { sessionCount, itemCount, last };
}

/**
 * The same with the latest few: earlier sessions with the beginning of their shared notes, and open
 * action items. Private notes are never read.
 */
export async function loadHistoryInFull(db: Db, session: Briefed, now: Date) {
  const [{ sessionCount, itemCount }, sessions, items] = await Promise.all([
    loadHistory(db, session, now),
    db.officeSession.findMany({
      where: earlierThan(session, now),
      orderBy: [{ startsAt: "desc" }, { id: "desc" }],
      take: SHOWN,
      select: { id: true, startsAt: true, topic: true },
    }),
    db.actionItem.findMany({
      where: openItems(session),
      orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: ITEMS_SHOWN,
      select: { id: true, officeSessionId: true, owner: true, text: true, dueOn: true },
    }),
  ]);
  const notes = await loadSharedNotes(
    db,
    sessions.map(({ id }) => id),
  );
  return {
    sessionCount,
    sessions: sessions.map((each) => {
      const text = notes.get(each.id) ?? "";
      return {
        ...each,
        sharedNotes: text.slice(0, NOTES_SHOWN),
        hasMoreNotes: text.length > NOTES_SHOWN,
      };
    }),
    itemCount,
    items: items.map(({ dueOn, ...item }) => ({ ...item, dueOn: dueOn && toLocalDate(dueOn) })),
  };
}

async function loadSharedNotes(db: Db, officeSessionIds: string[]) {
  const lines = await db.sessionNote.findMany({
    where: { officeSessionId: { in: officeSessionIds }, visibility: "shared" },
    orderBy: [{ officeSessionId: "asc" }, { position: "asc" }],
    select: { officeSessionId: true, body: true },
  });
  const texts = new Map<string, string>();
  for (const { officeSessionId: id, body } of lines) {
    const before = texts.get(id);
    texts.set(id, before === undefined ? body : `${before}\n${body}`);
  }
  return texts;
}

const earlierThan = (
  { mentorId, menteeId, startsAt }: Briefed,
  now: Date,
): Prisma.OfficeSessionWhereInput => ({
  AND: [{ mentorId, menteeId, startsAt: { lt: startsAt } }, hasStatus(["completed"], now)],
});

const openItems = ({ mentorId, menteeId }: Briefed) =>
  ({ mentorId, menteeId, doneAt: null }) satisfies Prisma.ActionItemWhereInput;
