import { serveSessionExport } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** The list as a file: `/api/sessions/sessions.csv`, with the page's filters. */
async function handler(request: Request, { params }: RouteContext<"/api/sessions/[file]">) {
  const { file } = await params;
  const query = new URL(request.url).searchParams;
  const context = createRequestContext(request.headers);
  return serveSessionExport(context, { method: request.method, file, query });
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
