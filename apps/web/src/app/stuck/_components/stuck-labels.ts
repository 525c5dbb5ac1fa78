import {
  EXPIRED_WITHIN_DAYS,
  FREE_WITHIN_DAYS,
  INVITED_DAYS,
  type NudgeReason,
  type StuckKind,
} from "@sundial/validators";

/** The name of each list, and what puts somebody on it. */
export const stuckLabels: Record<StuckKind, { title: string; about: (days: number) => string }> = {
  waiting: {
    title: "Mentees without a session",
    about: (days) =>
      `No session, and no request, for ${days} days. Those who began to wait most recently come first.`,
  },
  expired: {
    title: "Expired requests",
    about: () =>
      `Mentors who take bookings and let requests expire in the last ${EXPIRED_WITHIN_DAYS} days.`,
  },
  unanswered: {
    title: "Unanswered requests",
    about: () => "Requests that have waited for an answer for more than a day, the soonest first.",
  },
  expertise: {
    title: "Expertise without a free time",
    about: () => `Nobody who offers it is free within ${FREE_WITHIN_DAYS} days.`,
  },
  invited: {
    title: "Invitations not accepted",
    about: () => `Sent more than ${INVITED_DAYS} days ago, the newest first.`,
  },
};

/** What a message says before it is edited. */
export const nudgeTexts: Record<NudgeReason, (name: string) => string> = {
  waiting: (name) =>
    `Hello ${name},\n\nyou haven't had a session for a while. Is there something you would like to talk about? Many mentors have free times in the next days. If you are looking for something special, tell us, and we'll help you find somebody.`,
  expired: (name) =>
    `Hello ${name},\n\nsome requests to you expired without an answer. Do you have less time at the moment? You can change your hours, or pause new bookings, under Availability.`,
  unanswered: (name) =>
    `Hello ${name},\n\na request has been waiting for your answer for more than a day. Please approve or decline it, or propose another time. The mentee then knows where they stand.`,
};
