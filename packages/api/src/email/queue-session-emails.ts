import type { DbTransaction } from "@sundial/db";
import {
  type AuditAction,
  type EmailTemplate,
  type PersonalMessage,
  queueEmails,
} from "@sundial/ledger";

/** The changes people get emails about, named like their audit events. */
const WRITTEN_ABOUT = [
  "officeSession.requested",
  "officeSession.booked",
  "officeSession.approved",
  "officeSession.declined",
  "officeSession.cancelled",
  "officeSession.rescheduled",
  "officeSession.edited",
  "officeSession.expired",
] as const satisfies readonly (AuditAction & EmailTemplate)[];

export interface ChangedSession {
  id: string;
  version: number;
  mentorId: string;
  menteeId: string;
}

interface QueueOptions {
  /** A party who gets no email. */
  except?: string;
  /** The message from the person who made the change. */
  message?: PersonalMessage;
  /** Distinguishes emails about one version. */
  occasion?: string;
}

/**
 * Queues an email to each party about a change, in the same transaction: it goes out if and only if
 * the change commits, and only once. Sending reads the session again. If the session has changed
 * since this version, only the message is still passed on. Changes that need no email, such as a
 * completed session, queue nothing.
 */
export async function queueSessionEmails(
  tx: DbTransaction,
  session: ChangedSession,
  change: AuditAction,
  message?: PersonalMessage,
) {
  const template = WRITTEN_ABOUT.find((each) => each === change);
  if (template === undefined) return;
  await queueForParties(tx, [session], template, { message });
}

type PartyTemplate =
  | (typeof WRITTEN_ABOUT)[number]
  | "officeSession.reminder"
  | "officeSession.runningLate";

/** One email to each party about this version of each session, however often it is requested. */
export async function queueForParties(
  tx: DbTransaction,
  sessions: ChangedSession[],
  template: PartyTemplate,
  { except, message, occasion = "" }: QueueOptions = {},
) {
  const partiesOf = ({ mentorId, menteeId }: ChangedSession) =>
    [mentorId, menteeId].filter((id) => id !== except);
  const people = await tx.user.findMany({
    where: { id: { in: [...new Set(sessions.flatMap(partiesOf))] } },
    select: { id: true, email: true },
  });
  const data = message?.text || message?.edits ? { message } : {};
  const addresses = new Map(people.map(({ id, email }) => [id, email]));
  const emails = sessions.flatMap((session) =>
    partiesOf(session).flatMap((id) => {
      const recipient = addresses.get(id);
      if (recipient === undefined) return [];
      const dedupeKey = `${template} ${session.id} ${session.version}${occasion} ${id}`;
      return [
        {
          template,
          recipient,
          dedupeKey,
          officeSession: session,
          data: { recipientId: id, ...data },
        },
      ];
    }),
  );
  await queueEmails(tx, emails);
}
