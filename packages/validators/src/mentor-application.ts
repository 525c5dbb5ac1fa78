import { z } from "zod";
import { mentorApplicationStatus } from "./enums.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit } from "./paging.ts";
import { mentorProfileFields } from "./profile.ts";
import { text } from "./text.ts";

/** How many applications one person may send within `MENTOR_APPLICATION_DAYS`. */
export const MENTOR_APPLICATIONS_MAX = 3;
export const MENTOR_APPLICATION_DAYS = 30;

export const submitMentorApplicationInput = z.object({
  /** As on a mentor's profile. */
  expertise: mentorProfileFields.shape.expertise,
  /** What they have done. */
  experience: text({ min: 20, max: 2000, multiline: true }),
  /** Why they want to mentor. */
  why: text({ min: 20, max: 1000, multiline: true }),
  idempotencyKey,
});
export type SubmitMentorApplicationInput = z.infer<typeof submitMentorApplicationInput>;

const byId = z.object({ id: z.uuid() });

export const mentorApplicationByIdInput = byId;
export type MentorApplicationByIdInput = z.infer<typeof mentorApplicationByIdInput>;

export const withdrawMentorApplicationInput = byId;
export type WithdrawMentorApplicationInput = z.infer<typeof withdrawMentorApplicationInput>;

/** Newest first. */
export const listMentorApplicationsInput = z.strictObject({
  status: mentorApplicationStatus.optional(),
  cursor,
  limit,
  direction,
});
export type ListMentorApplicationsInput = z.infer<typeof listMentorApplicationsInput>;

/** The answer is for the applicant, who gets it by email. */
export const decideMentorApplicationInput = byId.extend({
  answer: text({ min: 3, max: 1000, multiline: true }),
});
export type DecideMentorApplicationInput = z.infer<typeof decideMentorApplicationInput>;

/** What a new mentor sets up, in this order, before anyone can book them. */
export const setUpStep = z.enum(["profile", "hours", "location"]);
export type SetUpStep = z.infer<typeof setUpStep>;
