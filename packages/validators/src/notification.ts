import { z } from "zod";
import { noticeKind } from "./kind.ts";
import { cursor, limit } from "./paging.ts";

/** How many reminders of one session a person can have. */
export const REMINDERS_MAX = 5;

/** How long before a session somebody can be reminded, in minutes. */
export const REMIND_BEFORE = [5, 10, 15, 30, 60, 120, 240, 720, 1440, 2880, 4320, 10_080] as const;

/** Those of people who haven't chosen: a day and an hour before. */
export const USUAL_REMINDERS = [1440, 60] as const;

export const listNotificationsInput = z.object({ cursor, limit });
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;

export const readNotificationsInput = z.object({
  /** The newest one that was on the page: newer ones stay unread. */
  upTo: z.uuid(),
  /** Only this one. */
  only: z.boolean().default(false),
});
export type ReadNotificationsInput = z.infer<typeof readNotificationsInput>;

export const chooseNotificationInput = z.object({
  kind: noticeKind,
  inApp: z.boolean(),
  email: z.boolean(),
});
export type ChooseNotificationInput = z.infer<typeof chooseNotificationInput>;

const minuteOfDay = z.int().min(0).max(1439);

export const updateNotificationSettingsInput = z.object({
  /** Emails wait between these, in minutes of the local day; the end may be on the next day. */
  quiet: z
    .object({ from: minuteOfDay, until: minuteOfDay })
    .refine(({ from, until }) => from !== until, {
      error: "Choose an end that differs from the start",
      path: ["until"],
    })
    .nullable(),
  /** The minute of the local day of one email for everything that can wait; null for none. */
  digestAt: minuteOfDay.nullable(),
  /** Minutes before a session. */
  remindBefore: z
    .array(z.literal(REMIND_BEFORE))
    .max(REMINDERS_MAX, `Choose at most ${REMINDERS_MAX}`)
    .transform((minutes) => [...new Set(minutes)].sort((a, b) => b - a)),
});
export type UpdateNotificationSettingsInput = z.infer<typeof updateNotificationSettingsInput>;
