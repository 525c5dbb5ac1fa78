import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

/**
 * Starts the app before the first visitor. Next starts it with the first request, and if that
 * fails, it keeps serving and answers everything with 500. So the first request is our own, and the
 * app itself reports whether it has started.
 *
 * Errors: throws when the app hasn't started; Next has logged the reason.
 */
export async function beginApp(handle: RequestListener) {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  // This needs no database, which may be down.
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/start`, { method: "OPTIONS" });
  await response.arrayBuffer();
  server.close();
  server.closeAllConnections();
  if (globalThis.sundialHasStarted !== true)
    throw new Error("Sundial couldn't start. The log above says why.");
}
