import type { Auth } from "@sundial/auth";
import type { Db, EmailStatus } from "@sundial/db";
import { z } from "zod";
import { saveOutcome } from "../save-outcome.ts";
import { composeEmail } from "./compose-email.ts";
import { failureOf, LEASE, MAX_ATTEMPTS, waitAfter } from "./delivery-policy.ts";
import { endOfQuiet } from "./hold-back.ts";
import type { EmailTransport } from "./smtp.ts";

const BATCH = 10;

interface SendOptions {
  db: Db;
  now: Date;
  siteUrl: string;
  unsubscribeLinks: Pick<Auth["unsubscribeLinks"], "seal">;
  transport: EmailTransport;
}

type Outcome = Exclude<EmailStatus, "pending"> | "retried" | "waiting";

/**
 * Sends the due emails, batch by batch, and returns a count for each outcome. Run it every few
 * seconds, on as many servers as you like: one of them claims each email. Claiming counts the
 * attempt and postpones the email by a lease, in one statement. Nothing is sent inside a
 * transaction. Saving the outcome is retried until it succeeds or the lease is nearly over. If a
 * worker dies, others take its emails when the lease ends. So an email is sent twice only if its
 * worker died, or the database was unreachable for the rest of the lease, before the outcome was
 * saved.
 */
export async function sendDueEmails(options: SendOptions): Promise<Record<Outcome, number>> {
  const counts = { sent: 0, dropped: 0, failed: 0, retried: 0, waiting: 0 };
  const begun = performance.now();
  // A lease counts from its own claim, because a long queue takes longer than one lease.
  for (let at = options.now; ; at = new Date(options.now.getTime() + performance.now() - begun)) {
    const claimed = await claimDue(options.db, at);
    const outcomes = await Promise.all(claimed.map((row) => deliver(row, options)));
    for (const outcome of outcomes) counts[outcome] += 1;
    if (claimed.length < BATCH) return counts;
  }
}

const claimedRow = z.object({
  id: z.string(),
  recipient: z.string(),
  template: z.string(),
  kind: z.string().nullable(),
  canWait: z.boolean(),
  data: z.unknown(),
  officeSessionId: z.string().nullable(),
  officeSessionVersion: z.number().nullable(),
  createdAt: z.date(),
  attempts: z.number(),
});
/** With the time after which nothing more is saved, on the clock of `performance`. */
type ClaimedRow = z.infer<typeof claimedRow> & { noteUntil: number };

async function claimDue(db: Db, now: Date): Promise<ClaimedRow[]> {
  const noteUntil = performance.now() + 0.9 * LEASE;
  const until = new Date(now.getTime() + LEASE);
  const rows = await db.$queryRaw<unknown[]>`
    UPDATE email_outbox SET attempts = attempts + 1, due_at = ${until}
     WHERE id IN (
       SELECT id FROM email_outbox WHERE status = 'pending' AND due_at <= ${now}
        ORDER BY due_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, template, kind, can_wait AS "canWait", data, attempts, created_at AS "createdAt",
              office_session_id AS "officeSessionId",
              office_session_version AS "officeSessionVersion"`;
  return z
    .array(claimedRow)
    .parse(rows)
    .map((row) => ({ ...row, noteUntil }));
}

async function deliver(row: ClaimedRow, options: SendOptions): Promise<Outcome> {
  const { now, transport } = options;
  try {
    if (row.attempts > MAX_ATTEMPTS)
      return await finish(row, options, "failed", "no attempts left");
    const dueAt = await endOfQuiet(row, options);
    if (dueAt !== null) {
      // Nothing was tried.
      await write(row, options, { dueAt, attempts: row.attempts - 1 });
      return "waiting";
    }
    const email = await composeEmail(row, { ...options, from: transport.from });
    if ("dropped" in email) return await finish(row, options, "dropped", email.dropped);
    await transport.send(email);
  } catch (error) {
    const { reason, isFinal } = failureOf(error);
    if (isFinal || row.attempts === MAX_ATTEMPTS) return finish(row, options, "failed", reason);
    const dueAt = new Date(now.getTime() + waitAfter(row.attempts, Math.random()));
    await write(row, options, { dueAt, lastError: reason });
    return "retried";
  }
  return finish(row, options, "sent", null);
}

/** The email is finished, so its data, including one-time tokens, is deleted. */
async function finish(
  row: ClaimedRow,
  options: SendOptions,
  status: Exclude<Outcome, "retried" | "waiting">,
  lastError: string | null,
): Promise<Outcome> {
  const sentAt = status === "sent" ? options.now : undefined;
  await write(row, options, { status, lastError, sentAt, data: {} });
  return status;
}

interface Written {
  status?: EmailStatus;
  dueAt?: Date;
  sentAt?: Date;
  attempts?: number;
  lastError?: string | null;
  data?: Record<string, never>;
}

/** Unless the lease has ended and another worker has the email now. */
async function write({ id, attempts, noteUntil }: ClaimedRow, { db }: SendOptions, data: Written) {
  await saveOutcome(noteUntil, () =>
    db.emailOutbox.updateMany({ where: { id, attempts, status: "pending" }, data }),
  );
}
