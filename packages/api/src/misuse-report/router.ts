import {
  decideMisuseReportInput,
  listMisuseReportsInput,
  listMyMisuseReportsInput,
  misuseReportByIdInput,
  previewMisuseReportInput,
  submitMisuseReportInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { decideMisuseReport } from "./decide.ts";
import { getMisuseReportById, listMisuseReports, listMyMisuseReports } from "./service.ts";
import { previewMisuseReport, submitMisuseReport } from "./submit.ts";

export const misuseReportRouter = router({
  /** The reports that the actor has sent. */
  mine: permitted("misuseReport:submit")
    .input(listMyMisuseReportsInput)
    .query(({ ctx, input }) => listMyMisuseReports(ctx, input)),
  /** Whom a report would be about, and what it would quote. */
  preview: permitted("misuseReport:submit")
    .input(previewMisuseReportInput)
    .query(({ ctx, input }) => previewMisuseReport(ctx, input)),
  /** Everyone's reports, for staff. */
  list: permitted("misuseReport:read")
    .input(listMisuseReportsInput)
    .query(({ ctx, input }) => listMisuseReports(ctx, input)),
  /** One report, with its context. */
  byId: permitted("misuseReport:read")
    .input(misuseReportByIdInput)
    .query(({ ctx, input }) => getMisuseReportById(ctx, input)),
  /** Reports a person, or what they wrote, to staff. */
  submit: permitted("misuseReport:submit", { limit: "api.reporting" })
    .input(submitMisuseReportInput)
    .mutation(({ ctx, input }) => submitMisuseReport(ctx, input)),
  /** Decides a report, with words for staff. */
  decide: permitted("misuseReport:decide")
    .input(decideMisuseReportInput)
    .mutation(({ ctx, input }) => decideMisuseReport(ctx, input)),
});
