import type { DbTransaction } from "@sundial/db";
import { type EmailTemplate, type News, type PersonalMessage, tell } from "@sundial/ledger";
import type { NoticeKind } from "@sundial/validators";

/** The changes of sessions with an email in its own words. */
const OWN_EMAILS: Partial<Record<NoticeKind, Extract<EmailTemplate, `officeSession.${string}`>>> = {
  "session.requested": "officeSession.requested",
  "session.booked": "officeSession.booked",
  "session.approved": "officeSession.approved",
  "session.declined": "officeSession.declined",
  "session.expired": "officeSession.expired",
  "session.cancelled": "officeSession.cancelled",
  "session.rescheduled": "officeSession.rescheduled",
  "session.edited": "officeSession.edited",
  "session.runningLate": "officeSession.runningLate",
  "session.reminder": "officeSession.reminder",
};

export interface ChangedSession {
  id: string;
  version: number;
  startsAt: Date;
  mentorId: string;
  menteeId: string;
}

interface Change {
  kind: NoticeKind;
  sessions: readonly ChangedSession[];
  at: Date;
  /** Who changed it; null for what happens by itself. */
  actorId: string | null;
  /** From the person who made the change. */
  message?: PersonalMessage;
  /** Distinguishes this change, by default by the session's version. */
  key?: string;
  /** A party who isn't told, or the only one who is. */
  except?: string | undefined;
  only?: string;
  data?: News["data"];
}

/**
 * Tells the two people of sessions about a change, in its transaction and once. An email reads the
 * session again when it is sent. If the session has changed since this version, only the message is
 * still passed on.
 */
export function tellParties(
  tx: DbTransaction,
  { kind, sessions, at, actorId, message, key, except, only, data }: Change,
) {
  const template = OWN_EMAILS[kind];
  const said = message?.text || message?.edits ? { message } : {};
  const isTold = (id: string) => id !== except && (only === undefined || id === only);
  const told = (id: string) => (isTold(id) ? id : null);
  return tell(
    tx,
    sessions.map((session) => ({
      kind,
      key: key ?? `${session.id} ${session.version}`,
      at,
      actorId,
      people: { mentor: told(session.mentorId), mentee: told(session.menteeId) },
      officeSession: session,
      data,
      email: template && ((recipientId: string) => ({ template, data: { recipientId, ...said } })),
    })),
  );
}
