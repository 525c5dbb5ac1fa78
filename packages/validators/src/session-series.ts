import { z } from "zod";
import { instant, sessionMinutes } from "./availability.ts";
import { bookOfficeSessionInput } from "./office-session.ts";
import { officeSessionId, userId } from "./paging.ts";
import { storableText } from "./storable.ts";
import { reason } from "./text.ts";

/** How many sessions a series may have. */
export const SERIES_MIN = 2;
export const SERIES_MAX = 8;

/** How many weeks may lie between two sessions of a series. */
export const seriesWeeks = z.literal([1, 2]);
export type SeriesWeeks = z.infer<typeof seriesWeeks>;

/** A mentor asks when a series with a mentee they have met could take place. */
export const previewSessionSeriesInput = z.object({
  menteeId: userId,
  /** The first one. The others are at the same time of the mentor's clock. */
  startsAt: instant,
  durationMinutes: sessionMinutes,
  everyWeeks: seriesWeeks,
  count: z.int().min(SERIES_MIN).max(SERIES_MAX),
});
export type PreviewSessionSeriesInput = z.infer<typeof previewSessionSeriesInput>;

/** Staff ask for two people. */
export const previewOnBehalfSessionSeriesInput = previewSessionSeriesInput.extend({
  mentorId: userId,
});
export type PreviewOnBehalfSessionSeriesInput = z.infer<typeof previewOnBehalfSessionSeriesInput>;

/** A time that is named twice is taken the second time. */
const starts = z
  .array(instant)
  .min(SERIES_MIN, `A series has at least ${SERIES_MIN} sessions`)
  .max(SERIES_MAX, `A series has up to ${SERIES_MAX} sessions`);

/** A mentor books a series with a mentee they have met. */
export const bookSessionSeriesInput = bookOfficeSessionInput
  .omit({ mentorId: true, startsAt: true, availabilityVersion: true })
  .extend({
    menteeId: userId,
    /** Each session's start, as chosen from the preview and its alternatives. */
    startsAt: starts,
  });
export type BookSessionSeriesInput = z.infer<typeof bookSessionSeriesInput>;

/** Staff book a series for a mentee; the reason is kept in the audit log. */
export const bookOnBehalfSessionSeriesInput = bookSessionSeriesInput.extend({
  mentorId: userId,
  menteeId: storableText.min(1, "Choose a mentee").max(128),
  reason,
});
export type BookOnBehalfSessionSeriesInput = z.infer<typeof bookOnBehalfSessionSeriesInput>;

/** The series that a session belongs to. */
export const sessionSeriesBySessionInput = z.object({ officeSessionId });
export type SessionSeriesBySessionInput = z.infer<typeof sessionSeriesBySessionInput>;
