import { type Db, newId } from "@sundial/db";
import { queueEmail } from "@sundial/ledger";
import { inTransaction } from "../transaction.ts";

const BATCH = 50;

/** Queues the digests that are due, each with all that waits for it. Returns how many. */
export async function queueDigests({ db, now }: { db: Db; now: Date }): Promise<number> {
  const due = await db.$queryRaw<{ userId: string }[]>`
    SELECT DISTINCT user_id AS "userId"
      FROM (SELECT user_id FROM notifications
             WHERE digest_due_at <= ${now} ORDER BY digest_due_at LIMIT ${BATCH}) AS waiting`;
  for (const { userId } of due) {
    await inTransaction(db, async (tx) => {
      const digestId = newId();
      const { count } = await tx.notification.updateMany({
        where: { userId, digestDueAt: { lte: now } },
        data: { digestDueAt: null, digestId },
      });
      // Another server was faster.
      if (count === 0) return;
      const { email } = await tx.user.findUniqueOrThrow({
        where: { id: userId },
        select: { email: true },
      });
      await queueEmail(tx, {
        template: "notification.digest",
        recipient: email,
        data: { recipientId: userId, digestId },
        dedupeKey: `notification.digest ${digestId}`,
      });
    });
  }
  return due.length;
}
