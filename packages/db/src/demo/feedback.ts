import type { DemoSession } from "./sessions.ts";

const DAY = 24 * 3_600_000;

interface Held {
  id: string;
  mentorId: string;
  menteeId: string;
  endsAt: Date;
  now: Date;
  demoId: (name: string) => string;
}

/** The feedback of a session as the product would have stored it by now. */
export function feedbackOf({ feedback = {} }: DemoSession, held: Held) {
  const { id, mentorId, menteeId, endsAt, now, demoId } = held;
  const isBoth = feedback.mentor !== undefined && feedback.mentee !== undefined;
  const after = (days: number) => new Date(endsAt.getTime() + days * DAY);
  const visibleAt = after(isBoth ? 2 : 7);
  return (["mentor", "mentee"] as const).flatMap((party) => {
    const given = feedback[party];
    if (given === undefined) return [];
    return {
      id: demoId(`${id} feedback ${party}`),
      party,
      authorId: party === "mentor" ? mentorId : menteeId,
      aboutId: party === "mentor" ? menteeId : mentorId,
      ...given,
      visibleAt,
      announcedAt: visibleAt <= now ? visibleAt : null,
      createdAt: after(party === "mentee" ? 1 : 2),
    };
  });
}
