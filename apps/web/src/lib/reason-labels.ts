import type { RouterOutputs } from "@sundial/api";

type Explanation = RouterOutputs["availability"]["explain"];
export type Reason = Explanation["reasons"][number];

/** Why a session cannot start at a time, in words for mentees and mentors alike. */
export const reasonLabels: Record<Reason, string> = {
  MENTOR_UNAVAILABLE: "The mentor is not available then.",
  PAUSED: "New bookings are paused then.",
  PAST: "This time is in the past.",
  TOO_SOON: "It is closer than the notice the mentor asks for.",
  BEYOND_HORIZON: "It is further ahead than can be booked yet.",
  DURATION_NOT_OFFERED: "Sessions of this length are not offered.",
  OUTSIDE_HOURS: "It does not fit into the weekly hours.",
  DATE_OVERRIDE: "Other hours hold on this date.",
  OFF_GRID: "Sessions begin a little earlier or later, not at this minute.",
  TIME_OFF: "It falls into time off.",
  MENTOR_BUSY: "Another session, or the break after it, takes this time.",
  GAP: "It leaves too short a break before the mentor's next session.",
  MENTEE_BUSY: "You have another session at that time.",
  DAILY_CAP: "The day has as many sessions as the mentor takes.",
  WEEKLY_CAP: "The week has as many sessions as the mentor takes.",
};

/** Why a mentor takes no bookings at all, for those who may know. */
export const unavailabilityLabels: Record<NonNullable<Explanation["unavailable"]>, string> = {
  PAUSED: "Bookings are paused.",
  CLOSED: "The mentor is closed for new bookings.",
  INACTIVE: "The account is inactive.",
  SUSPENDED: "The account is suspended.",
  HIDDEN: "The profile is hidden.",
};
