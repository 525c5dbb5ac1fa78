import { z } from "zod";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit, officeSessionId, userId } from "./paging.ts";
import { text } from "./text.ts";

/** How many days after the end of a session its two people can send feedback. */
export const FEEDBACK_DAYS = 7;

/** An average is shown from this many people on, each with at least one rating. */
export const RATERS_MIN = 5;

/** The longest text, in characters. */
export const FEEDBACK_MAX = 2000;

export const readFeedbackInput = z.object({ officeSessionId });
export type ReadFeedbackInput = z.infer<typeof readFeedbackInput>;

export const sendFeedbackInput = z.object({
  officeSessionId,
  rating: z.int("Choose a rating").min(1, "Choose a rating").max(5, "Choose a rating"),
  /** The other person reads it once it is revealed. */
  comment: text({ max: FEEDBACK_MAX, multiline: true }).default(""),
  /** Only program managers and admins ever read it. */
  forStaff: text({ max: FEEDBACK_MAX, multiline: true }).default(""),
  idempotencyKey,
});
export type SendFeedbackInput = z.infer<typeof sendFeedbackInput>;

/** Feedback that this person wrote, or that others wrote about them, newest first. */
export const listFeedbackInput = z.object({
  userId,
  which: z.enum(["written", "received"]),
  cursor,
  limit,
  direction,
});
export type ListFeedbackInput = z.infer<typeof listFeedbackInput>;
