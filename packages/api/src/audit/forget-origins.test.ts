import { createUser } from "@sundial/db/factories";
import { expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { forgetOrigins } from "./forget-origins.ts";

const { db, as } = await testApi();

const admin = await createUser(db, { role: "admin" });

const keepFor = (keepOriginsMonths: number | null) =>
  db.programSettings.update({ where: { id: 1 }, data: { keepOriginsMonths } });

/** An event of this moment with an address and a browser; its number. */
async function eventAt(at: string) {
  const { seq } = await db.auditEvent.create({
    data: {
      at: new Date(at),
      actorKind: "user",
      actorId: admin.id,
      action: "account.signedIn",
      targetType: "user",
      targetId: admin.id,
      origin: { create: { at: new Date(at), ip: "192.0.2.7", userAgent: "Firefox" } },
    },
  });
  return seq;
}

const originsOf = async (seqs: bigint[]) => {
  const rows = await db.eventOrigin.findMany({ where: { seq: { in: seqs } } });
  return seqs.map((seq) => rows.some((row) => row.seq === seq));
};

// NOW is noon on 2027-02-22.
it("keeps everything until the settings say otherwise", async () => {
  const seqs = [await eventAt("2020-01-01T00:00:00Z")];
  expect(await forgetOrigins({ db, now: NOW })).toBe(0);
  expect(await originsOf(seqs)).toEqual([true]);
});

it("removes what is older than the months, and changes no event", async () => {
  await keepFor(3);
  const seqs = [
    await eventAt("2026-11-21T23:59:59Z"),
    await eventAt("2026-11-22T00:00:00Z"),
    await eventAt("2027-02-22T11:00:00Z"),
  ];
  const events = () => db.auditEvent.findMany({ where: { seq: { in: seqs } } });
  const before = await events();
  expect(await forgetOrigins({ db, now: NOW })).toBeGreaterThan(0);
  expect(await originsOf(seqs)).toEqual([false, true, true]);
  expect(await events()).toEqual(before);
  const { audit } = await as(admin);
  const { items } = await audit.list({ action: "account.signedIn" });
  expect(items.find(({ seq }) => BigInt(seq) === seqs[0])).toMatchObject({
    ip: null,
    userAgent: null,
  });
  expect(items.find(({ seq }) => BigInt(seq) === seqs[1])).toMatchObject({
    ip: "192.0.2.7",
    userAgent: "Firefox",
  });
});

it("records how many it removed, and nothing when there is nothing to remove", async () => {
  await keepFor(1);
  for (let n = 0; n < 3; n++) await eventAt("2026-12-01T00:00:00Z");
  const recorded = () =>
    db.auditEvent.findMany({
      where: { action: "audit.originsForgotten" },
      orderBy: { seq: "desc" },
    });
  const earlier = (await recorded()).length;
  const count = await forgetOrigins({ db, now: NOW });
  const [latest, ...others] = await recorded();
  expect(others).toHaveLength(earlier);
  expect(latest).toMatchObject({
    actorKind: "system",
    targetType: "events",
    after: { count, before: "2027-01-22T00:00:00.000Z" },
  });
  expect(await forgetOrigins({ db, now: NOW })).toBe(0);
  expect(await recorded()).toHaveLength(earlier + 1);
});

it("removes more than one batch, on several servers at once, and counts each once", async () => {
  await keepFor(1);
  await db.$executeRaw`
    WITH added AS (
      INSERT INTO events (at, actor_kind, action, target_type, target_id)
      SELECT '2026-06-01', 'system', 'audit.read', 'events', 'bulk' FROM generate_series(1, 12000)
      RETURNING seq, at)
    INSERT INTO event_origins (seq, at, ip) SELECT seq, at, '192.0.2.8' FROM added`;
  const counts = await Promise.all([
    forgetOrigins({ db, now: NOW }),
    forgetOrigins({ db, now: NOW }),
  ]);
  expect(counts[0] + counts[1]).toBe(12_000);
  expect(await db.eventOrigin.count({ where: { ip: "192.0.2.8" } })).toBe(0);
  expect(await db.auditEvent.count({ where: { targetId: "bulk" } })).toBe(12_000);
});

it("takes the last day of a shorter month", async () => {
  await keepFor(1);
  const seqs = [await eventAt("2027-02-27T23:00:00Z"), await eventAt("2027-02-28T00:00:00Z")];
  await forgetOrigins({ db, now: new Date("2027-03-31T08:00:00Z") });
  expect(await originsOf(seqs)).toEqual([false, true]);
});
