import { startSweeping } from "./background/sweeper";
import { warnWithoutAdmin } from "./background/warn-without-admin";
import { server } from "./server";

declare global {
  /** Whether the app has started; the server in front checks before it listens. */
  var sundialHasStarted: boolean | undefined;
}

/**
 * Wires the app together at the start. Otherwise, somebody's first request would find what is
 * wrong.
 */
export function start() {
  server();
  startSweeping();
  void warnWithoutAdmin();
  globalThis.sundialHasStarted = true;
}
