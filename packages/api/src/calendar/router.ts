import { createCalendarFeedInput, revokeCalendarFeedInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { createCalendarFeed, listCalendarFeeds, revokeCalendarFeed } from "./service.ts";

export const calendarRouter = router({
  /** The person's feeds, without their addresses. */
  feeds: permitted("calendar:read").query(({ ctx }) => listCalendarFeeds(ctx)),
  /** Creates a feed; only this answer contains its address. */
  createFeed: permitted("calendar:manage", { limit: "api.secret" })
    .input(createCalendarFeedInput)
    .mutation(({ ctx, input }) => createCalendarFeed(ctx, input)),
  /** Ends a feed permanently. */
  revokeFeed: permitted("calendar:manage")
    .input(revokeCalendarFeedInput)
    .mutation(({ ctx, input }) => revokeCalendarFeed(ctx, input)),
});
