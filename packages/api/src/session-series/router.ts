import {
  bookOnBehalfSessionSeriesInput,
  bookSessionSeriesInput,
  previewOnBehalfSessionSeriesInput,
  previewSessionSeriesInput,
  sessionSeriesBySessionInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { bookOnBehalfSessionSeries, bookSessionSeries } from "./book.ts";
import { previewOnBehalfSessionSeries, previewSessionSeries } from "./preview.ts";
import { getSessionSeriesBySession } from "./service.ts";

export const sessionSeriesRouter = router({
  /** When a mentor's series with a mentee they have met could take place. */
  preview: permitted("session:bookFollowUp")
    .input(previewSessionSeriesInput)
    .query(({ ctx, input }) => previewSessionSeries(ctx, input)),
  /** When a series of any two people could take place. */
  previewOnBehalf: permitted("session:bookOnBehalf")
    .input(previewOnBehalfSessionSeriesInput)
    .query(({ ctx, input }) => previewOnBehalfSessionSeries(ctx, input)),
  /** A mentor books all sessions of a series, or none; 409 with those that can't be booked. */
  book: permitted("session:bookFollowUp", { limit: "api.booking" })
    .input(bookSessionSeriesInput)
    .mutation(({ ctx, input }) => bookSessionSeries(ctx, input)),
  /** Books a series for a mentee, with a reason. */
  bookOnBehalf: permitted("session:bookOnBehalf", { limit: "api.booking" })
    .input(bookOnBehalfSessionSeriesInput)
    .mutation(({ ctx, input }) => bookOnBehalfSessionSeries(ctx, input)),
  /** The sessions that were booked together with this one. */
  bySession: permitted("session:read")
    .input(sessionSeriesBySessionInput)
    .query(({ ctx, input }) => getSessionSeriesBySession(ctx, input)),
});
