import { listAuditEventsInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { listAuditActions, listAuditEvents } from "./list.ts";

export const auditRouter = router({
  /** The audit log, latest first. */
  list: permitted("audit:read", { limit: "api.reading" })
    .input(listAuditEventsInput)
    .query(({ ctx, input }) => listAuditEvents(ctx, input)),
  /** The actions to filter by. */
  actions: permitted("audit:read").query(({ ctx }) => listAuditActions(ctx)),
});
