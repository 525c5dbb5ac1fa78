import { serveUnsubscribe } from "@sundial/api";
import { createRequestContext } from "~/server/server";

/** Mail programs post here from anywhere, without a session; the token in the URL is all that counts. */
const handler = (request: Request) =>
  serveUnsubscribe(createRequestContext(request.headers), request);

export { handler as GET, handler as POST };
