import type { DbTransaction } from "@sundial/db";
import { queueEmails } from "@sundial/ledger";

interface BookedSeries {
  seriesId: string;
  recipientIds: string[];
}

/** Queues one email about a whole series to each of these people. */
export async function queueSeriesEmails(
  tx: DbTransaction,
  { seriesId, recipientIds }: BookedSeries,
): Promise<void> {
  const people = await tx.user.findMany({
    where: { id: { in: recipientIds } },
    select: { id: true, email: true },
  });
  await queueEmails(
    tx,
    people.map(({ id, email }) => ({
      template: "sessionSeries.booked",
      recipient: email,
      dedupeKey: `sessionSeries.booked ${seriesId} ${id}`,
      data: { recipientId: id, seriesId },
    })),
  );
}
