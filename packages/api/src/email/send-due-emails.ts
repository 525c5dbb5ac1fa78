import type { Db, EmailStatus } from "@sundial/db";
import { z } from "zod";
import { composeEmail } from "./compose-email.ts";
import { failureOf, LEASE, MAX_ATTEMPTS, waitAfter } from "./delivery-policy.ts";
import type { EmailTransport } from "./smtp.ts";

const BATCH = 10;

interface SendOptions {
  db: Db;
  now: Date;
  siteUrl: string;
  transport: EmailTransport;
}

type Outcome = Exclude<EmailStatus, "pending"> | "retried";

/**
 * Sends the mails that are due, batch by batch, and returns what became of how many. Run it every
 * few seconds, on as many servers as you like: each mail is claimed by one of them. Claiming marks
 * the attempt and puts the mail off by a lease, in one statement; nothing is sent inside a
 * transaction. A worker that dies leaves its mails to the others when the lease is over, so a mail
 * may be sent twice only if it died between the server's answer and writing it down.
 */
export async function sendDueEmails(options: SendOptions): Promise<Record<Outcome, number>> {
  const counts = { sent: 0, dropped: 0, failed: 0, retried: 0 };
  for (;;) {
    const claimed = await claimDue(options);
    const outcomes = await Promise.all(claimed.map((row) => deliver(row, options)));
    for (const outcome of outcomes) counts[outcome] += 1;
    if (claimed.length < BATCH) return counts;
  }
}

const claimedRow = z.object({
  id: z.string(),
  recipient: z.string(),
  template: z.string(),
  data: z.unknown(),
  officeSessionId: z.string().nullable(),
  officeSessionVersion: z.number().nullable(),
  createdAt: z.date(),
  attempts: z.number(),
});
type ClaimedRow = z.infer<typeof claimedRow>;

async function claimDue({ db, now }: SendOptions): Promise<ClaimedRow[]> {
  const until = new Date(now.getTime() + LEASE);
  const rows = await db.$queryRaw<unknown[]>`
    UPDATE email_outbox SET attempts = attempts + 1, due_at = ${until}
     WHERE id IN (
       SELECT id FROM email_outbox WHERE status = 'pending' AND due_at <= ${now}
        ORDER BY due_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, template, data, attempts, created_at AS "createdAt",
              office_session_id AS "officeSessionId",
              office_session_version AS "officeSessionVersion"`;
  return z.array(claimedRow).parse(rows);
}

async function deliver(row: ClaimedRow, options: SendOptions): Promise<Outcome> {
  const { now, transport } = options;
  try {
    if (row.attempts > MAX_ATTEMPTS)
      return await finish(row, options, "failed", "no attempts left");
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

/** Nothing more will come of it, so its data, one-time tokens among it, is forgotten. */
async function finish(
  row: ClaimedRow,
  options: SendOptions,
  status: Exclude<Outcome, "retried">,
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
  lastError: string | null;
  data?: Record<string, never>;
}

/** Unless the lease was over and another worker has the mail now. */
async function write({ id, attempts }: ClaimedRow, { db }: SendOptions, data: Written) {
  await db.emailOutbox.updateMany({ where: { id, attempts, status: "pending" }, data });
}
