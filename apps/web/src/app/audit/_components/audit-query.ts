import { type AuditFilter, instant, listAuditEventsInput, localDate } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { instantOf } from "@sundial/validators/wall-clock";
import type { z } from "zod";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

const auditQuery = listAuditEventsInput.omit({ limit: true }).extend({
  /** First and last day, in the reader's zone. */
  from: localDate.optional(),
  to: localDate.optional(),
});
/** The log's filters as in the URL: days instead of instants. */
export type AuditQuery = z.output<typeof auditQuery>;

/** Reads the filters from the URL; invalid ones are ignored. */
export const readAuditQuery = (params: SearchParams): AuditQuery => readQuery(params, auditQuery);

/** The server's filter: whole days in the reader's zone, including the last one. */
export function toAuditFilter(
  { from, to, cursor: _, ...query }: AuditQuery,
  zone: string,
): AuditFilter {
  const midnight = (date?: string) =>
    instant.safeParse(date && instantOf(`${date}T00:00`, zone)).data;
  return { ...query, from: midnight(from), to: midnight(to && dayAfter(to)) };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);
}

/** The URL of the log with these filters. */
export const auditPath = (query: AuditQuery): string => pathWith("/audit", query);

/** The URL of the same events as a file. */
export function exportPath(format: "csv" | "jsonl", { from, to, ...filter }: AuditFilter): string {
  const instants = { from: from?.toISOString(), to: to?.toISOString() };
  return pathWith(`/api/audit/events.${format}`, { ...filter, ...instants });
}
