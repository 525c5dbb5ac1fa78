import { z } from "zod";
import { instant, sessionMinutes, slotRange } from "./availability.ts";
import { noShowParty } from "./enums.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { meetingPlace } from "./meeting-place.ts";
import { cursor, direction, limit, officeSessionId, userId, version } from "./paging.ts";
import { storableText } from "./storable.ts";
import { reason, text } from "./text.ts";

/**
 * The version of the times the client shows. It distinguishes a mentor's later edit from a start
 * that was never offered.
 */
const seenAvailability = version.optional();

const topic = text({ min: 3, max: 120 });
const agenda = text({ max: 2000, multiline: true });

export const bookOfficeSessionInput = z.object({
  mentorId: userId,
  startsAt: instant,
  /** The end is never taken from the client: the server adds this to the start. */
  durationMinutes: sessionMinutes,
  topic,
  agenda: agenda.default(""),
  availabilityVersion: seenAvailability,
  idempotencyKey,
});
export type BookOfficeSessionInput = z.infer<typeof bookOfficeSessionInput>;

/** Staff book for a mentee; the reason is kept in the audit log. */
export const bookOnBehalfOfficeSessionInput = bookOfficeSessionInput.extend({
  menteeId: storableText.min(1, "Choose a mentee").max(128),
  reason,
});
export type BookOnBehalfOfficeSessionInput = z.infer<typeof bookOnBehalfOfficeSessionInput>;

/** A mentor books with a mentee they have met. */
export const bookFollowUpOfficeSessionInput = bookOfficeSessionInput
  .omit({ mentorId: true })
  .extend({ menteeId: userId });
export type BookFollowUpOfficeSessionInput = z.infer<typeof bookFollowUpOfficeSessionInput>;

export const listOfficeSessionsInput = z.strictObject({
  /** `awaiting` means the requests that the reader has to answer. */
  when: z.enum(["upcoming", "past", "awaiting"]).default("upcoming"),
  cursor,
  limit,
  direction,
});
export type ListOfficeSessionsInput = z.infer<typeof listOfficeSessionsInput>;

export const officeSessionByIdInput = z.object({ id: officeSessionId });
export type OfficeSessionByIdInput = z.infer<typeof officeSessionByIdInput>;

/** What the reader should know before a session. */
export const briefOfficeSessionInput = z.object({ id: officeSessionId });
export type BriefOfficeSessionInput = z.infer<typeof briefOfficeSessionInput>;

/** The starts to which a session could move. */
export const officeSessionOpenSlotsInput = slotRange.safeExtend({ id: officeSessionId });
export type OfficeSessionOpenSlotsInput = z.infer<typeof officeSessionOpenSlotsInput>;

const change = z.object({
  id: officeSessionId,
  version,
  /** Shown to both people. Required from staff. */
  note: text({ max: 500, multiline: true }).default(""),
});
export type ChangeOfficeSessionInput = z.infer<typeof change>;

export const approveOfficeSessionInput = change;
export const declineOfficeSessionInput = change;
export const cancelOfficeSessionInput = change;
export const completeOfficeSessionInput = change;

export const rescheduleOfficeSessionInput = change.extend({
  startsAt: instant,
  availabilityVersion: seenAvailability,
});
export type RescheduleOfficeSessionInput = z.infer<typeof rescheduleOfficeSessionInput>;

/** What people can change about a session that stays at its time. */
export const sessionDetail = z.enum(["topic", "agenda", "location"]);
export type SessionDetail = z.infer<typeof sessionDetail>;

/** What isn't named stays as it is. An empty location means that none is known yet. */
export const editOfficeSessionInput = change.extend({
  topic: topic.optional(),
  agenda: agenda.optional(),
  location: meetingPlace.optional(),
});
export type EditOfficeSessionInput = z.infer<typeof editOfficeSessionInput>;

/** Somebody says that they are there. */
export const checkInOfficeSessionInput = z.object({ id: officeSessionId });
export type CheckInOfficeSessionInput = z.infer<typeof checkInOfficeSessionInput>;

/** The delays that one tap tells, in minutes. */
export const LATE_MINUTES = [5, 10, 15, 30] as const;

/** Somebody comes this many minutes after the start, or after now if it has begun. */
export const runLateOfficeSessionInput = z.object({
  id: officeSessionId,
  minutes: z.literal(LATE_MINUTES),
});
export type RunLateOfficeSessionInput = z.infer<typeof runLateOfficeSessionInput>;

/** A party reports the other one; only staff say who was absent. */
export const reportNoShowOfficeSessionInput = change.extend({ absent: noShowParty.optional() });
export type ReportNoShowOfficeSessionInput = z.infer<typeof reportNoShowOfficeSessionInput>;

/** What really happened: who was absent, or null when the session took place. */
export const correctOfficeSessionInput = change.extend({
  note: reason,
  absent: noShowParty.nullable(),
});
export type CorrectOfficeSessionInput = z.infer<typeof correctOfficeSessionInput>;
