import { z } from "zod";

// These repeat the database's enums for the browser; a test in the API keeps them equal.
export const role = z.enum(["mentee", "mentor", "pm", "admin"]);
export type Role = z.infer<typeof role>;

export const userStatus = z.enum(["active", "inactive", "suspended"]);
export type UserStatus = z.infer<typeof userStatus>;

/** How a caller authenticated: a browser's cookie, a signed token, a script's or a service's. */
export const credentialKind = z.enum([
  "session",
  "access_token",
  "personal_access_token",
  "service_account_key",
]);
export type CredentialKind = z.infer<typeof credentialKind>;

/** What a signed access token may be used for: only reading, or what any token may do. */
export const tokenScope = z.enum(["read", "write"]);
export type TokenScope = z.infer<typeof tokenScope>;

/** Who may create an account: everyone, addresses of listed domains, or only people invited. */
export const signUpPolicy = z.enum(["open", "domains", "invitation"]);
export type SignUpPolicy = z.infer<typeof signUpPolicy>;

/** "h12" is 1:30 PM, "h23" is 13:30. */
export const clock = z.enum(["h12", "h23"]);
export type Clock = z.infer<typeof clock>;

/** The order of day, month and year in a date. */
export const dateOrder = z.enum(["mdy", "dmy", "ymd"]);
export type DateOrder = z.infer<typeof dateOrder>;

/**
 * Who sees a field of a profile, besides its owner and staff: everyone who is signed in, people who
 * have a session with its owner, or nobody.
 */
export const fieldVisibility = z.enum(["everyone", "sessions", "staff"]);
export type FieldVisibility = z.infer<typeof fieldVisibility>;

export const experienceLevel = z.enum(["beginner", "junior", "intermediate", "senior"]);
export type ExperienceLevel = z.infer<typeof experienceLevel>;

export const learningStyle = z.enum(["hands_on", "discussion", "reading", "observation"]);
export type LearningStyle = z.infer<typeof learningStyle>;

export const weeklyHours = z.enum(["under_two", "two_to_five", "five_to_ten", "over_ten"]);
export type WeeklyHours = z.infer<typeof weeklyHours>;

export const officeSessionStatus = z.enum([
  "requested",
  "scheduled",
  "completed",
  "cancelled",
  "declined",
  "expired",
  "no_show",
]);
export type OfficeSessionStatus = z.infer<typeof officeSessionStatus>;

/** Who was absent. */
export const noShowParty = z.enum(["mentee", "mentor", "both"]);
export type NoShowParty = z.infer<typeof noShowParty>;

export const invitationStatus = z.enum(["pending", "accepted", "revoked"]);
export type InvitationStatus = z.infer<typeof invitationStatus>;

export const mentorApplicationStatus = z.enum(["pending", "approved", "declined", "withdrawn"]);
export type MentorApplicationStatus = z.infer<typeof mentorApplicationStatus>;

/** What a report of misuse is about. */
export const misuseSubject = z.enum(["person", "session", "notes", "feedback"]);
export type MisuseSubject = z.infer<typeof misuseSubject>;

export const misuseReason = z.enum(["harassment", "discrimination", "spam", "safety", "other"]);
export type MisuseReason = z.infer<typeof misuseReason>;

export const misuseOutcome = z.enum(["action_taken", "no_action"]);
export type MisuseOutcome = z.infer<typeof misuseOutcome>;

/** What counts against somebody's reliability. */
export const lapse = z.enum(["no_show", "late_cancellation", "expired_request"]);
export type Lapse = z.infer<typeof lapse>;

export const objectionStatus = z.enum(["open", "accepted", "declined"]);
export type ObjectionStatus = z.infer<typeof objectionStatus>;

export const bookingState = z.enum(["open", "paused", "closed"]);
export type BookingState = z.infer<typeof bookingState>;
