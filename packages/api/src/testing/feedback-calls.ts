import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import type { callers } from "./callers.ts";
import { bookedSession, completedSession, minutesAfter } from "./office-sessions.ts";

/** The calls of mutationCalls about feedback, reports of misuse and reliability. */
export function feedbackCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  const report = { reason: "spam" as const, words: "They advertise a course each time." };
  const because = { lapse: "late_cancellation" as const, words: "My train stood still." };

  /** A session that its mentee cancelled an hour before it. */
  async function cancelledLate() {
    const { mentee, session, input } = await bookedSession(db, as);
    const now = minutesAfter(session.startsAt, -60);
    await (await as(mentee, { now })).officeSession.cancel(input);
    return { by: mentee, now, input: { ...because, officeSessionId: session.id } };
  }

  return {
    "reliability.object": cancelledLate,
    "reliability.decide": async () => {
      const { by: mentee, now, input } = await cancelledLate();
      const { id } = await (await as(mentee, { now })).reliability.object(input);
      const by = await createUser(db, { role: "pm" });
      return { by, now, input: { id, outcome: "accepted" as const, answer: "Not your fault." } };
    },
    "feedback.send": async () => {
      const { mentee: by, session, after } = await completedSession(db, as);
      return { by, now: after, input: { officeSessionId: session.id, rating: 4 } };
    },
    "misuseReport.submit": async () => {
      const { mentee: by, mentor } = await completedSession(db, as);
      const target = { about: "person" as const, personId: mentor.id };
      return { by, input: { target, ...report } };
    },
    "misuseReport.decide": async () => {
      const { mentee, mentor } = await completedSession(db, as);
      const target = { about: "person" as const, personId: mentor.id };
      const { id } = await (await as(mentee)).misuseReport.submit({ target, ...report });
      const by = await createUser(db, { role: "pm" });
      return { by, input: { id, outcome: "no_action" as const, decision: "A misunderstanding" } };
    },
  };
}
