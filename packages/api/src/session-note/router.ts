import { readSessionNoteInput, writeSessionNoteInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { readSessionNote, writeSessionNote } from "./service.ts";

export const sessionNoteRouter = router({
  /** A session's shared notes, and the actor's own private ones. */
  read: permitted("sessionNote:read")
    .input(readSessionNoteInput)
    .query(({ ctx, input }) => readSessionNote(ctx, input)),
  /** Writes one of the two texts; what others wrote meanwhile is kept. */
  write: permitted("sessionNote:write")
    .input(writeSessionNoteInput)
    .mutation(({ ctx, input }) => writeSessionNote(ctx, input)),
});
