import {
  bookOfficeSessionInput,
  cancelOfficeSessionInput,
  listOfficeSessionsInput,
  officeSessionByIdInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { bookOfficeSession } from "./book.ts";
import { cancelOfficeSession, getOfficeSessionById, listOfficeSessions } from "./service.ts";

export const officeSessionRouter = router({
  /** Books an open slot; 409 or 422 with alternatives when it cannot be had. */
  book: permitted("session:book")
    .input(bookOfficeSessionInput)
    .mutation(({ ctx, input }) => bookOfficeSession(ctx, input)),
  /** One's own sessions, or all for program managers and admins. */
  list: permitted("session:read")
    .input(listOfficeSessionsInput)
    .query(({ ctx, input }) => listOfficeSessions(ctx, input)),
  /** One session; 404 when it is not there or not one's own. */
  byId: permitted("session:read")
    .input(officeSessionByIdInput)
    .query(({ ctx, input }) => getOfficeSessionById(ctx, input)),
  /** Calls a session off and frees its time. */
  cancel: permitted("session:cancel")
    .input(cancelOfficeSessionInput)
    .mutation(({ ctx, input }) => cancelOfficeSession(ctx, input)),
});
