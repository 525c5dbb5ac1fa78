import { auditTimelineInput, listAuditEventsInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { listAuditActions, listAuditEvents, listTimeline } from "./list.ts";

export const auditRouter = router({
  /** The audit log, latest first. */
  list: permitted("audit:read", { limit: "api.reading" })
    .input(listAuditEventsInput)
    .query(({ ctx, input }) => listAuditEvents(ctx, input)),
  /** What one person did and what was done to them, latest first. */
  timeline: permitted("audit:read", { limit: "api.reading" })
    .input(auditTimelineInput)
    .query(({ ctx, input }) => listTimeline(ctx, input)),
  /** The actions to filter by. */
  actions: permitted("audit:read").query(({ ctx }) => listAuditActions(ctx)),
});
