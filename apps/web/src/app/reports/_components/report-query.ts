import { type ListMisuseReportsInput, listMisuseReportsInput } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The list's filter and page, as in the URL. */
export type ReportQuery = Pick<ListMisuseReportsInput, "status" | "cursor">;

/** Reads them from the URL; invalid ones are ignored. */
export const readReportQuery = (params: SearchParams): ReportQuery =>
  readQuery(params, listMisuseReportsInput.omit({ limit: true, direction: true }));

/** The URL of the list with this filter. */
export const reportsPath = (query: ReportQuery): string => pathWith("/reports", query);
