import type { DbTransaction } from "@sundial/db";
import { type AuditAction, announce, announcedBy } from "@sundial/ledger";
import type { SessionDetail } from "@sundial/validators";
import type { OfficeSessionRow } from "../session-state/view.ts";

/** The actions of the audit log that change a session. Each of them is announced. */
export type SessionAction = Exclude<
  Extract<AuditAction, `officeSession.${string}`>,
  "officeSession.exported"
>;

/** Sessions as they are after the change. */
interface ChangedSessions {
  action: SessionAction;
  rows: readonly OfficeSessionRow[];
  at: Date;
  /** The details that an edit changed. */
  changed?: SessionDetail[];
}

/** Announces a change of sessions, in its transaction. */
export function announceSessions(
  tx: DbTransaction,
  { action, rows, at, changed = [] }: ChangedSessions,
) {
  return announce(
    tx,
    rows.map((row) => ({
      kind: announcedBy[action],
      at,
      people: [row.mentorId, row.menteeId],
      // Each kind takes what it says from these.
      facts: { ...row, answerBy: row.expiresAt, changed },
      texts: {
        mentorName: row.mentor.name,
        menteeName: row.mentee.name,
        topic: row.topic,
        agenda: row.agenda,
        location: row.location,
        note: row.changeNote,
      },
    })),
  );
}
