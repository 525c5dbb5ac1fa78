import type { DbTransaction } from "@sundial/db";
import { type Announcement, encodeFacts } from "./kinds.ts";

/**
 * Announces changes in their transaction: receivers hear of them if and only if they commit. Writes one delivery for each active endpoint that chose the kind, in one statement, and
 * nothing when nobody listens. Sending happens elsewhere.
 */
export async function announce(tx: DbTransaction, announcements: readonly Announcement[]) {
  if (announcements.length === 0) return;
  const rows = announcements.map(({ kind, at, people, facts, texts }) => ({
    kind,
    at,
    people,
    data: encodeFacts(kind, facts),
    texts,
  }));
  // The lock makes an endpoint that is being removed disappear for this statement, instead of
  // failing the change.
  await tx.$executeRaw`
    INSERT INTO webhook_deliveries (id, endpoint_id, kind, data, personal_texts, person_ids,
                                    next_attempt_at, created_at)
    SELECT gen_random_uuid(), e.id, a.kind, a.data,
           CASE WHEN e.include_personal_texts THEN a.texts END,
           ARRAY(SELECT jsonb_array_elements_text(a.people)), a.at, a.at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             AS a(kind text, at timestamptz, people jsonb, data jsonb, texts jsonb)
      JOIN webhook_endpoints e
        ON e.status = 'active' AND (cardinality(e.kinds) = 0 OR a.kind = ANY (e.kinds))
       FOR KEY SHARE OF e`;
}
