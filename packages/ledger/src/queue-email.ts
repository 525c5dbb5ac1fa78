import { randomUUID } from "node:crypto";
import type { DbTransaction } from "@sundial/db";
import type { NoticeKind } from "@sundial/validators";
import type { EmailData, EmailTemplate } from "./email-templates.ts";

interface Envelope {
  /** The address the email goes to. */
  recipient: string;
  /** A second email with the same key is dropped. Without a key, every call queues an email. */
  dedupeKey?: string;
  /** When to send it, at the earliest; now by default. */
  dueAt?: Date;
  /** The session it is about, at the version it describes. */
  officeSession?: { id: string; version: number };
  /** What it tells, for people who don't want to hear of that. Other emails always go. */
  kind?: NoticeKind;
  /** Until the end of the recipient's quiet hours. */
  canWait?: boolean;
}

/** An email to send: a template with its data. */
export type QueuedEmail = {
  [Template in EmailTemplate]: Envelope & { template: Template; data: EmailData<Template> };
}[EmailTemplate];

/**
 * Queues an email in the transaction of the change it reports, and it is sent only if that commits.
 * Sending happens elsewhere. The data may contain one-time tokens, so it is erased once the email is
 * sent or has failed.
 */
export async function queueEmail(tx: DbTransaction, email: QueuedEmail) {
  await queueEmails(tx, [email]);
}

/** Queues several emails. */
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
      kind: email.kind,
      canWait: email.canWait,
    })),
    skipDuplicates: true,
  });
}
