import { type Auth, sweepOneTimeTokens } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { forgetOrigins } from "./audit/forget-origins.ts";
import { countProgramDays } from "./dashboard/count-days.ts";
import { recordOfferedMinutes } from "./dashboard/record-offered.ts";
import { forgetDeviceLogins } from "./device-login/sweep.ts";
import { forgetEmails } from "./email/forget-emails.ts";
import { announceFeedback, countRatings } from "./feedback/sweep.ts";
import { forgetInvitations } from "./invitation/forget.ts";
import { remindInvited } from "./invitation/remind.ts";
import { refreshEarliestSlots } from "./mentor/refresh.ts";
import { forgetNotifications } from "./notification/forget.ts";
import { queueDigests } from "./notification/queue-digests.ts";
import { queueDueItems } from "./notification/queue-due-items.ts";
import { queueReminders } from "./notification/queue-reminders.ts";
import { sweepOfficeSessions } from "./office-session/sweep.ts";
import { queueSummaries } from "./stuck/queue-summaries.ts";
import { forgetWebhookDeliveries } from "./webhook/forget-deliveries.ts";

interface SweepContext {
  db: Db;
  now: Date;
  auth: Pick<Auth, "keys" | "limiter">;
}

/**
 * Automatic transitions and cleanup, to be run every minute or so by any number of servers. Each
 * part is independent, so a failing one doesn't stop the others. When nothing is due, all of them
 * together read a handful of rows.
 */
export const sweeps = {
  /** Expires requests, and completes sessions that nobody reported on. */
  sweepOfficeSessions,
  /** Of sessions that ended seven days ago. */
  announceFeedback,
  /** Of mentors, once a week. */
  countRatings,
  /** Of sessions, as long before as each person likes. */
  queueReminders,
  /** Of action items that are due tomorrow. */
  queueDueItems,
  queueDigests,
  /** For those who run the program, on Mondays. */
  queueSummaries,
  forgetNotifications,
  /** Of invitations that wait. */
  remindInvited,
  forgetInvitations,
  forgetEmails,
  forgetWebhookDeliveries,
  /** For mentors whose availability changed. */
  refreshEarliestSlots,
  /** Of mentors whose day begins, before their hours change. */
  recordOfferedMinutes,
  /** For the dashboard: days that are over, and those of which something has changed. */
  countProgramDays,
  sweepOneTimeTokens,
  forgetDeviceLogins,
  /** The addresses and browsers of old events. */
  forgetOrigins,
  /** Publishes the next signing key when it is time. */
  prepareNextKey: ({ auth }) => auth.keys.prepareNext(),
  forgetCounts: ({ auth }) => auth.limiter.forget(),
} satisfies Record<string, (context: SweepContext) => Promise<unknown>>;
