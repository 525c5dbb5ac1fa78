import { z } from "zod";
import { formatNumber } from "./number.ts";
import { cursor, direction, limit, officeSessionId, userId } from "./paging.ts";
import { text } from "./text.ts";
import { formatTimeLeft } from "./time.ts";

/** Counting stops here: beyond it, the exact number helps nobody. */
export const STUCK_COUNTED_MAX = 1_000;

/** For how many days a mentor's expired requests count. */
export const EXPIRED_WITHIN_DAYS = 30;
/** How soon somebody should have a free time for each area of expertise. */
export const FREE_WITHIN_DAYS = 14;
/** After how many days an invitation that nobody accepted is worth another try. */
export const INVITED_DAYS = 7;

/**
 * Where people are stuck: mentees without a session, mentors who let requests expire, requests that
 * nobody answered for a day, expertise that nobody has free, and people who never came in.
 */
export const stuckKind = z.enum(["waiting", "expired", "unanswered", "expertise", "invited"]);
export type StuckKind = z.infer<typeof stuckKind>;

/** What staff can do next about one of them. */
export type StuckStep = "nudge" | "book" | "pause" | "answer" | "invite" | "inviteAgain";

export const listStuckInput = z.strictObject({
  kind: stuckKind,
  cursor,
  limit,
  direction,
});
export type ListStuckInput = z.infer<typeof listStuckInput>;

/** Why staff write to somebody; the first three of `stuckKind`. */
export const nudgeReason = stuckKind.extract(["waiting", "expired", "unanswered"]);
export type NudgeReason = z.infer<typeof nudgeReason>;

export const nudgeStuckInput = z.object({
  personId: userId,
  reason: nudgeReason,
  /** The request that waits, for `unanswered`. */
  officeSessionId: officeSessionId.optional(),
  text: text({ min: 10, max: 2_000, multiline: true }),
});
export type NudgeStuckInput = z.infer<typeof nudgeStuckInput>;

/** What staff are asked to look at, as numbers. */
export interface ProgramState {
  /** How many of each kind, counted up to `STUCK_COUNTED_MAX`. */
  stuck: Record<StuckKind, number>;
  stuckAfterDays: number;
  /** Requests whose time to answer ends within a day. */
  expiringToday: number;
  disputes: number;
  /** When the oldest dispute should be settled. */
  disputeDeadline: Date | null;
  applications: number;
  reports: number;
}

export interface ProgramSentence {
  text: string;
  /** The list behind the number. */
  path: string;
}

/** What needs attention, most pressing first; nothing when nothing does. For pages and emails. */
export function programSentences(state: ProgramState, now: Date): ProgramSentence[] {
  const { stuck, stuckAfterDays, disputeDeadline } = state;
  const left = disputeDeadline === null ? "" : timeLeft(disputeDeadline, now);
  const lines = [
    line(state.disputes, "/disputes", {
      one: `dispute waits for your decision${left}`,
      many: `disputes wait for your decision${left}`,
    }),
    line(state.reports, "/reports?status=open", {
      one: "report of misuse is open",
      many: "reports of misuse are open",
    }),
    line(state.expiringToday, "/sessions?status=requested", {
      one: "request expires within a day",
      many: "requests expire within a day",
    }),
    line(stuck.unanswered, "/stuck?kind=unanswered", {
      one: "request has waited for an answer for more than a day",
      many: "requests have waited for an answer for more than a day",
    }),
    line(stuck.waiting, "/stuck?kind=waiting", {
      one: `mentee has had no session for ${stuckAfterDays} days`,
      many: `mentees have had no session for ${stuckAfterDays} days`,
    }),
    line(stuck.expired, "/stuck?kind=expired", {
      one: `mentor let requests expire in the last ${EXPIRED_WITHIN_DAYS} days`,
      many: `mentors let requests expire in the last ${EXPIRED_WITHIN_DAYS} days`,
    }),
    line(stuck.expertise, "/stuck?kind=expertise", {
      one: `area of expertise has no free time in the next ${FREE_WITHIN_DAYS} days`,
      many: `areas of expertise have no free time in the next ${FREE_WITHIN_DAYS} days`,
    }),
    line(state.applications, "/applications?status=pending", {
      one: "mentee wants to become a mentor",
      many: "mentees want to become mentors",
    }),
    line(stuck.invited, "/stuck?kind=invited", {
      one: `person hasn't accepted an invitation of more than ${INVITED_DAYS} days ago`,
      many: `people haven't accepted an invitation of more than ${INVITED_DAYS} days ago`,
    }),
  ];
  return lines.flatMap((each) => each ?? []);
}

function timeLeft(deadline: Date, now: Date): string {
  return deadline <= now ? ", overdue" : `, ${formatTimeLeft(deadline, now)} left`;
}

function line(
  count: number,
  path: string,
  words: { one: string; many: string },
): ProgramSentence | null {
  if (count === 0) return null;
  return { text: `${countOf(count)} ${count === 1 ? words.one : words.many}`, path };
}

/** "12", or "1,000 or more" where counting stopped. */
export function countOf(count: number): string {
  return count >= STUCK_COUNTED_MAX
    ? `${formatNumber(STUCK_COUNTED_MAX)} or more`
    : formatNumber(count);
}
