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
  "session.disputed",
  "session.reminder",
  "sessionNote.written",
  "actionItem.added",
  "actionItem.ticked",
  "actionItem.due",
  "feedback.revealed",
  "misuseReport.submitted",
  "misuseReport.decided",
  "reliability.objected",
  "reliability.decided",
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
  "invitation.accepted",
  "availability.paused",
  "nudge.sent",
  "program.summary",
  "webhook.test",
]);
export type Kind = z.infer<typeof kind>;

/**
 * The kinds an endpoint can choose. A test goes only to the endpoint it is for, and what two people
 * write down with each other only to them.
 */
export const chosenKind = kind.exclude([
  "webhook.test",
  "session.disputed",
  "session.reminder",
  "sessionNote.written",
  "actionItem.added",
  "actionItem.ticked",
  "actionItem.due",
  "feedback.revealed",
  "misuseReport.submitted",
  "misuseReport.decided",
  "reliability.objected",
  "reliability.decided",
  "invitation.accepted",
  "availability.paused",
  "nudge.sent",
  "program.summary",
]);
export type ChosenKind = z.infer<typeof chosenKind>;

/** The kinds that people are told of, in the order in which they choose. */
export const noticeKind = kind.extract([
  "session.requested",
  "session.booked",
  "session.approved",
  "session.declined",
  "session.expired",
  "session.cancelled",
  "session.rescheduled",
  "session.edited",
  "session.reminder",
  "session.checkedIn",
  "session.runningLate",
  "session.completed",
  "session.noShowReported",
  "session.disputed",
  "session.corrected",
  "sessionNote.written",
  "actionItem.added",
  "actionItem.ticked",
  "actionItem.due",
  "feedback.revealed",
  "member.updated",
  "mentorApplication.submitted",
  "mentorApplication.approved",
  "mentorApplication.declined",
  "invitation.accepted",
  "misuseReport.submitted",
  "misuseReport.decided",
  "availability.paused",
  "nudge.sent",
  "program.summary",
  "reliability.objected",
  "reliability.decided",
]);
export type NoticeKind = z.infer<typeof noticeKind>;
