import type { RouterOutputs } from "@sundial/api";

type Explanation = RouterOutputs["availability"]["explain"];
export type Reason = Explanation["reasons"][number];

/** Why a session can't start at a time, in words for mentees and mentors. */
export const reasonLabels: Record<Reason, string> = {
  MENTOR_UNAVAILABLE: "The mentor isn't available then.",
  PAUSED: "New bookings are paused then.",
  PAST: "This time is in the past.",
  TOO_SOON: "It's inside the mentor's minimum notice.",
  BEYOND_HORIZON: "It's beyond the mentor's booking window.",
  DURATION_NOT_OFFERED: "The mentor doesn't offer this length.",
  OUTSIDE_HOURS: "It's outside the weekly hours.",
  DATE_OVERRIDE: "A date override changes the hours on this date.",
  OFF_GRID: "Sessions don't start at this minute. Try a little earlier or later.",
  TIME_OFF: "It's during time off.",
  MENTOR_BUSY: "Another session, or the buffer after it, takes this time.",
  GAP: "It leaves too little buffer before the mentor's next session.",
  MENTEE_BUSY: "You have another session at that time.",
  DAILY_CAP: "The mentor has reached the daily limit.",
  WEEKLY_CAP: "The mentor has reached the weekly limit.",
};

/** Why a mentor takes no bookings at all, for those who may know. */
export const unavailabilityLabels: Record<NonNullable<Explanation["unavailable"]>, string> = {
  PAUSED: "Bookings are paused.",
  CLOSED: "The mentor isn't taking new bookings.",
  INACTIVE: "The account is inactive.",
  SUSPENDED: "The account is suspended.",
  HIDDEN: "The profile is hidden.",
  SETTING_UP: "Nobody can book until there are hours and a location.",
};
