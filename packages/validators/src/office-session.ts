import { z } from "zod";
import { sessionMinutes } from "./availability.ts";
import { cursor, limit, officeSessionId, userId, version } from "./paging.ts";
import { text } from "./text.ts";

export const bookOfficeSessionInput = z.object({
  mentorId: userId,
  startsAt: z.date(),
  /** The end is never taken from the client: the server adds this to the start. */
  durationMinutes: sessionMinutes,
  topic: text({ min: 3, max: 120 }),
  agenda: text({ max: 2000, multiline: true }).default(""),
});
export type BookOfficeSessionInput = z.infer<typeof bookOfficeSessionInput>;

export const listOfficeSessionsInput = z.object({
  when: z.enum(["upcoming", "past"]).default("upcoming"),
  cursor,
  limit,
});
export type ListOfficeSessionsInput = z.infer<typeof listOfficeSessionsInput>;

export const officeSessionByIdInput = z.object({ id: officeSessionId });
export type OfficeSessionByIdInput = z.infer<typeof officeSessionByIdInput>;

export const cancelOfficeSessionInput = z.object({
  id: officeSessionId,
  version,
  /** Shown to the other party. */
  note: text({ max: 500, multiline: true }).default(""),
});
export type CancelOfficeSessionInput = z.infer<typeof cancelOfficeSessionInput>;
