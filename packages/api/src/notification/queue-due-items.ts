import type { Db } from "@sundial/db";
import { tell } from "@sundial/ledger";
import { inTransaction } from "../transaction.ts";

const BATCH = 50;

interface Due {
  id: string;
  ownerId: string;
  officeSessionId: string;
  version: number;
  startsAt: Date;
  isTold: boolean;
}

/**
 * Reminds people of what they promised, at eight in the morning of the day before, by their clock,
 * once for each due date. Those who promised it later than that need no reminder. Returns how many
 * items it looked at.
 */
export function queueDueItems({ db, now }: { db: Db; now: Date }): Promise<number> {
  return inTransaction(db, async (tx) => {
    const due = await tx.$queryRaw<Due[]>`
      WITH coming AS (
        SELECT i.id, i.owner_id, s.id AS session_id, s.version, s.starts_at,
               i.created_at < i.turn AND i.due_on >= (${now}::timestamptz AT TIME ZONE i.time_zone)::date AS is_told
          FROM (SELECT a.*, u.id AS owner_id, u.time_zone,
                       (a.due_on - 1 + time '08:00') AT TIME ZONE u.time_zone AS turn
                  FROM action_items a
                  JOIN users u ON u.id = CASE a.owner WHEN 'mentor' THEN a.mentor_id ELSE a.mentee_id END
                 WHERE a.done_at IS NULL AND a.due_told IS DISTINCT FROM a.due_on
                   AND a.due_on <= ${now}::date + 2) i
          JOIN office_sessions s ON s.id = i.office_session_id
         WHERE i.turn <= ${now}
         ORDER BY i.due_on, i.id LIMIT ${BATCH}),
      marked AS (
        UPDATE action_items a SET due_told = due_on FROM coming c
         WHERE a.id = c.id AND a.due_told IS DISTINCT FROM a.due_on AND a.done_at IS NULL
        RETURNING a.id, a.due_on)
      SELECT c.id, c.owner_id AS "ownerId", c.session_id AS "officeSessionId", c.version,
             c.starts_at AS "startsAt", c.is_told AS "isTold"
        FROM coming c JOIN marked m ON m.id = c.id`;
    await tell(
      tx,
      due
        .filter(({ isTold }) => isTold)
        .map(({ id, ownerId, officeSessionId, version, startsAt }) => ({
          kind: "actionItem.due" as const,
          key: `${id} ${now.toISOString().slice(0, 10)}`,
          at: now,
          actorId: null,
          people: { owner: ownerId },
          officeSession: { id: officeSessionId, version, startsAt },
          actionItemId: id,
        })),
    );
    return due.length;
  });
}
