import { readFile, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { dump, move, verifyLatest } from "./testing/move.ts";
import { moveCaseForFile } from "./testing/move-case.ts";
import { ordinaryUsers } from "./testing/ordinary-users.ts";

const moving = await moveCaseForFile(ordinaryUsers(1000));
const { target, source } = moving;

const count = async (table: string) => {
  const { rows } = await target.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n;
};

test("a rehearsal reports the same as the migration and changes nothing", async () => {
  const rehearsed = await move(moving, "rehearse", { batchSize: 300 });
  expect(rehearsed.report.rehearsal).toBe(true);
  for (const table of ["users", "accounts", "migration_runs", "migration_records", "events"]) {
    expect(await count(table)).toBe(0);
  }
  const moved = await move(moving, "apply", { batchSize: 300 });
  expect(moved.report.totals).toEqual(rehearsed.report.totals);
});

test("every source row has exactly one record, and the totals agree on both sides", async () => {
  for (const [entity, table] of [
    ["user", "auth.users"],
    ["identity", "auth.identities"],
    ["factor", "auth.mfa_factors"],
    ["public.profiles", "public.profiles"],
    ["public.mentors", "public.mentors"],
  ]) {
    const there = await source.query(`SELECT count(*)::int AS n FROM ${table}`);
    const here = await target.query(
      "SELECT count(*)::int AS n, count(DISTINCT source_key)::int AS keys FROM migration_records WHERE entity = $1",
      [entity],
    );
    expect(here.rows[0]).toEqual({ n: there.rows[0]?.n, keys: there.rows[0]?.n });
  }
});

test("the migrated data matches the source", async () => {
  const result = await verifyLatest(moving);
  expect(result.faults).toEqual({});
  expect(result.compared.user).toBe(1000);
});

test("running the migration again writes nothing", async () => {
  const before = await dump(target);
  const xmins = async () =>
    (await target.query("SELECT max(xmin::text::bigint) AS x FROM users")).rows[0];
  const written = await xmins();
  const events = await count("events");
  await move(moving, "apply", { batchSize: 300 });
  expect(await dump(target)).toBe(before);
  expect(await xmins()).toEqual(written);
  expect(await count("events")).toBe(events);
});

test("report files are readable only by their owner and contain no address, hash or secret", async () => {
  const { files } = await move(moving);
  for (const file of [files.reportFile, files.quarantineFile]) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toMatch(/@|\$2a\$|GEZDGNBV|postgres/);
  }
});
