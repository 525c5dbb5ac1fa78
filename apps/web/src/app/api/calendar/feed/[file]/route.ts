import { serveCalendarFeed } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** A private calendar feed: `/api/calendar/feed/<token>.ics`. */
async function handler(request: Request, { params }: RouteContext<"/api/calendar/feed/[file]">) {
  const { file } = await params;
  return serveCalendarFeed(createRequestContext(request.headers), { method: request.method, file });
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
