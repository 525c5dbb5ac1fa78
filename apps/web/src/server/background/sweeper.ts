import { forgetSweepRuns, recordSweep, sendDueEmails, sweeps, webhookSender } from "@sundial/api";
import { env } from "../env/env";
import { log } from "../log";
import { server } from "../server";
import { repeatEach } from "./repeat";
import { sendWebhooks } from "./send-webhooks";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * Runs the background work for as long as the server runs. Several servers may do it at once. Pages
 * don't depend on it; emails and webhooks do.
 */
export function startSweeping() {
  if (env().NODE_ENV === "test") return;
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  const repetition = { signal: stop.signal, log: log() };
  repeatEach(sweepsByClock(), { every: MINUTE, ...repetition });
  const forgetRuns = () => forgetSweepRuns(server().db, Object.keys(sweeps));
  repeatEach({ forgetRuns }, { every: MINUTE, ...repetition });
  const sender = webhookSender({
    db: server().db,
    secrets: server().auth.webhookSecrets,
    webhookHosts: env().WEBHOOK_ALLOWED_HOSTS,
    signal: stop.signal,
  });
  repeatEach({ sendWebhooks: sendWebhooks(sender, log()) }, { every: SECOND, ...repetition });
  if (env().SMTP_URL !== undefined) repeatEach({ sendMails }, { every: SECOND, ...repetition });
  else if (env().NODE_ENV === "production") {
    log().warn("SMTP_URL is not set: emails stay in the outbox and are not sent.");
  }
}

function sweepsByClock() {
  return Object.fromEntries(
    Object.entries(sweeps).map(([name, sweep]) => [
      name,
      async () => {
        const { db, auth } = server();
        await sweep({ db, auth, now: new Date() });
        await recordSweep(db, { name, now: new Date() });
      },
    ]),
  );
}

async function sendMails() {
  const { db, siteUrl, mail, auth } = server();
  if (mail.transport === null) return;
  const { failed } = await sendDueEmails({
    db,
    siteUrl,
    unsubscribeLinks: auth.unsubscribeLinks,
    transport: mail.transport,
    now: new Date(),
  });
  if (failed > 0) log().error({ failed }, "emails were given up; the outbox says why");
}
