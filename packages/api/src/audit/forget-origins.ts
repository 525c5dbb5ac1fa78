import type { Db } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { inTransaction } from "../transaction.ts";

const BATCH = 5_000;

/**
 * Removes the IP addresses and browsers of events that are older than the program's settings allow,
 * batch by batch. The events stay as they are, and each batch is an event with its count. What
 * counts is the beginning of the day in UTC, so this happens once a day and not every minute.
 */
export async function forgetOrigins({ db, now }: { db: Db; now: Date }): Promise<number> {
  const [due] = await db.$queryRaw<{ before: Date }[]>`
    SELECT (date_trunc('day', ${now}::timestamptz AT TIME ZONE 'UTC')
            - make_interval(months => keep_origins_months)) AT TIME ZONE 'UTC' AS before
      FROM program_settings WHERE keep_origins_months IS NOT NULL`;
  if (due === undefined) return 0;
  let forgotten = 0;
  for (;;) {
    const count = await forgetBatch(db, due.before);
    forgotten += count;
    if (count < BATCH) return forgotten;
  }
}

function forgetBatch(db: Db, before: Date) {
  return inTransaction(db, async (tx) => {
    const count = await tx.$executeRaw`
      DELETE FROM event_origins WHERE seq IN (
        SELECT seq FROM event_origins WHERE at < ${before}
         ORDER BY at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
    if (count === 0) return 0;
    await recordAuditEvent(
      tx,
      { actor: null },
      {
        action: "audit.originsForgotten",
        targetType: "events",
        targetId: "events",
        after: { count, before: before.toISOString() },
      },
    );
    return count;
  });
}
