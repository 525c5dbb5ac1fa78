import { z } from "zod";
import { idempotencyKey } from "./idempotency-key.ts";

/** How many calendar feeds one person may have at a time. */
export const CALENDAR_FEEDS_MAX = 5;

/** May be left out. */
export const createCalendarFeedInput = z.object({ idempotencyKey }).default({});
export type CreateCalendarFeedInput = z.infer<typeof createCalendarFeedInput>;

export const revokeCalendarFeedInput = z.object({ id: z.uuid() });
export type RevokeCalendarFeedInput = z.infer<typeof revokeCalendarFeedInput>;
