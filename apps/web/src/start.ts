import { server } from "./server";
import { startSweeping } from "./sweeper";

declare global {
  /** Whether the app was put together; the server in front asks before it listens. */
  var sundialHasStarted: boolean | undefined;
}

/** Puts the app together, so that what is wrong ends the start and not somebody's first request. */
export function start() {
  server();
  startSweeping();
  globalThis.sundialHasStarted = true;
}
