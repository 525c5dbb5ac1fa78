import { listMentorsInput, mentorByIdInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { listMentors } from "./list.ts";
import { getMentorById, listMentorFilters } from "./service.ts";

export const mentorRouter = router({
  /** A page of the directory. */
  list: permitted("mentor:read")
    .input(listMentorsInput)
    .query(({ ctx, input }) => listMentors(ctx, input)),
  /** The expertise and languages the directory can be filtered by. */
  filters: permitted("mentor:read").query(({ ctx }) => listMentorFilters(ctx)),
  /** One mentor; 404 when the directory doesn't have them. */
  byId: permitted("mentor:read")
    .input(mentorByIdInput)
    .query(({ ctx, input }) => getMentorById(ctx, input)),
});
