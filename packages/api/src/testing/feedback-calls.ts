import type { Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import type { callers } from "./callers.ts";
import { completedSession } from "./office-sessions.ts";

/** The calls of mutationCalls about feedback and reports of misuse. */
export function feedbackCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  const report = { reason: "spam" as const, words: "They advertise a course each time." };

  return {
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
