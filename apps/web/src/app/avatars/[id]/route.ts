import { serveAvatar } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** A person's picture, from our own origin. */
async function handler(request: Request, { params }: RouteContext<"/avatars/[id]">) {
  const { id } = await params;
  const known = request.headers.get("if-none-match");
  return serveAvatar(createRequestContext(request.headers), { method: request.method, id, known });
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
