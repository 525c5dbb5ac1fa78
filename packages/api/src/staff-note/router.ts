import {
  addStaffNoteInput,
  editStaffNoteInput,
  listStaffNotesInput,
  removeStaffNoteInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { addStaffNote, editStaffNote, listStaffNotes, removeStaffNote } from "./service.ts";

export const staffNoteRouter = router({
  /** What staff wrote about one person, newest first. */
  list: permitted("staffNote:read")
    .input(listStaffNotesInput)
    .query(({ ctx, input }) => listStaffNotes(ctx, input)),
  /** Writes a note about a person, for staff. */
  add: permitted("staffNote:write")
    .input(addStaffNoteInput)
    .mutation(({ ctx, input }) => addStaffNote(ctx, input)),
  /** Changes a note of one's own; 409 STALE_VERSION when it changed meanwhile. */
  edit: permitted("staffNote:write")
    .input(editStaffNoteInput)
    .mutation(({ ctx, input }) => editStaffNote(ctx, input)),
  /** Removes a note of one's own, or for admins any note. */
  remove: permitted("staffNote:write")
    .input(removeStaffNoteInput)
    .mutation(({ ctx, input }) => removeStaffNote(ctx, input)),
});
