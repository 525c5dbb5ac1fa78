import type { Db } from "@sundial/db";
import { KEPT } from "./delivery-policy.ts";

const BATCH = 1_000;

/** Deletes deliveries a month after the change they tell of, with their attempts, batch by batch. */
export async function forgetWebhookDeliveries({ db, now }: { db: Db; now: Date }): Promise<number> {
  const before = new Date(now.getTime() - KEPT);
  let forgotten = 0;
  for (;;) {
    const count = await db.$executeRaw`
      DELETE FROM webhook_deliveries WHERE id IN (
        SELECT id FROM webhook_deliveries WHERE created_at < ${before}
         ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
    forgotten += count;
    if (count < BATCH) return forgotten;
  }
}
