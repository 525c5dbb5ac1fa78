import type { Db } from "@sundial/db";
import { createMentee, createMentor } from "@sundial/db/factories";
import type { RouterOutputs } from "../index.ts";
import { type Caller, callers } from "./callers.ts";

/** The same hours on each of an edit's seven days. */
export const everyDay = (...windows: { startMinute: number; endMinute: number }[]) =>
  Array.from({ length: 7 }, () => windows);

interface EditedMentor {
  mentor: Awaited<ReturnType<typeof createMentor>>;
  caller: Caller;
  edit: RouterOutputs["availability"]["mine"]["edit"];
}

/** Mentors with their edits, and the starts that others can book with them. */
export function mentors(db: Db) {
  const { as } = callers(db);
  return {
    /** A mentor, a caller for them, and the edit that would change nothing. */
    mentorWith: async (options: Parameters<typeof createMentor>[1] = {}): Promise<EditedMentor> => {
      const mentor = await createMentor(db, options);
      const caller = await as(mentor);
      return { mentor, caller, edit: (await caller.availability.mine()).edit };
    },
    /** The one-hour starts, in UTC, that a mentee in Los Angeles can book. */
    startsOf: async (mentor: { id: string }, [from, to]: [string, string]) => {
      const viewer = await as(await createMentee(db, { timeZone: "America/Los_Angeles" }));
      const { slots } = await viewer.availability.openSlots({
        mentorId: mentor.id,
        from: new Date(from),
        to: new Date(to),
        durationMinutes: 60,
      });
      return slots.map(({ startsAt }) => startsAt.toISOString().slice(5, 16));
    },
  };
}
