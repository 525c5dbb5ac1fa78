import { auditExportFormat, auditFilterInAddress } from "@sundial/validators";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { CSV, type ExportRequest, readFilter, serveExport } from "../file-export.ts";
import { exportAuditEvents } from "./export.ts";

const CONTENT_TYPE = { csv: CSV, jsonl: "application/jsonl; charset=utf-8" } as const;

/**
 * The audit log as a file, for admins: 401, 403, 404 for another file, 400 for an invalid filter.
 */
export function serveAuditExport(ctx: Context, request: ExportRequest): Promise<Response> {
  return serveExport(ctx, request, {
    path: "audit.export",
    permission: "audit:export",
    begin: async (allowed) => {
      const format = auditExportFormat.safeParse(/^events\.(\w+)$/.exec(request.file)?.[1]);
      if (!format.success) throw notFound();
      const filter = readFilter(request.query, auditFilterInAddress);
      const texts = await exportAuditEvents(allowed, { format: format.data, filter });
      return { contentType: CONTENT_TYPE[format.data], texts };
    },
  });
}
