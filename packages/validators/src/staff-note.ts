import { z } from "zod";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit, userId, version } from "./paging.ts";
import { text } from "./text.ts";

const body = text({ min: 1, max: 4000, multiline: true });

/** What staff wrote about one person. */
export const listStaffNotesInput = z.strictObject({ aboutId: userId, cursor, limit, direction });
export type ListStaffNotesInput = z.infer<typeof listStaffNotesInput>;

export const addStaffNoteInput = z.object({ aboutId: userId, body, idempotencyKey });
export type AddStaffNoteInput = z.infer<typeof addStaffNoteInput>;

export const editStaffNoteInput = z.object({ id: z.uuid(), version, body });
export type EditStaffNoteInput = z.infer<typeof editStaffNoteInput>;

export const removeStaffNoteInput = z.object({ id: z.uuid() });
export type RemoveStaffNoteInput = z.infer<typeof removeStaffNoteInput>;
