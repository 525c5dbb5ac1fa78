import type { DbTransaction } from "@sundial/db";
import type { AuditAction } from "../audit/index.ts";
import { queueEmail } from "./queue-email.ts";
import type { EmailTemplate } from "./templates.ts";

/** What people are written to about: named like the audit events of the same changes. */
const WRITTEN_ABOUT = [
  "officeSession.requested",
  "officeSession.booked",
  "officeSession.approved",
  "officeSession.declined",
  "officeSession.cancelled",
  "officeSession.rescheduled",
  "officeSession.expired",
] as const satisfies readonly (AuditAction & EmailTemplate)[];

interface ChangedSession {
  id: string;
  version: number;
  mentorId: string;
  menteeId: string;
}

interface QueueOptions {
  /** A party who is not written to. */
  except?: string;
}

/**
 * Queues a mail to each party about a change, in the transaction of the change: it is due if and
 * only if the change was made, and once however often it is tried. A row holds no text. Whoever
 * sends it reads the session again, and drops the mail when the session has moved on from this
 * version. Changes nobody is written to about, such as a completed session, queue nothing.
 */
export async function queueSessionEmails(
  tx: DbTransaction,
  session: ChangedSession,
  change: AuditAction,
  options?: QueueOptions,
) {
  const template = WRITTEN_ABOUT.find((each) => each === change);
  if (template === undefined) return;
  await queueForParties(tx, session, template, options);
}

type PartyTemplate = (typeof WRITTEN_ABOUT)[number] | "officeSession.reminder";

/** One mail to each party about this version of the session, however often it is asked for. */
export async function queueForParties(
  tx: DbTransaction,
  session: ChangedSession,
  template: PartyTemplate,
  { except }: QueueOptions = {},
) {
  const parties = await tx.user.findMany({
    where: { id: { in: [session.mentorId, session.menteeId].filter((id) => id !== except) } },
    select: { id: true, email: true },
  });
  for (const { id, email } of parties) {
    await queueEmail(tx, {
      template,
      recipient: email,
      data: { recipientId: id },
      dedupeKey: `${template} ${session.id} ${session.version} ${id}`,
      officeSession: session,
    });
  }
}
