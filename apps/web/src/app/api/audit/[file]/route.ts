import { serveAuditExport } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** The audit log as a file: `/api/audit/events.csv` or `events.jsonl`, with the page's filters. */
async function handler(request: Request, { params }: RouteContext<"/api/audit/[file]">) {
  const { file } = await params;
  const query = new URL(request.url).searchParams;
  const context = createRequestContext(request.headers);
  return serveAuditExport(context, { method: request.method, file, query });
}

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
