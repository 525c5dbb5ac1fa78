import { dashboardReportInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { reportDashboard } from "./service.ts";

export const dashboardRouter = router({
  /** How the program does in a period of up to three years, compared with the period before. */
  report: permitted("dashboard:read")
    .input(dashboardReportInput)
    .query(({ ctx, input }) => reportDashboard(ctx, input)),
});
