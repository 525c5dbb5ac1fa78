import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import nextEnv from "@next/env";
import { withinTime } from "@sundial/db/deadline";
import next from "next";
import { underWay } from "../background/under-way";
import { consoleToLog } from "../console-to-log";
import { behindDoor, env, listeningEnv, startWarnings } from "../env/env";
import { ARRIVAL_MS, DATABASE_MS, DRAIN_MS } from "../limits";
import { log, loggedPath } from "../log";
import { requestNumber } from "../request-number";
import { beginApp } from "./begin-app";
import { type Answered, createDoor } from "./door";
import { withoutVersionCheck } from "./no-version-check";
import { CLIENT_ADDRESS_HEADER, REQUEST_ID_HEADER } from "./own-headers";
import { watchForUnnamedProxy } from "./unnamed-proxy";

/** Ports tried in development when no port is set and the first is taken. */
const PORTS_TO_TRY = 10;

const isDevelopment = process.argv[2] === "dev";

/** `tsx main.ts` serves the built app, `tsx main.ts dev` the app in development. */
async function main() {
  behindDoor({ isDevelopment, clientAddressHeader: CLIENT_ADDRESS_HEADER });
  nextEnv.loadEnvConfig(process.cwd(), isDevelopment);
  const { PORT, HOST } = listeningEnv();
  const { NODE_ENV, BETTER_AUTH_URL, TRUSTED_PROXIES } = env();
  if (isDevelopment) globalThis.fetch = withoutVersionCheck(fetch);
  // In development, people read what is printed; in production, programs do.
  else consoleToLog(log());
  // Next would accept WebSockets on any server it finds, so it gets one without a port.
  const liveReload = createServer();
  const app = next({
    dev: isDevelopment,
    port: PORT ?? 3000,
    httpServer: liveReload,
  });
  await app.prepare();
  const site = new URL(BETTER_AUTH_URL);
  const handle = app.getRequestHandler();
  if (!isDevelopment) await beginApp(handle);
  const door = createDoor({
    handle: (request, response) =>
      requestNumber().run(String(request.headers[REQUEST_ID_HEADER]), () =>
        withinTime(DATABASE_MS, () => handle(request, response)),
      ),
    patienceMs: ARRIVAL_MS,
    upgrade: isDevelopment ? (...asked) => liveReload.emit("upgrade", ...asked) : undefined,
    trustedProxies: TRUSTED_PROXIES,
    host: NODE_ENV === "production" ? site.host : undefined,
    isHttps: site.protocol === "https:",
    onDone: logRequest,
  });
  if (NODE_ENV === "production") {
    watchForUnnamedProxy(door, {
      trustedProxies: TRUSTED_PROXIES,
      warn: (fields, message) => log().warn(fields, message),
    });
    for (const warning of startWarnings()) log().warn(warning);
  }
  const mayMove = isDevelopment && PORT === undefined;
  const port = await listen(door, PORT ?? 3000, { host: HOST, tries: mayMove ? PORTS_TO_TRY : 1 });
  const isUp = `Sundial is on http://localhost:${port}`;
  if (isDevelopment) process.stdout.write(`${isUp}\n`);
  else log().info(isUp);

  const stop = () => {
    door.close();
    door.closeIdleConnections();
    // In development, the browser's live reload would keep it open.
    if (isDevelopment) process.exit(0);
    const isClosed = new Promise((resolve) => door.once("close", resolve));
    // A task may have sent an email without saving that yet; the email would be sent twice.
    const isDone = isClosed.then(() => Promise.allSettled(underWay));
    void Promise.race([isDone, sleep(DRAIN_MS)]).then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** One line per request; built files only at the debug level. */
function logRequest({ url, ...answered }: Answered) {
  const path = loggedPath(url);
  const fields = { ...answered, path };
  if (path.startsWith("/_next/")) log().debug(fields, "request");
  else log().info(fields, "request");
}

/** Listens on the port or, if it is taken, on one of the next, and returns the port used. */
function listen(server: Server, port: number, { host, tries }: { host?: string; tries: number }) {
  return new Promise<number>((resolve, reject) => {
    let next = port;
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE" || ++next >= port + tries) return reject(error);
      server.listen(next, host);
    });
    server.once("listening", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : next);
    });
    server.listen(next, host);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
