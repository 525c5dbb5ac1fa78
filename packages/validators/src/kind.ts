import { z } from "zod";

/**
 * The kinds of changes that Sundial announces: the noun, and what happened to it. What each one
 * says, and to whom, is in the table of kinds in packages/ledger. Receivers rely on these names.
 */
export const kind = z.enum([
  "session.requested",
  "session.booked",
  "session.approved",
  "session.declined",
  "session.expired",
  "session.cancelled",
  "session.rescheduled",
  "session.edited",
  "session.checkedIn",
  "session.runningLate",
  "session.completed",
  "session.noShowReported",
  "session.corrected",
  "member.signedUp",
  "member.updated",
  "member.erased",
  "profile.created",
  "profile.updated",
  "profile.deleted",
  "availability.updated",
  "mentorApplication.submitted",
  "mentorApplication.withdrawn",
  "mentorApplication.approved",
  "mentorApplication.declined",
  "webhook.test",
]);
export type Kind = z.infer<typeof kind>;

/** The kinds an endpoint can choose. A test goes only to the endpoint it is for. */
export const chosenKind = kind.exclude(["webhook.test"]);
export type ChosenKind = z.infer<typeof chosenKind>;
