import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

/**
 * Has the app begin before anybody comes. Next does that with the first request, and when it fails
 * it serves on and answers everything with 500; so a request of our own is the first, and the app
 * says itself whether it has started.
 *
 * @throws when it has not; Next has written why
 */
export async function beginApp(handle: RequestListener) {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  // Nothing is asked of the database, which may be away.
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/start`, { method: "OPTIONS" });
  await response.arrayBuffer();
  server.close();
  server.closeAllConnections();
  if (globalThis.sundialHasStarted !== true)
    throw new Error("Sundial couldn't start. The log above says why.");
}
