import { z } from "zod";
import { lapse, objectionStatus } from "./enums.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit, officeSessionId, userId } from "./paging.ts";
import { text } from "./text.ts";

/** How long a lapse counts, from the start of its session. */
export const LAPSE_DAYS = 180;
/** How many lapses make a talk with staff worthwhile. */
export const LAPSES_OF_CONCERN = 3;

/** Nothing counts; something does; or so much that staff may want to talk. */
export const standing = z.enum(["clear", "noted", "concern"]);
export type Standing = z.infer<typeof standing>;

/** Whether a lapse counts; if not, because the two disagree or because an objection was accepted. */
export const lapseState = z.enum(["counts", "disputed", "excused"]);
export type LapseState = z.infer<typeof lapseState>;

export const readReliabilityInput = z.object({ personId: userId });
export type ReadReliabilityInput = z.infer<typeof readReliabilityInput>;

export const objectReliabilityInput = z.object({
  officeSessionId,
  lapse,
  /** Why it shouldn't count. */
  words: text({ min: 10, max: 2000, multiline: true }),
  idempotencyKey,
});
export type ObjectReliabilityInput = z.infer<typeof objectReliabilityInput>;

/** Newest first. */
export const listReliabilityObjectionsInput = z.strictObject({
  /** The open ones, or those that were decided either way. */
  status: z.enum(["open", "decided"]).optional(),
  cursor,
  limit,
  direction,
});
export type ListReliabilityObjectionsInput = z.infer<typeof listReliabilityObjectionsInput>;

export const decideReliabilityInput = z.object({
  id: z.uuid(),
  outcome: objectionStatus.exclude(["open"]),
  /** The person reads it. */
  answer: text({ min: 3, max: 2000, multiline: true }),
});
export type DecideReliabilityInput = z.infer<typeof decideReliabilityInput>;
