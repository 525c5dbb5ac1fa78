import type { Db } from "@sundial/db";

/** How long one can see what became of a mail. */
const KEPT_MS = 30 * 86_400_000;

/** Deletes the emails that are sent or given up, a month after they were due: they name addresses. */
export async function forgetEmails({ db, now }: { db: Db; now: Date }): Promise<number> {
  const { count } = await db.emailOutbox.deleteMany({
    where: {
      status: { in: ["sent", "dropped", "failed"] },
      dueAt: { lt: new Date(now.getTime() - KEPT_MS) },
    },
  });
  return count;
}
