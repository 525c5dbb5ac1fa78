import { z } from "zod";
import { officeSessionId } from "./paging.ts";
import { text } from "./text.ts";

/** The longest text of notes, in characters. */
export const NOTES_MAX = 10_000;

const notes = text({ max: NOTES_MAX, multiline: true }).transform((value) =>
  value.replaceAll("\r\n", "\n"),
);

/** Shared notes are one text of both people; private ones are only for the person who wrote them. */
export const noteVisibility = z.enum(["private", "shared"]);
export type NoteVisibility = z.infer<typeof noteVisibility>;

export const readSessionNoteInput = z.object({ officeSessionId });
export type ReadSessionNoteInput = z.infer<typeof readSessionNoteInput>;

export const writeSessionNoteInput = z.object({
  officeSessionId,
  visibility: noteVisibility,
  /** The text as it was when the writer began. What others wrote since is kept. */
  base: notes,
  text: notes,
});
export type WriteSessionNoteInput = z.infer<typeof writeSessionNoteInput>;
