import { listFeedbackInput, readFeedbackInput, sendFeedbackInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { sendFeedback } from "./send.ts";
import { listFeedback, readFeedback } from "./service.ts";

export const feedbackRouter = router({
  /** The actor's own feedback about a session, and the other person's once it is revealed. */
  read: permitted("feedback:read")
    .input(readFeedbackInput)
    .query(({ ctx, input }) => readFeedback(ctx, input)),
  /** All feedback by or about one person, for staff. */
  list: permitted("feedback:list")
    .input(listFeedbackInput)
    .query(({ ctx, input }) => listFeedback(ctx, input)),
  /** Rates a completed session, once, within seven days. */
  send: permitted("feedback:write")
    .input(sendFeedbackInput)
    .mutation(({ ctx, input }) => sendFeedback(ctx, input)),
});
