import type { DbTransaction } from "@sundial/db";
import { recordAuditEvent, tell } from "@sundial/ledger";
import type { Party } from "@sundial/validators";

interface Reveal {
  officeSessionId: string;
  mentorId: string;
  at: Date;
}

/**
 * Records that the feedback of a session is revealed: both people have sent it, or the time for it
 * is over. Happens once for each session, in the transaction that decides it, and everything that
 * tells people about a reveal belongs here. Reads don't wait for it: they go by `visibleAt`.
 */
export async function revealFeedback(
  tx: DbTransaction,
  { officeSessionId, mentorId, at }: Reveal,
): Promise<boolean> {
  const revealed = await tx.$queryRaw<{ party: Party; authorId: string | null }[]>`
    UPDATE feedback SET visible_at = least(visible_at, ${at}), announced_at = ${at}
     WHERE office_session_id = ${officeSessionId}::uuid AND announced_at IS NULL
    RETURNING party::text, author_id AS "authorId"`;
  if (revealed.length === 0) return false;
  const parties = revealed.map(({ party }) => party).sort();
  if (parties.includes("mentee")) await countFromNowOn(tx, mentorId, at);
  await recordAuditEvent(
    tx,
    { actor: null },
    {
      action: "feedback.revealed",
      targetType: "officeSession",
      targetId: officeSessionId,
      after: { parties },
    },
  );
  const { menteeId, ...officeSession } = await tx.officeSession.findUniqueOrThrow({
    where: { id: officeSessionId },
    select: { id: true, version: true, startsAt: true, menteeId: true },
  });
  // Those who have something to read; an erased author has left nothing.
  const wrote = (party: Party) =>
    revealed.some((each) => each.party === party && each.authorId !== null);
  await tell(tx, [
    {
      kind: "feedback.revealed",
      key: officeSessionId,
      at,
      actorId: null,
      people: {
        mentor: wrote("mentee") ? mentorId : null,
        mentee: wrote("mentor") ? menteeId : null,
      },
      officeSession,
    },
  ]);
  return true;
}

/** The weekly count includes this mentor, unless they have been erased. */
function countFromNowOn(tx: DbTransaction, mentorId: string, at: Date) {
  return tx.$executeRaw`
    INSERT INTO mentor_ratings (mentor_id, counted_at)
    SELECT id, ${at} FROM users WHERE id = ${mentorId} AND anonymized_at IS NULL
    ON CONFLICT (mentor_id) DO NOTHING`;
}
