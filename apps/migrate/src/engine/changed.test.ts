import { createTestDatabase } from "@sundial/db/testing";
import pg from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { insertIdentity, insertUser } from "../testing/hostile-users.ts";
import { dump, move, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";
import { ordinaryUsers } from "../testing/ordinary-users.ts";

/** A progress that records how many users each pass reported. */
function watched() {
  const totals: number[] = [];
  const progress = {
    count: (_: number, total: number) => totals.push(total),
    say: () => {},
  };
  return { progress, totals };
}

/**
 * Waits until every open transaction on the server began after the source was filled. A snapshot
 * reaches back to the oldest transaction in any database, such as another test's, and then
 * everybody counts as changed.
 */
async function filledForAll(source: pg.Client) {
  const { rows } = await source.query<{ xid: string }>("SELECT txid_current()::text AS xid");
  await vi.waitFor(
    async () => {
      const oldest = await source.query<{ isLater: boolean }>(
        `SELECT txid_snapshot_xmin(txid_current_snapshot()) > $1::bigint AS "isLater"`,
        [rows[0]?.xid],
      );
      expect(oldest.rows[0]?.isLater).toBe(true);
    },
    { timeout: 600_000 },
  );
}

/** What another, new target contains after migrating the source as it is now. */
async function movedAfresh(fromUrl: string) {
  const { url, drop } = await createTestDatabase();
  const client = new pg.Client(url);
  await client.connect();
  await client.query("SET timezone = 'UTC'");
  await move({ fromUrl, toUrl: url });
  const held = await dump(client);
  await client.end();
  await drop();
  return held;
}

describe("source rows that change while they are read", () => {
  const written = async (moving: Awaited<ReturnType<typeof moveCase>>) => {
    const { source, fromUrl } = moving;
    const { rows } = await source.query<{ id: string }>("SELECT id FROM auth.users ORDER BY id");
    const [renamed, banned, slow, linked] = rows.map(({ id }) => id);
    // Began before the first pass, and is invisible to all until it commits.
    const other = new pg.Client(fromUrl);
    await other.connect();
    await other.query(
      `BEGIN; SAVEPOINT inner_one; UPDATE public.profiles SET full_name = 'Slow' WHERE id = '${slow}'; RELEASE inner_one`,
    );
    return async () => {
      await source.query(`UPDATE public.profiles SET full_name = 'Renamed' WHERE id = '${renamed}';
        UPDATE auth.users SET banned_until = 'infinity' WHERE id = '${banned}'`);
      await insertUser(source);
      await insertIdentity(source, linked ?? "", "github", "4711");
      await other.query("COMMIT");
      await other.end();
    };
  };

  test("are read again, and no others are", async () => {
    const moving = await moveCase(ordinaryUsers(300));
    onTestFinished(moving.end);
    const { progress, totals } = watched();
    await filledForAll(moving.source);
    await move(moving, "apply", { progress, betweenPasses: await written(moving) });
    const [everybody, changed, ...later] = [...new Set(totals)];
    expect([everybody, changed]).toEqual([300, 5]);
    // Other tests' transactions may be open meanwhile, and then these count as changed once more.
    for (const total of later) expect(total).toBeLessThanOrEqual(5);
    expect((await verifyLatest(moving)).faults).toEqual({});
    expect(await dump(moving.target)).toBe(await movedAfresh(moving.fromUrl));
  });

  test("are found even when rows were deleted without a trace", async () => {
    const moving = await moveCase(ordinaryUsers(300));
    onTestFinished(moving.end);
    const { source } = moving;
    const write = await written(moving);
    await move(moving, "apply", {
      async betweenPasses() {
        await write();
        const { rows } = await source.query<{ id: string }>(
          "SELECT id FROM auth.users ORDER BY id DESC",
        );
        const [gone, unlinked, given, taking] = rows.map(({ id }) => id);
        await source.query(`
          DELETE FROM auth.identities WHERE user_id = '${unlinked}';
          UPDATE auth.identities SET user_id = '${taking}' WHERE user_id = '${given}';
          DELETE FROM public.mentors WHERE user_id = '${gone}';
          DELETE FROM public.profiles WHERE id = '${gone}';
          DELETE FROM auth.users WHERE id = '${gone}'`);
      },
    });
    expect((await verifyLatest(moving)).faults).toEqual({});
    expect(await dump(moving.target)).toBe(await movedAfresh(moving.fromUrl));
  });

  test("are found in views, whose rows carry no transaction ID", async () => {
    const moving = await moveCase(ordinaryUsers(300));
    onTestFinished(moving.end);
    await moving.source.query(
      "ALTER TABLE public.mentors RENAME TO all_mentors; CREATE VIEW public.mentors AS SELECT * FROM public.all_mentors",
    );
    const { progress, totals } = watched();
    await move(moving, "apply", {
      progress,
      betweenPasses: () =>
        moving.source.query("UPDATE public.all_mentors SET headline = 'Anew, with pleasure'"),
    });
    expect(new Set(totals)).toEqual(new Set([300]));
    const headlines = await moving.db.mentorProfile.findMany({ select: { headline: true } });
    expect(new Set(headlines.map(({ headline }) => headline))).toEqual(
      new Set(["Anew, with pleasure"]),
    );
  });
});
