import { authorizePerson } from "../authorize.ts";
import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import { answerRead } from "../http.ts";
import { isCalendarPage } from "../icalendar/icalendar.ts";
import { getCalendarPage, getSessionFile, readCalendarFeed } from "./service.ts";

interface FileRequest {
  method: string;
  /** The last part of the URL, such as "<token>.ics". */
  file: string;
}

const ICS = "text/calendar; charset=utf-8";

/**
 * A feed by its token, for calendar programs, without a sign-in. A 404 doesn't reveal the reason.
 */
export function serveCalendarFeed(ctx: Context, { method, file }: FileRequest): Promise<Response> {
  return answerRead(ctx, { method, path: "calendar.feed" }, async () => ({
    contentType: ICS,
    text: await readCalendarFeed(ctx, stemOf(file)),
  }));
}

/** One session as a file for the signed-in person; 401, 403 or 404 like `officeSession.byId`. */
export function serveSessionFile(ctx: Context, { method, file }: FileRequest): Promise<Response> {
  return answerRead(ctx, { method, path: "calendar.session" }, async () => {
    const allowed = await authorizePerson(ctx, "session:read");
    return {
      contentType: ICS,
      text: await getSessionFile(allowed, stemOf(file)),
      headers: { "content-disposition": 'attachment; filename="office-session.ics"' },
    };
  });
}

/** Sends the signed-in person to another calendar's page, to add one session there. */
export function serveCalendarPage(
  ctx: Context,
  { method, id, page }: { method: string; id: string; page: string },
): Promise<Response> {
  return answerRead(ctx, { method, path: "calendar.page" }, async () => {
    const allowed = await authorizePerson(ctx, "session:read");
    if (!isCalendarPage(page)) throw notFound();
    return { location: await getCalendarPage(allowed, { id, page }) };
  });
}

function stemOf(file: string): string {
  if (!file.endsWith(".ics")) throw notFound();
  return file.slice(0, -".ics".length);
}
