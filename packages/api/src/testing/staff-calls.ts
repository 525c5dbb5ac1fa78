import type { Db } from "@sundial/db";
import { createMentee, createUser } from "@sundial/db/factories";
import type { callers } from "./callers.ts";

/** The calls of mutationCalls that staff make in their lists and about people. */
export function staffCalls(db: Db, as: ReturnType<typeof callers>["as"]) {
  const pm = () => createUser(db, { role: "pm" });
  const filter = { page: "people" as const, name: "Mentors", query: "role=mentor" };

  async function withNote() {
    const [by, { id: aboutId }] = [await pm(), await createMentee(db)];
    const { id, version } = await (await as(by)).staffNote.add({ aboutId, body: "On leave" });
    return { by, id, version };
  }

  return {
    "member.changeStatuses": async () => {
      const people = [await createMentee(db), await createMentee(db)];
      const input = {
        people: people.map(({ id, version }) => ({ id, version })),
        status: "inactive" as const,
        reason: "The program's year is over",
      };
      return { by: await createUser(db, { role: "admin" }), input };
    },
    "staffNote.add": async () => {
      const { id: aboutId } = await createMentee(db);
      return { by: await pm(), input: { aboutId, body: "Prefers mornings" } };
    },
    "staffNote.edit": async () => {
      const { by, id, version } = await withNote();
      return { by, input: { id, version, body: "Back in May" } };
    },
    "staffNote.remove": async () => {
      const { by, id } = await withNote();
      return { by, input: { id } };
    },
    "savedFilter.save": async () => ({ by: await pm(), input: filter }),
    "savedFilter.remove": async () => {
      const by = await pm();
      const { id } = await (await as(by)).savedFilter.save(filter);
      return { by, input: { id } };
    },
  };
}
