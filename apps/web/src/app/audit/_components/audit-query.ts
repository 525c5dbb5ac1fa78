import {
  type AuditFilter,
  listAuditEventsInput,
  listMembersInput,
  localDate,
} from "@sundial/validators";
import type { z } from "zod";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";
import { instantsOfDays } from "~/lib/days-in-zone";

const auditQuery = listAuditEventsInput.omit({ limit: true }).extend({
  /** First and last day, in the reader's zone. */
  from: localDate.optional(),
  to: localDate.optional(),
  /** What somebody typed to find a person, from a form that was sent without a script. */
  actorIdText: listMembersInput.shape.search,
  targetIdText: listMembersInput.shape.search,
});
/** The log's filters as in the URL: days instead of instants. */
export type AuditQuery = z.output<typeof auditQuery>;

/** Reads the filters from the URL; invalid ones are ignored. */
export const readAuditQuery = (params: SearchParams): AuditQuery => readQuery(params, auditQuery);

/** The server's filter: whole days in the reader's zone, including the last one. */
export function toAuditFilter(
  { actorId, targetId, action, from, to }: AuditQuery,
  zone: string,
): AuditFilter {
  return { actorId, targetId, action, ...instantsOfDays({ from, to }, zone) };
}

/** The URL of the log with these filters. */
export const auditPath = (query: AuditQuery): string => pathWith("/audit", query);

/** The URL of the same events as a file. */
export function exportPath(format: "csv" | "jsonl", { from, to, ...filter }: AuditFilter): string {
  const instants = { from: from?.toISOString(), to: to?.toISOString() };
  return pathWith(`/api/audit/events.${format}`, { ...filter, ...instants });
}
