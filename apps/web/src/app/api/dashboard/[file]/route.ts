import { serveDashboardFile } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** The dashboard as files: `/api/dashboard/numbers.csv` and one for each chart, as filtered. */
async function handler(request: Request, { params }: RouteContext<"/api/dashboard/[file]">) {
  const { file } = await params;
  const query = new URL(request.url).searchParams;
  const context = createRequestContext(request.headers);
  return serveDashboardFile(context, { method: request.method, file, query });
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
