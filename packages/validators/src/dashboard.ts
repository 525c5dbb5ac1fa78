import { z } from "zod";
import { localDate } from "./availability.ts";
import { DAY } from "./durations.ts";
import { userId } from "./paging.ts";
import { storableText } from "./storable.ts";

/** The longest period, in days: three years. */
export const REPORT_MAX_DAYS = 1096;

/** How many days are from one local date to another, both included. */
export const daysInPeriod = ({ from, to }: { from: string; to: string }): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;

/** What the dashboard is about. Dates are of the program's time zone, both included. */
export const dashboardFilter = z.object({
  from: localDate,
  to: localDate,
  /** Slug of an expertise: sessions of the mentors who have it now. */
  expertise: storableText.max(80).optional(),
  mentorId: userId.optional(),
});

export const dashboardReportInput = dashboardFilter
  .refine(({ from, to }) => from <= to, {
    path: ["to"],
    message: "Choose a last day that isn't before the first",
  })
  .refine((period) => daysInPeriod(period) <= REPORT_MAX_DAYS, {
    path: ["to"],
    message: "Choose a period of at most three years",
  });
export type DashboardReportInput = z.infer<typeof dashboardReportInput>;

/** How a number is counted. Minutes are shown as hours, or as days of 24 hours for waiting. */
export type DashboardUnit = "count" | "share" | "hours" | "days" | "rating";

interface Definition {
  label: string;
  /** In words, on the page. */
  definition: string;
  unit: DashboardUnit;
}

const AT_LEAST_FIVE = "Shown when at least five different people have rated.";

/**
 * Every number of the dashboard: what it is called, what it means, and its unit. A session belongs
 * to the day on which it begins, in the program's time zone.
 */
export const dashboardNumbers = {
  mentees: {
    label: "Active mentees",
    definition: "Different people who were the mentee of at least one completed session.",
    unit: "count",
  },
  mentors: {
    label: "Active mentors",
    definition: "Different people who were the mentor of at least one completed session.",
    unit: "count",
  },
  pairs: {
    label: "Active pairs",
    definition: "Different pairs of a mentor and a mentee with at least one completed session.",
    unit: "count",
  },
  completed: {
    label: "Completed sessions",
    definition:
      "Sessions that were marked as completed, or that ended a day ago without a report of a no-show.",
    unit: "count",
  },
  completion: {
    label: "Completion",
    definition:
      "Completed sessions, as a share of those that were completed, missed or cancelled late. Disputed sessions don't count.",
    unit: "share",
  },
  noShows: {
    label: "No-shows",
    definition: "Sessions that somebody missed. They don't count while they are disputed.",
    unit: "count",
  },
  lateCancellations: {
    label: "Late cancellations",
    definition: "Sessions that one of the two cancelled less than three hours before the start.",
    unit: "count",
  },
  expiredRequests: {
    label: "Expired requests",
    definition: "Requests that the mentor didn't answer in time, by the day they asked for.",
    unit: "count",
  },
  firstWait: {
    label: "Wait for the first session",
    definition:
      "Half of the mentees who had their first completed session waited less than this, from creating their account to the start of the session.",
    unit: "days",
  },
  offered: {
    label: "Hours offered",
    definition:
      "Hours that mentors had open, booked or not, as they stood when each day began. Days are those of the mentor's own calendar. Days before this was recorded don't count.",
    unit: "hours",
  },
  booked: {
    label: "Hours booked",
    definition: "Length of the sessions that are scheduled, took place or were missed.",
    unit: "hours",
  },
  bookedShare: {
    label: "Offered hours booked",
    definition:
      "Hours booked as a share of hours offered, only with mentors and on days whose hours were recorded.",
    unit: "share",
  },
  rating: {
    label: "Average rating",
    definition: `What mentees gave completed sessions, from 1 to 5, once it is revealed. ${AT_LEAST_FIVE}`,
    unit: "rating",
  },
  ratings: {
    label: "Ratings",
    definition: `How many ratings the average is of. ${AT_LEAST_FIVE}`,
    unit: "count",
  },
} as const satisfies Record<string, Definition>;

export type DashboardNumber = keyof typeof dashboardNumbers;

const isNumber = (key: string): key is DashboardNumber => key in dashboardNumbers;

/** Their names, in the order of the page. */
export const dashboardNumberNames: readonly DashboardNumber[] =
  Object.keys(dashboardNumbers).filter(isNumber);

/** What became of sessions, from the best to those that are still open. */
export const sessionOutcomes = {
  completed: "Completed",
  noShows: "No-show",
  disputed: "Disputed",
  cancelledLate: "Cancelled late",
  cancelled: "Cancelled earlier",
  declined: "Declined",
  expired: "Expired",
  open: "Not over yet",
} as const;
export type SessionOutcome = keyof typeof sessionOutcomes;

const isOutcome = (key: string): key is SessionOutcome => key in sessionOutcomes;
export const sessionOutcomeNames: readonly SessionOutcome[] =
  Object.keys(sessionOutcomes).filter(isOutcome);

/** The dashboard's files: one for the numbers and one for each chart. */
export const dashboardFile = z.enum([
  "numbers",
  "sessions",
  "hours",
  "people",
  "waiting",
  "ratings",
]);
export type DashboardFile = z.infer<typeof dashboardFile>;
