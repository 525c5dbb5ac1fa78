import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { commandHere, commandIn, kill, reached } from "./testing/command.ts";
import { insertIdentity, insertUser } from "./testing/hostile-users.ts";
import { dump, move, recordOf, rowVersions, SECRET, verifyLatest } from "./testing/move.ts";
import { moveCase } from "./testing/move-case.ts";
import { ordinaryUsers } from "./testing/ordinary-users.ts";
import { addServerKey } from "./testing/server-key.ts";
import { SUPABASE_MAPPING } from "./testing/supabase-schema.ts";

const folder = await mkdtemp(join(tmpdir(), "sundial-migrate-"));
const mapping = join(folder, "mapping.json");
await writeFile(mapping, JSON.stringify(SUPABASE_MAPPING));

const migrate = commandIn(folder);
const here = commandHere(folder);

// Separate processes, several one after another.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const APPLY = ["supabase", "--mapping", mapping, "--batch-size", "50", "--apply"];

describe("killing the migration", () => {
  test("at several points and restarting it gives a byte-identical result", async () => {
    const undisturbed = await moveCase(ordinaryUsers(600));
    const killed = await moveCase(ordinaryUsers(600));
    await move(undisturbed, "apply", { batchSize: 50 });
    // Each time a little later, in the middle of whatever it is doing.
    const killAt = async (records: number, ...args: string[]) => {
      const running = migrate(killed, ...args);
      await reached(killed, records, running);
      await kill(killed, running);
    };
    await killAt(1, ...APPLY);
    const refused = await here(killed, ...APPLY);
    expect(refused).toMatchObject({ code: 2, output: expect.stringContaining("RUN_UNFINISHED") });
    for (const records of [400, 1200]) {
      await killAt(records, "supabase", "--resume", "--batch-size", "50");
    }
    const halfway = await here(killed, "report");
    expect(halfway.code).toBe(5);
    expect(halfway.output).toMatch(/Not finished: \d+ of 600 users\. Continue with --resume/);
    expect(halfway.output).toMatch(/everybody +600 +600/);
    const last = await here(killed, "supabase", "--resume");
    expect(last.output).toContain("600");
    expect(last.code).toBe(0);
    expect(await dump(killed.target)).toBe(await dump(undisturbed.target));
    // Once more, and no row is written, not even unchanged.
    const before = await rowVersions(killed.target);
    expect((await here(killed, ...APPLY)).code).toBe(0);
    expect(await rowVersions(killed.target)).toEqual(before);
    await undisturbed.end();
    await killed.end();
  });

  test("Ctrl-C stops after a complete batch and says how to resume, and resuming finishes the run", async () => {
    const stopped = await moveCase(ordinaryUsers(600));
    const running = migrate(stopped, ...APPLY);
    await reached(stopped, 1, running);
    running.child.kill("SIGINT");
    const { code, output } = await running.ended;
    expect(code).toBe(130);
    expect(output).toContain("--resume");
    expect((await here(stopped, "supabase", "--resume", "--json")).code).toBe(0);
    expect((await verifyLatest(stopped)).faults).toEqual({});
    await stopped.end();
  });
});

