import {
  type DashboardFile,
  type DashboardReportInput,
  DomainError,
  dashboardFile,
  dashboardReportInput,
} from "@sundial/validators";
import { authorize } from "../authorize.ts";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { answerRead } from "../http.ts";
import { csvOf } from "./csv.ts";
import { reportDashboard } from "./service.ts";

interface FileRequest {
  method: string;
  /** The last part of the URL: "numbers.csv", or the name of a chart. */
  file: string;
  /** The period and filters, as in the URL of the page. */
  query: URLSearchParams;
}

/**
 * What the dashboard shows as a file, for those who may see it: 401, 403, 404 for another file or an
 * unknown mentor, 400 for an invalid period or filter.
 */
export function serveDashboardFile(ctx: Context, request: FileRequest): Promise<Response> {
  const { method, file, query } = request;
  return answerRead(ctx, { method, path: "dashboard.report" }, async () => {
    const allowed = await authorize(ctx, "dashboard:read");
    const name = fileOf(file);
    const input = readInput(query);
    const report = await reportDashboard(allowed, input);
    return {
      contentType: "text/csv; charset=utf-8",
      text: csvOf(name, report),
      headers: {
        "content-disposition": `attachment; filename="sundial-${name}-${input.from}-${input.to}.csv"`,
      },
    };
  });
}

function fileOf(file: string): DashboardFile {
  const name = dashboardFile.safeParse(/^(\w+)\.csv$/.exec(file)?.[1]);
  if (!name.success) throw notFound();
  return name.data;
}

function readInput(query: URLSearchParams): DashboardReportInput {
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ""));
  const input = dashboardReportInput.safeParse(given);
  if (input.success) return input.data;
  const details = input.error.issues.map(({ path, message }) => ({
    path: path.map(String),
    message,
  }));
  throw new DomainError("INVALID_INPUT", "The period or a filter isn't valid.", details);
}
