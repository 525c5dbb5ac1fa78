import { z } from "zod";
import { instant, instantText } from "./availability.ts";
import { officeSessionStatus } from "./enums.ts";
import { cursor, limit, userId } from "./paging.ts";
import { text } from "./text.ts";

/**
 * What staff look for: disputes, late cancellations, sessions that took place and have no feedback,
 * and requests that have waited for an answer for a day.
 */
export const sessionFlag = z.enum(["disputed", "late", "no_feedback", "unanswered"]);
export type SessionFlag = z.infer<typeof sessionFlag>;

const period = z.strictObject({
  mentorId: userId.optional(),
  menteeId: userId.optional(),
  /** Starts from the first instant (inclusive) to the second (exclusive). */
  from: instant.optional(),
  to: instant.optional(),
});

/** Filters for everyone's sessions; each one left out matches everything. */
export const officeSessionFilter = period.extend({
  status: officeSessionStatus.optional(),
  flag: sessionFlag.optional(),
  /** Part of the topic, or of the name or email address of one of the two people. */
  search: text({ max: 100 }).optional(),
});
export type OfficeSessionFilter = z.infer<typeof officeSessionFilter>;

export const searchOfficeSessionsInput = officeSessionFilter.extend({ cursor, limit });
export type SearchOfficeSessionsInput = z.infer<typeof searchOfficeSessionsInput>;

export const countOfficeSessionsInput = period;
export type CountOfficeSessionsInput = z.infer<typeof countOfficeSessionsInput>;

/** The same filter in a URL. */
export const officeSessionFilterInAddress = officeSessionFilter.extend({
  from: instantText.optional(),
  to: instantText.optional(),
});

export const listDisputesInput = z.strictObject({ cursor, limit });
export type ListDisputesInput = z.infer<typeof listDisputesInput>;

/** How many days after a dispute arose staff should have settled it. */
export const DISPUTE_DAYS = 7;
