import { listMentorsInput, mentorByIdInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { listMentors } from "./list.ts";
import { listMyMentors } from "./mine.ts";
import { getMentorById, listMentorFilters } from "./service.ts";
import { getMySetUp } from "./set-up.ts";

export const mentorRouter = router({
  /** A page of the directory. */
  list: permitted("mentor:read")
    .input(listMentorsInput)
    .query(({ ctx, input }) => listMentors(ctx, input)),
  /** The expertise and languages the directory can be filtered by. */
  filters: permitted("mentor:read").query(({ ctx }) => listMentorFilters(ctx)),
  /**
   * One mentor, also while they are setting up and can't be booked; 404 for those who take no
   * bookings.
   */
  byId: permitted("mentor:read")
    .input(mentorByIdInput)
    .query(({ ctx, input }) => getMentorById(ctx, input)),
  /** The mentors whom the actor met last, each with the next open start. */
  mine: permitted("mentor:read").query(({ ctx }) => listMyMentors(ctx)),
  /** What the actor still has to set up before anyone can book them. */
  mySetUp: permitted("self:read").query(({ ctx }) => getMySetUp(ctx)),
});
