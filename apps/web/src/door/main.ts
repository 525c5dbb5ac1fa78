import { createServer, type Server } from "node:http";
import next from "next";
import { behindDoor, env, listeningEnv } from "../env";
import { log, loggedPath } from "../log";
import { type Answered, createDoor } from "./door";
import { CLIENT_ADDRESS_HEADER } from "./own-headers";

/** Ports tried in development when nobody said which and the first is taken. */
const PORTS_TO_TRY = 10;

/** How long requests under way may take to end when the server is told to stop. */
const GRACE_MS = 5_000;

const isDevelopment = process.argv[2] === "dev";

/** `tsx main.ts` serves the built app, `tsx main.ts dev` the one being written. */
async function main() {
  const { PORT, HOST } = listeningEnv();
  behindDoor({ isDevelopment, clientAddressHeader: CLIENT_ADDRESS_HEADER });
  // Next would take WebSockets from whatever server it finds, so it is given one without a port.
  const liveReload = createServer();
  const app = next({
    dev: isDevelopment,
    port: PORT ?? 3000,
    httpServer: liveReload,
  });
  await app.prepare();
  const { NODE_ENV, BETTER_AUTH_URL, TRUSTED_PROXIES } = env();
  const site = new URL(BETTER_AUTH_URL);
  const door = createDoor({
    handle: app.getRequestHandler(),
    upgrade: isDevelopment ? (...asked) => liveReload.emit("upgrade", ...asked) : undefined,
    trustedProxies: TRUSTED_PROXIES,
    host: NODE_ENV === "production" ? site.host : undefined,
    isHttps: site.protocol === "https:",
    onDone: logRequest,
  });
  const mayMove = isDevelopment && PORT === undefined;
  const port = await listen(door, PORT ?? 3000, { host: HOST, tries: mayMove ? PORTS_TO_TRY : 1 });
  process.stdout.write(`Sundial is on http://localhost:${port}\n`);

  const stop = () => {
    door.close();
    door.closeIdleConnections();
    // In development the browser's live reload would hold it open.
    if (isDevelopment) process.exit(0);
    setTimeout(() => process.exit(0), GRACE_MS).unref();
    door.once("close", () => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** One line a request; those for built files only when asked for. */
function logRequest({ url, ...answered }: Answered) {
  const path = loggedPath(url);
  const fields = { ...answered, path };
  if (path.startsWith("/_next/")) log().debug(fields, "request");
  else log().info(fields, "request");
}

/** Listens on the port or, when it is taken, on one of the next; gives the one it got. */
function listen(server: Server, port: number, { host, tries }: { host?: string; tries: number }) {
  return new Promise<number>((resolve, reject) => {
    let next = port;
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE" || ++next >= port + tries) return reject(error);
      server.listen(next, host);
    });
    server.once("listening", () => resolve(next));
    server.listen(next, host);
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
