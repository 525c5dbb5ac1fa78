import { refreshEarliestSlots, sweepOfficeSessions } from "@sundial/api";
import { env } from "./env";
import { server } from "./server";

const EVERY = 60_000;

/**
 * Brings stored sessions up to the clock once a minute for as long as the server runs: requests
 * expire, sessions nobody reported on are complete; works out the next slot of mentors whose
 * availability changed; and publishes the next signing key when it is time. What people see does
 * not wait for it. A round begins when the one before is done, and one that fails is only news.
 */
export function startSweeping() {
  if (env().NODE_ENV === "test") return;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  function schedule() {
    if (isStopping) return;
    timer = setTimeout(sweep, EVERY);
    // The server may end while it waits.
    timer.unref();
  }

  async function sweep() {
    try {
      const { db, auth } = server();
      await sweepOfficeSessions({ db, now: new Date() });
      await refreshEarliestSlots({ db, now: new Date() });
      await auth.keys.prepareNext();
    } catch (error) {
      console.error("A sweep failed; the next one is a minute away.", error);
    }
    schedule();
  }

  function stop() {
    isStopping = true;
    clearTimeout(timer);
  }

  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  schedule();
}
