import { z } from "zod";

// These repeat the database's enums for the browser; a test in the API holds both sides equal.
export const role = z.enum(["mentee", "mentor", "pm", "admin"]);
export type Role = z.infer<typeof role>;

export const userStatus = z.enum(["active", "inactive", "suspended"]);
export type UserStatus = z.infer<typeof userStatus>;

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

export const bookingState = z.enum(["open", "paused", "closed"]);
export type BookingState = z.infer<typeof bookingState>;