test.each([
  ["both servers", ["source", "target"]],
  ["the source", ["source"]],
  ["the target", ["target"]],
] as const)("reconnects after losing the connection to %s", async (_name, lost) => {
  const shaken = await moveCase(ordinaryUsers(600));
  const running = migrate(shaken, ...APPLY);
  await reached(shaken, 1, running);
  for (const side of lost) {
    await shaken[side].query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'sundial-migrate' AND datname = current_database()`,
    );
  }
  const result = await running.ended;
  expect(result).toMatchObject({ code: 0, output: expect.stringContaining("Lost a connection") });
  expect((await verifyLatest(shaken)).faults).toEqual({});
  await shaken.end();
});

describe("a row the target rejects affects no other rows", () => {
  test("a user, a profile and an identity", async () => {
    const refusing = await moveCase(ordinaryUsers(500));
    const user = await insertUser(refusing.source, { raw_user_meta_data: `{"name": "Refused"}` });
    const other = await insertUser(refusing.source);
    const identity = await insertIdentity(refusing.source, other, "github", "refused");
    const { rows } = await refusing.source.query<{ id: string }>(
      "UPDATE public.profiles SET background = 'refused' WHERE id IN (SELECT id FROM public.profiles WHERE id NOT IN (SELECT user_id FROM public.mentors) LIMIT 1) RETURNING id::text",
    );
    // Constraints of a later version that this one doesn't know.
    await refusing.target.query(`
      ALTER TABLE users ADD CONSTRAINT later_users CHECK (name <> 'Refused');
      ALTER TABLE accounts ADD CONSTRAINT later_accounts CHECK (account_id <> 'refused');
      ALTER TABLE mentee_profiles ADD CONSTRAINT later_profiles CHECK (background <> 'refused')`);
    const { report } = await move(refusing);
    for (const [key, entity, constraint] of [
      [user, "user", "later_users"],
      [identity, "identity", "later_accounts"],
      [rows[0]?.id ?? "", "public.profiles", "later_profiles"],
    ] as const) {
      expect(await recordOf(refusing.target, key, entity)).toMatchObject({
        outcome: "quarantined",
        codes: ["REJECTED_BY_TARGET", `CONSTRAINT:${constraint}`],
      });
    }
    expect(report.totals.map(({ quarantined }) => quarantined)).toEqual([1, 1, 0, 1, 0]);
    expect(await refusing.db.user.count()).toBe(501);

    // Once fixed, they are migrated on the next try.
    await refusing.target.query(`
      ALTER TABLE users DROP CONSTRAINT later_users;
      ALTER TABLE accounts DROP CONSTRAINT later_accounts;
      ALTER TABLE mentee_profiles DROP CONSTRAINT later_profiles`);
    const listed = await here(refusing, "quarantine", "list");
    expect(listed).toMatchObject({
      code: 3,
      output: expect.stringContaining(`${user}: REJECTED_BY_TARGET, CONSTRAINT:later_users`),
    });
    expect((await here(refusing, "quarantine", "retry")).code).toBe(0);
    expect((await here(refusing, "quarantine", "list")).code).toBe(0);
    expect((await verifyLatest(refusing)).faults).toEqual({});
    await refusing.end();
  });
});

describe("an unreadable row affects no other rows", () => {
  // As in some tables: JSON as it was typed, which may contain what no text can.
  const JSON_COLUMNS = `
    ALTER TABLE public.profiles ADD settings json;
    ALTER TABLE public.mentors ALTER topics TYPE json, ADD settings json;`;
  const NUL = `{"note": "a\\u0000b"}`;

  test("a profile with and without an owner, and a list of topics", async () => {
    const unread = await moveCase(JSON_COLUMNS + ordinaryUsers(500));
    const { source, target, db } = unread;
    const people = await source.query<{ id: string; key: string }>(
      "SELECT user_id::text AS id, id::text AS key FROM public.mentors ORDER BY user_id DESC LIMIT 2",
    );
    // The last of all users, who shares a scope with missing users after them.
    const [last, other] = people.rows;
    await source.query("UPDATE public.profiles SET settings = $1 WHERE id = $2", [NUL, last?.id]);
    await source.query("UPDATE public.mentors SET topics = $1 WHERE user_id = $2", [
      `["Testing", "a\\u0000b"]`,
      other?.id,
    ]);
    const { rows } = await source.query<{ key: string }>(
      `INSERT INTO public.mentors (user_id, settings) VALUES
       ('ffffffff-ffff-4fff-bfff-ffffffffffff', $1), (NULL, $1), (NULL, NULL) RETURNING id::text AS key`,
      [NUL],
    );
    await move(unread, "rehearse");
    const { report } = await move(unread);
    expect(report.totals.map(({ unaccounted }) => unaccounted)).toEqual([0, 0, 0, 0, 0]);
    expect(await db.user.count()).toBe(500);
    expect(await db.mentorProfile.count({ where: { userId: last?.id } })).toBe(1);

    const cannotBeRead = ["ROW_UNREADABLE", "SQLSTATE:22P05"];
    for (const [key, entity, codes] of [
      [last?.id ?? "", "public.profiles", cannotBeRead],
      [other?.key ?? "", "public.mentors", cannotBeRead],
      [rows[0]?.key ?? "", "public.mentors", ["OWNER_MISSING", ...cannotBeRead]],
      [rows[1]?.key ?? "", "public.mentors", ["OWNER_MISSING", ...cannotBeRead]],
    ] as const) {
      expect(await recordOf(target, key, entity)).toMatchObject({ outcome: "quarantined", codes });
    }
    expect((await verifyLatest(unread)).faults).toEqual({});
    const before = await dump(target);
    await move(unread);
    expect(await dump(target)).toBe(before);

    await source.query(
      `UPDATE public.profiles SET settings = NULL; UPDATE public.mentors SET settings = NULL;
       UPDATE public.mentors SET topics = '["Testing"]' WHERE user_id = '${other?.id}'`,
    );
    await move(unread, "resume");
    expect(await db.menteeProfile.count()).toBe(450);
    expect(await db.mentorProfile.count()).toBe(50);
    expect((await verifyLatest(unread)).faults).toEqual({});
    await unread.end();
  });

  test("a user", async () => {
    const unread = await moveCase(ordinaryUsers(100));
    const { source, target, db } = unread;
    await source.query(
      "ALTER TABLE auth.users ALTER raw_user_meta_data TYPE json USING raw_user_meta_data::json",
    );
    const id = await insertUser(source, { raw_user_meta_data: NUL });
    const identity = await insertIdentity(source, id, "github", "4713");
    await move(unread);
    expect(await db.user.count()).toBe(100);
    expect(await recordOf(target, id)).toMatchObject({
      outcome: "quarantined",
      codes: ["ROW_UNREADABLE", "SQLSTATE:22P05"],
    });
    expect(await recordOf(target, identity, "identity")).toMatchObject({
      codes: ["OWNER_QUARANTINED"],
    });
    expect((await verifyLatest(unread)).faults).toEqual({});
    await unread.end();
  });
});

describe("source changes between two passes", () => {
  const changing = { current: undefined as Awaited<ReturnType<typeof moveCase>> | undefined };
  beforeAll(async () => {
    changing.current = await moveCase(ordinaryUsers(300));
  });
  afterAll(() => changing.current?.end());

  test("are picked up whatever updated_at says", async () => {
    const { current } = changing;
    if (current === undefined) return;
    const { source, db } = current;
    await move(current);
    const people = await source.query<{ id: string }>(
      "SELECT id::text FROM auth.users ORDER BY id",
    );
    const [renamed, banned, gone, unlinked, touched, goneTouched] = people.rows.map(({ id }) => id);
    await db.user.update({ where: { id: touched }, data: { name: "Changed here" } });
    await db.user.update({ where: { id: goneTouched }, data: { name: "Changed here" } });
    await source.query(`
      UPDATE public.profiles SET full_name = 'Renamed' WHERE id IN ('${renamed}', '${touched}');
      UPDATE auth.users SET banned_until = 'infinity' WHERE id = '${banned}';
      DELETE FROM auth.identities WHERE user_id = '${unlinked}';
      DELETE FROM public.mentors WHERE user_id IN ('${gone}', '${goneTouched}');
      DELETE FROM public.profiles WHERE id IN ('${gone}', '${goneTouched}');
      DELETE FROM auth.users WHERE id IN ('${gone}', '${goneTouched}')`);
    const late = await insertUser(source);
    const { report } = await move(current);
    expect(report.totals.map(({ unaccounted }) => unaccounted)).toEqual([0, 0, 0, 0, 0]);

    const names = await db.user.findMany({ select: { id: true, name: true, status: true } });
    const of = (id: string | undefined) => names.find((user) => user.id === id);
    expect(of(renamed)).toMatchObject({ name: "Renamed" });
    expect(of(banned)).toMatchObject({ status: "suspended" });
    expect(of(gone)).toBeUndefined();
    expect(of(late)).toBeDefined();
    expect(of(touched)).toMatchObject({ name: "Changed here" });
    expect(of(goneTouched)).toMatchObject({ name: "Changed here" });
    expect(await recordOf(current.target, touched ?? "")).toMatchObject({
      codes: ["CHANGED_ON_BOTH_SIDES"],
    });
    expect(await recordOf(current.target, goneTouched ?? "")).toMatchObject({
      codes: ["GONE_FROM_SOURCE"],
    });
    const before = await dump(current.target);
    await move(current);
    expect(await dump(current.target)).toBe(before);
  });
});

test("users who swap addresses or take over a freed one keep their place in the run", async () => {
  const exchanging = await moveCase(ordinaryUsers(100));
  const { source, target, db } = exchanging;
  await move(exchanging);
  const people = await source.query<{ id: string; email: string }>(
    "SELECT id::text, email FROM auth.users ORDER BY id LIMIT 4",
  );
  const [one, other, left] = people.rows;
  await source.query(`
    UPDATE auth.users SET email = 'in-between@example.org' WHERE id = '${one?.id}';
    UPDATE auth.users SET email = '${one?.email}' WHERE id = '${other?.id}';
    UPDATE auth.users SET email = '${other?.email}' WHERE id = '${one?.id}';
    DELETE FROM public.mentors WHERE user_id = '${left?.id}';
    DELETE FROM public.profiles WHERE id = '${left?.id}';
    DELETE FROM auth.users WHERE id = '${left?.id}'`);
  const anew = await insertUser(source, { email: left?.email ?? "" });
  await move(exchanging);
  for (const [id, email] of [
    [one?.id, other?.email],
    [other?.id, one?.email],
    [anew, left?.email],
  ]) {
    const record = await recordOf(target, id ?? "");
    expect(record?.outcome).not.toBe("quarantined");
    const user = await db.user.findUnique({ where: { id: id ?? "" } });
    expect(user).toMatchObject({ email: email?.toLowerCase() });
  }
  expect((await verifyLatest(exchanging)).faults).toEqual({});
  await exchanging.end();
});

test("paths are relative to the folder the command runs in, and the run continues when nobody reads its output", async () => {
  const small = await moveCase(ordinaryUsers(20));
  const { child, ended } = migrate(small, "supabase", "--mapping", "mapping.json", "--apply");
  child.stdout.destroy();
  child.stderr.destroy();
  expect((await ended).code).toBe(0);
  expect(await small.db.menteeProfile.count()).toBe(18);
  await small.end();
});

describe("output and files", () => {
  test("contain no password, hash, secret or URL with credentials", async () => {
    const told = await moveCase(ordinaryUsers(60));
    const outputs: string[] = [];
    await addServerKey(told.target, SECRET);
    for (const args of [
      ["supabase", "--mapping", mapping],
      [...APPLY, "--json"],
      ["verify", "--json"],
      ["verify"],
      ["report"],
      ["report", "--json"],
      ["quarantine", "list"],
      ["rollback"],
    ]) {
      const { code, output } = await here(told, ...args);
      expect(`${args.join(" ")} ${code}`).toBe(`${args.join(" ")} 0`);
      outputs.push(output);
    }
    const broken = { ...told, toUrl: told.toUrl.replace(/:\d+\//, ":1/") };
    const failed = await here(broken, "report");
    expect(failed).toMatchObject({ code: 2, output: expect.stringContaining("TO_DATABASE_URL") });
    outputs.push(failed.output);
    outputs.push(await readFile(join(folder, ".local/migrate/rehearsal.json"), "utf8"));
    const { rows } = await told.target.query("SELECT e::text AS row FROM events e ORDER BY seq");
    expect(rows.map(({ row }) => row).join()).toMatch(
      /migration\.started.*migration\.completed.*migration\.rolledBack/s,
    );
    outputs.push(...rows.map(({ row }) => row));
    const password = new URL(told.toUrl).password;
    for (const output of outputs) {
      expect(output).not.toContain(password);
      expect(output).not.toMatch(/postgres(ql)?:\/\/|\$2a\$|GEZDGNBV|@example\.org/);
    }
    await told.end();
  });
});
