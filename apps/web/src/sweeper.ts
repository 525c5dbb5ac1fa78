import {
  forgetEmails,
  queueReminders,
  refreshEarliestSlots,
  sendDueEmails,
  sweepOfficeSessions,
} from "@sundial/api";
import { sweepOneTimeTokens } from "@sundial/auth";
import { env } from "./env";
import { log } from "./log";
import { server } from "./server";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * What happens without anyone asking, for as long as the server runs. Several servers may do it at
 * once. What people see does not wait for it, but for mails.
 */
export function startSweeping() {
  if (env().NODE_ENV === "test") return;
  repeat(MINUTE, "A sweep", sweep);
  if (env().SMTP_URL !== undefined) repeat(3 * SECOND, "Sending mails", sendMails);
  else if (env().NODE_ENV === "production") {
    log().warn("SMTP_URL is not set: mails wait in the outbox, and nobody reads them.");
  }
}

/**
 * Brings stored sessions up to the clock: requests expire, sessions nobody reported on are complete;
 * reminds of those of tomorrow; works out the next slot of mentors whose availability changed;
 * forgets counts and one-time tokens whose time is over; and publishes the next signing key when it is time.
 */
async function sweep() {
  const { db, auth } = server();
  const now = new Date();
  await sweepOfficeSessions({ db, now });
  await queueReminders({ db, now });
  await forgetEmails({ db, now });
  await refreshEarliestSlots({ db, now: new Date() });
  await sweepOneTimeTokens({ db, now });
  await auth.keys.prepareNext();
  await auth.limiter.forget();
}

async function sendMails() {
  const { db, siteUrl, mail } = server();
  if (mail.transport === null) return;
  const { failed } = await sendDueEmails({
    db,
    siteUrl,
    transport: mail.transport,
    now: new Date(),
  });
  if (failed > 0) log().error({ failed }, "mails were given up; the outbox says why");
}

/** A round begins when the one before is done, and one that fails is only news. */
function repeat(every: number, name: string, work: () => Promise<void>) {
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  function schedule() {
    if (isStopping) return;
    timer = setTimeout(round, every);
    // The server may end while it waits.
    timer.unref();
  }

  async function round() {
    try {
      await work();
    } catch (error) {
      log().error({ err: error }, `${name} failed; the next round comes soon.`);
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
