import type { Db } from "@sundial/db";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { DAY } from "@sundial/validators/durations";
import { NOW } from "./callers.ts";

/** A mentee who has had no session for this many days. */
export async function waitingMentee(db: Db, days = 22) {
  const mentee = await createMentee(db);
  const since = new Date(NOW.getTime() - days * DAY);
  await db.menteeWait.update({ where: { userId: mentee.id }, data: { since } });
  return mentee;
}

/** The calls of mutationCalls by which staff help those who are stuck. */
export function stuckCalls(db: Db) {
  return {
    "stuck.nudge": async () => {
      const { id } = await waitingMentee(db);
      const by = await createUser(db, { role: "pm" });
      const text = "Shall we look for a mentor together?";
      return { by, input: { personId: id, reason: "waiting" as const, text } };
    },
    "availability.pause": async () => {
      const { id } = await createMentor(db);
      const by = await createUser(db, { role: "pm" });
      return { by, input: { mentorId: id, until: null, reason: "Requests expire." } };
    },
  };
}
