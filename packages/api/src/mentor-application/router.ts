import {
  decideMentorApplicationInput,
  listMentorApplicationsInput,
  mentorApplicationByIdInput,
  submitMentorApplicationInput,
  withdrawMentorApplicationInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { approveMentorApplication, declineMentorApplication } from "./decide.ts";
import {
  getMentorApplicationById,
  getMyMentorApplication,
  listMentorApplications,
} from "./service.ts";
import { submitMentorApplication, withdrawMentorApplication } from "./submit.ts";

export const mentorApplicationRouter = router({
  /** The actor's latest application, and whether they said at sign-up that they want to mentor. */
  mine: permitted("mentorApplication:submit").query(({ ctx }) => getMyMentorApplication(ctx)),
  /** Everyone's, newest first, and how many wait for an answer. */
  list: permitted("mentorApplication:read")
    .input(listMentorApplicationsInput)
    .query(({ ctx, input }) => listMentorApplications(ctx, input)),
  /** One application, with the applicant's profile and history. */
  byId: permitted("mentorApplication:read")
    .input(mentorApplicationByIdInput)
    .query(({ ctx, input }) => getMentorApplicationById(ctx, input)),
  /** Applies to become a mentor; program managers get an email. */
  submit: permitted("mentorApplication:submit")
    .input(submitMentorApplicationInput)
    .mutation(({ ctx, input }) => submitMentorApplication(ctx, input)),
  /** Takes back the actor's application while it waits for an answer. */
  withdraw: permitted("mentorApplication:submit")
    .input(withdrawMentorApplicationInput)
    .mutation(({ ctx, input }) => withdrawMentorApplication(ctx, input)),
  /** Makes the applicant a mentor, and emails them the answer. */
  approve: permitted("mentorApplication:decide")
    .input(decideMentorApplicationInput)
    .mutation(({ ctx, input }) => approveMentorApplication(ctx, input)),
  /** Leaves the applicant a mentee, and emails them the answer. */
  decline: permitted("mentorApplication:decide")
    .input(decideMentorApplicationInput)
    .mutation(({ ctx, input }) => declineMentorApplication(ctx, input)),
});
