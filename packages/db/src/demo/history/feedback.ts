import type { Prisma } from "../../index.ts";
import { demoId } from "../demo-id.ts";
import type { Random } from "../random.ts";
import type { EventRow, Life } from "./life.ts";
import { DAY, HOUR } from "./meetings.ts";
import { historyMentors } from "./mentors.ts";
import { forStaff, ofMentees, ofMentors } from "./words.ts";

type FeedbackRow = Prisma.FeedbackCreateManyInput & { createdAt: Date; visibleAt: Date };

/** What the two said of a session that took place, by `today`, with the events. */
export function feedbackAfter(life: Life, { random, today }: { random: Random; today: Date }) {
  const { row, meeting } = life;
  const rows: FeedbackRow[] = [];
  const events: EventRow[] = [];
  if (row.status !== "completed") return { rows, events };
  for (const party of ["mentee", "mentor"] as const) {
    if (!random.chance(party === "mentee" ? 0.65 : 0.55)) continue;
    const rating = random.pick(party === "mentee" ? [5, 5, 5, 4, 4, 4, 3, 2] : [5, 5, 4, 4, 3]);
    const sentAt = new Date(meeting.endsAt.getTime() + random.between(25, 90) * HOUR);
    const comment = random.pick((party === "mentee" ? ofMentors : ofMentees)[rating] ?? [""]);
    const isForStaff = party === "mentee" && random.chance(0.06);
    if (sentAt.getTime() > today.getTime()) continue;
    rows.push({
      id: demoId(`${row.id} feedback ${party}`),
      officeSessionId: row.id,
      party,
      authorId: party === "mentor" ? row.mentorId : row.menteeId,
      aboutId: party === "mentor" ? row.menteeId : row.mentorId,
      rating,
      comment,
      forStaff: isForStaff ? random.pick(forStaff) : "",
      visibleAt: new Date(meeting.endsAt.getTime() + 7 * DAY),
      createdAt: sentAt,
    });
  }
  reveal(rows, today);
  // The other mentors get no news while somebody tries the program out.
  const isNews = rows.some(({ announcedAt }) => announcedAt == null);
  if (isNews && !historyMentors.includes(meeting.mentor)) return { rows: [], events };
  for (const { id, authorId, party, createdAt } of rows) {
    events.push({
      at: createdAt,
      actorKind: "user",
      actorId: authorId,
      actorRole: party,
      credential: "session",
      credentialId: demoId(`${authorId} session`),
      action: "feedback.sent",
      targetType: "feedback",
      targetId: id ?? "",
      after: { officeSessionId: row.id },
    });
  }
  const [first] = rows;
  if (first?.announcedAt != null) {
    events.push({
      at: new Date(first.announcedAt),
      actorKind: "system",
      action: "feedback.revealed",
      targetType: "officeSession",
      targetId: row.id,
      after: { parties: rows.map(({ party }) => party).sort() },
    });
  }
  return { rows, events };
}

/** Both read it when both have sent it, or when the time for it is over. */
function reveal(rows: FeedbackRow[], today: Date) {
  const last = rows.length === 2 ? rows.map(({ createdAt }) => createdAt.getTime()) : [];
  for (const row of rows) {
    if (last.length > 0) row.visibleAt = new Date(Math.max(...last));
    if (row.visibleAt.getTime() <= today.getTime()) row.announcedAt = row.visibleAt;
  }
}
