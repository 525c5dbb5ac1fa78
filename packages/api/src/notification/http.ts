import type { Context } from "../context.ts";
import { countClientCall } from "../count-call.ts";
import { answerRead, answerWrite } from "../http.ts";
import { unsubscribe } from "./unsubscribe.ts";

/**
 * The address in the List-Unsubscribe header. A POST ends the emails, with nothing but the token, as
 * RFC 8058 asks; our own page posts there, too, and gets back to itself. Who opens it in a browser is
 * sent to the page, which asks first, because mail programs open links.
 */
export function serveUnsubscribe(ctx: Context, request: Request): Promise<Response> {
  const path = "notification.unsubscribe";
  const { searchParams } = new URL(request.url);
  const token = searchParams.get("token") ?? "";
  const page = new URL(`/unsubscribe?${new URLSearchParams({ token })}`, ctx.siteUrl);
  const { method } = request;
  if (method === "GET" || method === "HEAD") {
    return answerRead(ctx, { method, path }, async () => ({ location: page.href }));
  }
  return answerWrite(ctx, { method, path }, async () => {
    await countClientCall(ctx);
    await unsubscribe(ctx, token);
    if (searchParams.get("from") !== "page") return new Response("Unsubscribed.\n");
    page.searchParams.set("done", "1");
    return new Response(null, { status: 303, headers: { location: page.href } });
  });
}
