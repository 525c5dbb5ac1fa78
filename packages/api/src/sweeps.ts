import { type Auth, sweepOneTimeTokens } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { forgetEmails } from "./email/forget-emails.ts";
import { queueReminders } from "./email/queue-reminders.ts";
import { refreshEarliestSlots } from "./mentor/refresh.ts";
import { sweepOfficeSessions } from "./office-session/sweep.ts";

interface SweepContext {
  db: Db;
  now: Date;
  auth: Pick<Auth, "keys" | "limiter">;
}

/**
 * What the clock brings about, and what is over and can be forgotten: to be done every minute or so,
 * by any number of servers. Each part stands alone, so one that fails leaves the others be. With
 * nothing due, all of them together read a handful of rows.
 */
export const sweeps = {
  /** Requests expire, and sessions nobody reported on are complete. */
  sweepOfficeSessions,
  /** Of the sessions of tomorrow. */
  queueReminders,
  forgetEmails,
  /** For mentors whose availability changed. */
  refreshEarliestSlots,
  sweepOneTimeTokens,
  /** Publishes the next signing key when it is time. */
  prepareNextKey: ({ auth }) => auth.keys.prepareNext(),
  forgetCounts: ({ auth }) => auth.limiter.forget(),
} satisfies Record<string, (context: SweepContext) => Promise<unknown>>;
