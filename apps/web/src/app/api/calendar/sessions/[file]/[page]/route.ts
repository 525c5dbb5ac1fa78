import { serveCalendarPage } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** To another calendar's page: `/api/calendar/sessions/<id>/google`, `outlook` or `office`. */
async function handler(
  request: Request,
  { params }: RouteContext<"/api/calendar/sessions/[file]/[page]">,
) {
  const { file: id, page } = await params;
  return serveCalendarPage(createRequestContext(request.headers), {
    method: request.method,
    id,
    page,
  });
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
