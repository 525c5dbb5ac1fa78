import {
  type AuditFilter,
  auditExportFormat,
  auditFilterInAddress,
  DomainError,
} from "@sundial/validators";
import type { z } from "zod";
import { authorize } from "../authorize.ts";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { answerRead } from "../http.ts";
import { exportAuditEvents } from "./export.ts";

interface ExportRequest {
  method: string;
  /** The last part of the URL: "events.csv" or "events.jsonl". */
  file: string;
  /** The filter, as in the URL of the audit log page. */
  query: URLSearchParams;
}

const CONTENT_TYPE = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
} as const;

/**
 * The audit log as a file, for admins: 401, 403, 404 for another file, 400 for an invalid filter.
 */
export function serveAuditExport(ctx: Context, request: ExportRequest): Promise<Response> {
  const { method, file, query } = request;
  return answerRead(ctx, { method, path: "audit.export" }, async () => {
    const allowed = await authorize(ctx, "audit:export");
    const format = auditExportFormat.safeParse(/^events\.(\w+)$/.exec(file)?.[1]);
    if (!format.success) throw notFound();
    const options = { format: format.data, filter: readFilter(query) };
    const texts = await exportAuditEvents(allowed, options);
    return {
      contentType: CONTENT_TYPE[format.data],
      text: toStream(texts),
      headers: { "content-disposition": `attachment; filename="sundial-${file}"` },
    };
  });
}

/** Produced as fast as the reader reads, and abandoned when the reader leaves. */
function toStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await texts.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await texts.return(undefined);
    },
  });
}

function readFilter(query: URLSearchParams): AuditFilter {
  const given = [...query].filter(([, value]) => value !== "");
  const twice = given.find(([name], at) => given.findIndex((other) => other[0] === name) < at);
  if (twice !== undefined) throw oddFilters([{ path: [twice[0]], message: "Say this once" }]);
  const filter = auditFilterInAddress.safeParse(Object.fromEntries(given));
  if (filter.success) return filter.data;
  throw oddFilters(filter.error.issues);
}

function oddFilters(issues: Pick<z.core.$ZodIssue, "path" | "message">[]) {
  const details = issues.map(({ path, message }) => ({ path: path.map(String), message }));
  return new DomainError("INVALID_INPUT", "Some filters aren't valid.", details);
}
