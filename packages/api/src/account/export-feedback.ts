import type { Db } from "@sundial/db";

/**
 * What they wrote, what the others of their sessions may have told them, their average, what they
 * reported, messages of staff from or to them, and what they objected to. Not what others reported
 * about them.
 */
export async function readFeedbackOf(db: Db, userId: string, now: Date) {
  const [feedback, received, rating, reports, nudges, objections] = await Promise.all([
    db.feedback.findMany({
      where: { authorId: userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      omit: { announcedAt: true },
    }),
    db.feedback.findMany({
      where: { aboutId: userId, visibleAt: { lte: now } },
      orderBy: [{ visibleAt: "asc" }, { id: "asc" }],
      select: { officeSessionId: true, party: true, rating: true, comment: true },
    }),
    db.mentorRating.findUnique({ where: { mentorId: userId }, omit: { mentorId: true } }),
    db.misuseReport.findMany({
      where: { reporterId: userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { about: true, reason: true, words: true, createdAt: true, decidedAt: true },
    }),
    db.nudge.findMany({
      where: { OR: [{ personId: userId }, { sentById: userId }] },
      orderBy: [{ sentAt: "asc" }, { id: "asc" }],
      select: { sentById: true, reason: true, text: true, sentAt: true },
    }),
    db.reliabilityObjection.findMany({
      where: { personId: userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      omit: { personId: true, decidedById: true },
    }),
  ]);
  return {
    feedback,
    feedbackReceived: received,
    rating,
    misuseReports: reports,
    nudges: nudges.map(({ sentById, ...nudge }) => ({ ...nudge, byYou: sentById === userId })),
    reliabilityObjections: objections,
  };
}
