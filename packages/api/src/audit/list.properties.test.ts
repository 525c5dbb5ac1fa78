import { createUser } from "@sundial/db/factories";
import type { AuditFilter } from "@sundial/validators";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testApi } from "../testing/callers.ts";

const { db, as } = await testApi();
const admin = await as(await createUser(db, { role: "admin" }));

const ACTORS = ["ada", "bob"];
const TARGETS = ["ada", "cleo", "events"];
const ACTIONS = ["account.signedIn", "account.updated", "accounting.done", "profile.updated"];
const BEGIN = Date.parse("2026-01-01T00:00:00Z");

// Some events have the same time, some are microseconds apart, and numbers don't follow times.
await db.$executeRaw`
  INSERT INTO events (at, actor_kind, actor_id, action, target_type, target_id)
  SELECT to_timestamp(${BEGIN / 1_000}::float8) + (i * 37 % 60) * interval '1 second'
           + (i % 3) * interval '1 microsecond',
         'user', (${ACTORS}::text[])[1 + i % 2], (${ACTIONS}::text[])[1 + i % 4], 'user',
         (${TARGETS}::text[])[1 + i / 4 % 3]
    FROM generate_series(1, 240) i`;

const second = fc.integer({ min: -5, max: 65 }).map((n) => new Date(BEGIN + n * 1_000));
const filter: fc.Arbitrary<AuditFilter> = fc.record(
  {
    actorId: fc.constantFrom(...ACTORS),
    targetId: fc.constantFrom(...TARGETS, "nobody"),
    action: fc.constantFrom(...ACTIONS, "account", "profile", "acc", "account%", "account_updated"),
    from: second,
    to: second,
  },
  { requiredKeys: [] },
);

/** In the order of the stored times, which a Date in this process can't represent exactly. */
async function inOneRead({ actorId, targetId, action, from, to }: AuditFilter) {
  const rows = await db.$queryRaw<
    { seq: bigint; actorId: string; targetId: string; action: string; at: Date }[]
  >`
    SELECT seq, actor_id AS "actorId", target_id AS "targetId", action, at FROM events
     WHERE actor_id = ANY (${ACTORS}) ORDER BY at DESC, seq DESC`;
  return rows
    .filter((row) => actorId === undefined || row.actorId === actorId)
    .filter((row) => targetId === undefined || row.targetId === targetId)
    .filter((row) => !action || row.action === action || row.action.startsWith(`${action}.`))
    .filter(({ at }) => (from === undefined || at >= from) && (to === undefined || at < to))
    .map(({ seq }) => Number(seq));
}

test("successive pages of the audit log contain each matching event once, latest first", async () => {
  await fc.assert(
    fc.asyncProperty(filter, fc.integer({ min: 5, max: 50 }), async (wanted, limit) => {
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof admin.audit.list>> = await admin.audit.list({
          ...wanted,
          limit,
          cursor,
        });
        // Reading is an event, too, and later than all of these.
        seen.push(
          ...page.items.filter(({ action }) => action !== "audit.read").map(({ seq }) => seq),
        );
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(await inOneRead(wanted));
    }),
    { numRuns: 60 },
  );
});
