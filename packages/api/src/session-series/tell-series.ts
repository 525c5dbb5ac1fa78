import type { DbTransaction } from "@sundial/db";
import { announcedBy, tell } from "@sundial/ledger";
import type { OfficeSessionRow } from "../session-state/view.ts";

interface BookedSeries {
  seriesId: string;
  /** Its first session. */
  first: OfficeSessionRow;
  action: "officeSession.booked" | "officeSession.requested";
  at: Date;
  actorId: string;
}

/**
 * Tells people once of a whole series, in its transaction: the mentee, and the mentor unless they
 * booked it.
 */
export function tellOfSeries(
  tx: DbTransaction,
  { seriesId, first, action, at, actorId }: BookedSeries,
) {
  const { mentorId, menteeId } = first;
  return tell(tx, [
    {
      kind: announcedBy[action],
      key: `series ${seriesId}`,
      at,
      actorId,
      people: { mentor: mentorId === actorId ? null : mentorId, mentee: menteeId },
      officeSession: first,
      email: (recipientId) => ({
        template: "sessionSeries.booked",
        data: { recipientId, seriesId },
      }),
    },
  ]);
}
