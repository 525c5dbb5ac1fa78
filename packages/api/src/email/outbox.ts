import type { Auth } from "@sundial/auth";
import type { Db, EmailStatus } from "@sundial/db";
import { z } from "zod";
import { composeEmail } from "./compose-email.ts";
import type { Mailbox, OutboxRow } from "./outgoing.ts";

const LATEST = 30;

interface ReadOptions {
  db: Db;
  now: Date;
  siteUrl: string;
  unsubscribeLinks: Pick<Auth["unsubscribeLinks"], "seal">;
  from: Mailbox;
}

/**
 * Returns the newest emails of the outbox, each as it would be sent now or with the reason it
 * wouldn't. For development without a mail server only: anyone who reads an email can use its links,
 * so a real site must not show this.
 */
export async function listOutbox(options: ReadOptions) {
  const rows = await options.db.emailOutbox.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: LATEST,
  });
  return Promise.all(rows.map((row) => toShown(row, options)));
}

/** Returns one email of the outbox, or null. For development only; see listOutbox. */
export async function readOutboxEmail(options: ReadOptions, id: string) {
  if (!z.uuid().safeParse(id).success) return null;
  const row = await options.db.emailOutbox.findUnique({ where: { id } });
  return row && toShown(row, options);
}

async function toShown(row: StoredEmail, options: ReadOptions) {
  const { id, recipient, template, status, lastError, createdAt } = row;
  const shown = { id, recipient, template, createdAt };
  // The content of an email is deleted when it is finished.
  if (status !== "pending") return { ...shown, state: lastError ?? status, email: null };
  const email = await composeEmail(row, options);
  if ("dropped" in email) return { ...shown, state: email.dropped, email: null };
  return { ...shown, state: lastError ?? status, email };
}

type StoredEmail = OutboxRow & { status: EmailStatus; lastError: string | null };
