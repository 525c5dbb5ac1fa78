import type { Db } from "@sundial/db";
import { z } from "zod";
import { LEASE } from "./delivery-policy.ts";

const claimedRow = z.object({
  id: z.string(),
  endpointId: z.string(),
  kind: z.string(),
  data: z.unknown(),
  personalTexts: z.unknown(),
  createdAt: z.date(),
  attempts: z.number(),
  failures: z.number(),
  url: z.string(),
  secret: z.string(),
  previousSecret: z.string().nullable(),
  previousUntil: z.date().nullable(),
});

/** With the time after which nothing more is saved, on the clock of `performance`. */
export type ClaimedDelivery = z.infer<typeof claimedRow> & { saveUntil: number };

/** The active endpoints that have something to send. */
export async function findDueEndpoints(db: Db, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id::text AS id FROM webhook_endpoints e
     WHERE e.status = 'active' AND EXISTS (
       SELECT FROM webhook_deliveries d
        WHERE d.endpoint_id = e.id AND d.status = 'pending' AND d.next_attempt_at <= ${now})`;
  return rows.map(({ id }) => id);
}

/**
 * Claims one due delivery of an endpoint, or returns null. Claiming counts the attempt and postpones
 * the delivery by a lease, in one statement.
 */
export async function claimDelivery(
  db: Db,
  endpointId: string,
  now: Date,
): Promise<ClaimedDelivery | null> {
  const saveUntil = performance.now() + 0.9 * LEASE;
  const until = new Date(now.getTime() + LEASE);
  const [row] = await db.$queryRaw<unknown[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM webhook_deliveries
       WHERE endpoint_id = ${endpointId}::uuid AND status = 'pending' AND next_attempt_at <= ${now}
       ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_attempt_at = ${until}
      FROM due, webhook_endpoints e
     WHERE d.id = due.id AND e.id = d.endpoint_id AND e.status = 'active'
    RETURNING d.id::text AS id, d.endpoint_id::text AS "endpointId", d.kind, d.data,
              d.personal_texts AS "personalTexts", d.created_at AS "createdAt", d.attempts,
              d.failures::int AS failures, e.url, e.secret,
              e.previous_secret AS "previousSecret", e.previous_until AS "previousUntil"`;
  return row === undefined ? null : { ...claimedRow.parse(row), saveUntil };
}
