import type { Db } from "@sundial/db";
import { createMentee } from "@sundial/db/factories";
import type { callers } from "./callers.ts";
import { bookedSession } from "./office-sessions.ts";

/** The calls of mutationCalls about notes, action items and goals. */
export function followUpCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  const item = { text: "Read the plan", owner: "mentee" as const, dueOn: null };
  const goal = {
    title: "Lead a design review",
    targetOn: null,
    milestones: [{ text: "Watch one" }],
  };

  async function withItem() {
    const { mentee: by, session } = await bookedSession(db, as);
    const call = { officeSessionId: session.id, ...item };
    const { id, version } = await (await as(by)).actionItem.add(call);
    return { by, id, version };
  }

  async function withGoal() {
    const by = await createMentee(db);
    const { id, version, milestones } = await (await as(by)).goal.add(goal);
    return { by, id, version, milestone: milestones[0]?.id ?? "" };
  }

  return {
    "sessionNote.write": async () => {
      const { mentor: by, session } = await bookedSession(db, as);
      const place = { officeSessionId: session.id, visibility: "shared" as const };
      return { by, input: { ...place, base: "", text: "We looked at indexes." } };
    },
    "actionItem.add": async () => {
      const { mentor: by, session } = await bookedSession(db, as);
      return { by, input: { officeSessionId: session.id, ...item } };
    },
    "actionItem.edit": async () => {
      const { by, id, version } = await withItem();
      return { by, input: { id, version, ...item, dueOn: "2027-04-01" } };
    },
    "actionItem.tick": async () => {
      const { by, id } = await withItem();
      return { by, input: { id, done: true } };
    },
    "actionItem.remove": async () => {
      const { by, id } = await withItem();
      return { by, input: { id } };
    },
    "goal.add": async () => ({ by: await createMentee(db), input: goal }),
    "goal.edit": async () => {
      const { by, id, version } = await withGoal();
      return { by, input: { id, version, ...goal, title: "Lead two design reviews" } };
    },
    "goal.settle": async () => {
      const { by, id } = await withGoal();
      return { by, input: { id, status: "achieved" as const } };
    },
    "goal.tickMilestone": async () => {
      const { by, milestone } = await withGoal();
      return { by, input: { id: milestone, done: true } };
    },
    "goal.remove": async () => {
      const { by, id } = await withGoal();
      return { by, input: { id } };
    },
  };
}
