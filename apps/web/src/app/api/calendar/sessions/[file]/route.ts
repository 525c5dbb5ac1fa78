import { serveSessionFile } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** One session to add to a calendar: `/api/calendar/sessions/<id>.ics`. */
async function handler(
  request: Request,
  { params }: RouteContext<"/api/calendar/sessions/[file]">,
) {
  const { file } = await params;
  return serveSessionFile(createRequestContext(request.headers), { method: request.method, file });
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
