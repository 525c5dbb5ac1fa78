import { type AuditFilter, instant, listAuditEventsInput, localDate } from "@sundial/validators";
import { instantOf } from "@sundial/validators/wall-clock";

/** What the log shows, as it stands in the address: days instead of instants. */
export interface AuditQuery {
  actorId?: string;
  targetId?: string;
  action?: string;
  /** First and last day, in the reader's zone. */
  from?: string;
  to?: string;
  cursor?: string;
}

const DAY = 86_400_000;

type Params = Record<string, string | string[] | undefined>;

/** Reads the filters out of the address; what makes no sense there is ignored, not an error. */
export function readAuditQuery(params: Params): AuditQuery {
  const { actorId, targetId, action, cursor } = listAuditEventsInput.shape;
  const one = (name: string) => [params[name] ?? []].flat().find((value) => value !== "");
  return {
    actorId: actorId.safeParse(one("actorId")).data,
    targetId: targetId.safeParse(one("targetId")).data,
    action: action.safeParse(one("action")).data,
    from: localDate.safeParse(one("from")).data,
    to: localDate.safeParse(one("to")).data,
    cursor: cursor.safeParse(one("cursor")).data ?? undefined,
  };
}

/** What the server is asked: whole days of the reader's zone, the last one included. */
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

/** The address of the log with these filters. */
export function auditPath(query: AuditQuery): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  return params.size === 0 ? "/audit" : `/audit?${params}`;
}

/** The address of the same events as a file. */
export function exportPath(format: "csv" | "jsonl", { from, to, ...filter }: AuditFilter): string {
  const params = new URLSearchParams();
  const instants = { from: from?.toISOString(), to: to?.toISOString() };
  for (const [name, value] of Object.entries({ ...filter, ...instants })) {
    if (value) params.set(name, value);
  }
  return `/api/audit/events.${format}?${params}`;
}
