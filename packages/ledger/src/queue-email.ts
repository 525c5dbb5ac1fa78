import { randomUUID } from "node:crypto";
import type { DbTransaction } from "@sundial/db";
import type { EmailData, EmailTemplate } from "./email-templates.ts";

interface Envelope {
  /** The address the email goes to. */
  recipient: string;
  /** The same key twice is the same email; without one, each call queues an email of its own. */
  dedupeKey?: string;
  /** Not sent before this instant; at once when left out. */
  dueAt?: Date;
  /** The session it is about, in the version it speaks of. */
  officeSession?: { id: string; version: number };
}

/** An email to be sent: a template with exactly the data it needs. */
export type QueuedEmail = {
  [Template in EmailTemplate]: Envelope & { template: Template; data: EmailData<Template> };
}[EmailTemplate];

/**
 * Queues an email in the transaction of the change it tells of: it is due if and only if that commits.
 * Nothing is sent here. The data may hold one-time tokens; it is wiped when the email is sent or
 * given up.
 */
export async function queueEmail(tx: DbTransaction, email: QueuedEmail) {
  await queueEmails(tx, [email]);
}

/** The same for many at once. */
export async function queueEmails(tx: DbTransaction, emails: QueuedEmail[]) {
  await tx.emailOutbox.createMany({
    data: emails.map((email) => ({
      dedupeKey: email.dedupeKey ?? randomUUID(),
      recipient: email.recipient,
      template: email.template,
      data: email.data,
      dueAt: email.dueAt,
      officeSessionId: email.officeSession?.id,
      officeSessionVersion: email.officeSession?.version,
    })),
    skipDuplicates: true,
  });
}
