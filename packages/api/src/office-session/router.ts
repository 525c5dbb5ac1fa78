import {
  approveOfficeSessionInput,
  bookFollowUpOfficeSessionInput,
  bookOfficeSessionInput,
  bookOnBehalfOfficeSessionInput,
  briefOfficeSessionInput,
  cancelOfficeSessionInput,
  checkInOfficeSessionInput,
  completeOfficeSessionInput,
  correctOfficeSessionInput,
  countOfficeSessionsInput,
  declineOfficeSessionInput,
  editOfficeSessionInput,
  listDisputesInput,
  listOfficeSessionsInput,
  officeSessionByIdInput,
  officeSessionOpenSlotsInput,
  reportNoShowOfficeSessionInput,
  rescheduleOfficeSessionInput,
  runLateOfficeSessionInput,
  searchOfficeSessionsInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { checkInOfficeSession, runLateOfficeSession } from "./attend.ts";
import { bookFollowUpOfficeSession, bookOfficeSession, bookOnBehalfOfficeSession } from "./book.ts";
import { briefOfficeSession } from "./brief.ts";
import {
  approveOfficeSession,
  cancelOfficeSession,
  completeOfficeSession,
  correctOfficeSession,
  declineOfficeSession,
  reportNoShowOfficeSession,
} from "./change.ts";
import { listDisputes } from "./disputes.ts";
import { editOfficeSession } from "./edit.ts";
import { getOfficeSessionOpenSlots, rescheduleOfficeSession } from "./reschedule.ts";
import { countOfficeSessions, searchOfficeSessions } from "./search.ts";
import { getOfficeSessionById, listOfficeSessions } from "./service.ts";
import { listOfficeSessionsToday } from "./today.ts";

export const officeSessionRouter = router({
  /** Books an open slot; 409 or 422 with alternatives when it isn't available. */
  book: permitted("session:book", { limit: "api.booking" })
    .input(bookOfficeSessionInput)
    .mutation(({ ctx, input }) => bookOfficeSession(ctx, input)),
  /** Books for a mentee, with a reason. */
  bookOnBehalf: permitted("session:bookOnBehalf", { limit: "api.booking" })
    .input(bookOnBehalfOfficeSessionInput)
    .mutation(({ ctx, input }) => bookOnBehalfOfficeSession(ctx, input)),
  /** A mentor books with a mentee they have met. */
  bookFollowUp: permitted("session:bookFollowUp", { limit: "api.booking" })
    .input(bookFollowUpOfficeSessionInput)
    .mutation(({ ctx, input }) => bookFollowUpOfficeSession(ctx, input)),
  /** The actor's sessions, or all for program managers and admins. */
  list: permitted("session:read")
    .input(listOfficeSessionsInput)
    .query(({ ctx, input }) => listOfficeSessions(ctx, input)),
  /** The actor's sessions and requests of today. */
  today: permitted("session:read").query(({ ctx }) => listOfficeSessionsToday(ctx)),
  /** Everyone's sessions, by topic, person, period, status and flag. */
  search: permitted("session:list")
    .input(searchOfficeSessionsInput)
    .query(({ ctx, input }) => searchOfficeSessions(ctx, input)),
  /** How many sessions have each status and flag, up to a hundred. */
  counts: permitted("session:list")
    .input(countOfficeSessionsInput)
    .query(({ ctx, input }) => countOfficeSessions(ctx, input)),
  /** Disputed sessions with both reports, the oldest dispute first. */
  disputes: permitted("session:list")
    .input(listDisputesInput)
    .query(({ ctx, input }) => listDisputes(ctx, input)),
  /** One session; 404 when it doesn't exist or isn't visible. */
  byId: permitted("session:read")
    .input(officeSessionByIdInput)
    .query(({ ctx, input }) => getOfficeSessionById(ctx, input)),
  /** The other person's profile, earlier sessions of the two, and their open action items. */
  brief: permitted("session:read")
    .input(briefOfficeSessionInput)
    .query(({ ctx, input }) => briefOfficeSession(ctx, input)),
  /** The starts to which a session could move. */
  openSlots: permitted("session:reschedule")
    .input(officeSessionOpenSlotsInput)
    .query(({ ctx, input }) => getOfficeSessionOpenSlots(ctx, input)),
  /** Accepts a request. */
  approve: permitted("session:approve")
    .input(approveOfficeSessionInput)
    .mutation(({ ctx, input }) => approveOfficeSession(ctx, input)),
  /** Declines a request and frees its time. */
  decline: permitted("session:decline")
    .input(declineOfficeSessionInput)
    .mutation(({ ctx, input }) => declineOfficeSession(ctx, input)),
  /** Cancels a session and frees its time. */
  cancel: permitted("session:cancel")
    .input(cancelOfficeSessionInput)
    .mutation(({ ctx, input }) => cancelOfficeSession(ctx, input)),
  /** Moves a session to another open start, in one step. */
  reschedule: permitted("session:reschedule", { limit: "api.booking" })
    .input(rescheduleOfficeSessionInput)
    .mutation(({ ctx, input }) => rescheduleOfficeSession(ctx, input)),
  /** Changes the topic, agenda or place, and tells both people what it was before. */
  edit: permitted("session:edit")
    .input(editOfficeSessionInput)
    .mutation(({ ctx, input }) => editOfficeSession(ctx, input)),
  /** Says that the actor is there; the first time counts. */
  checkIn: permitted("session:checkIn")
    .input(checkInOfficeSessionInput)
    .mutation(({ ctx, input }) => checkInOfficeSession(ctx, input)),
  /** Tells the other person that the actor comes some minutes later. */
  runLate: permitted("session:checkIn")
    .input(runLateOfficeSessionInput)
    .mutation(({ ctx, input }) => runLateOfficeSession(ctx, input)),
  /** Records that a session took place. */
  complete: permitted("session:complete")
    .input(completeOfficeSessionInput)
    .mutation(({ ctx, input }) => completeOfficeSession(ctx, input)),
  /** Reports that the other party didn't come. */
  reportNoShow: permitted("session:reportNoShow")
    .input(reportNoShowOfficeSessionInput)
    .mutation(({ ctx, input }) => reportNoShowOfficeSession(ctx, input)),
  /** Records what really happened. */
  correct: permitted("session:correct")
    .input(correctOfficeSessionInput)
    .mutation(({ ctx, input }) => correctOfficeSession(ctx, input)),
});
