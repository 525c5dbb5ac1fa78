import { z } from "zod";

/** How many calendar feeds one person may have at a time. */
export const CALENDAR_FEEDS_MAX = 5;

export const revokeCalendarFeedInput = z.object({ id: z.uuid() });
export type RevokeCalendarFeedInput = z.infer<typeof revokeCalendarFeedInput>;
