import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { type AuthUser, insertFactor, insertUser } from "./testing/hostile-users.ts";
import { move, recordOf, SECRET } from "./testing/move.ts";
import { moveCase } from "./testing/move-case.ts";
import { addServerKey } from "./testing/server-key.ts";
import { SUPABASE_MAPPING } from "./testing/supabase-schema.ts";

const moving = await moveCase();
const { source, target } = moving;
afterAll(moving.end);

const runs = async () => (await target.query("SELECT FROM migration_runs")).rows.length;

describe("rejected before anything is written", () => {
  test("an empty source", async () => {
    await expect(move(moving)).rejects.toMatchObject({ code: "SOURCE_EMPTY" });
    await insertUser(source);
  });

  test.each(["auth.users", "auth.identities", "public.profiles"])(
    "a role that can't see all rows of %s because of row-level security",
    async (table) => {
      const role = `reader_${randomUUID().slice(0, 8)}`;
      await source.query(`
        CREATE ROLE ${role} LOGIN PASSWORD 'reader' NOBYPASSRLS;
        GRANT USAGE ON SCHEMA auth, public TO ${role};
        GRANT SELECT ON ALL TABLES IN SCHEMA auth, public TO ${role};
        CREATE POLICY all_but_one ON auth.users FOR SELECT TO ${role} USING (true);`);
      const others = [
        "auth.users",
        "auth.identities",
        "auth.mfa_factors",
        "public.profiles",
        "public.mentors",
      ];
      for (const other of others) {
        if (other !== table) await source.query(`ALTER TABLE ${other} DISABLE ROW LEVEL SECURITY`);
      }
      const fromUrl = new URL(moving.fromUrl);
      fromUrl.username = role;
      fromUrl.password = "reader";
      const moved = move({ ...moving, fromUrl: fromUrl.href });
      await expect(moved).rejects.toMatchObject({ code: "SOURCE_ROW_SECURITY" });
      for (const other of others) {
        await source.query(`ALTER TABLE ${other} ENABLE ROW LEVEL SECURITY`);
      }
      await source.query(
        `DROP POLICY all_but_one ON auth.users; REVOKE ALL ON ALL TABLES IN SCHEMA auth, public FROM ${role}; REVOKE ALL ON SCHEMA auth, public FROM ${role}; DROP ROLE ${role}`,
      );
    },
  );

  test("a role without read permission", async () => {
    const role = `stranger_${randomUUID().slice(0, 8)}`;
    await source.query(
      `CREATE ROLE ${role} LOGIN PASSWORD 'stranger'; GRANT USAGE ON SCHEMA auth TO ${role}; ALTER TABLE auth.users DISABLE ROW LEVEL SECURITY`,
    );
    const fromUrl = new URL(moving.fromUrl);
    fromUrl.username = role;
    fromUrl.password = "stranger";
    const moved = move({ ...moving, fromUrl: fromUrl.href });
    await expect(moved).rejects.toMatchObject({ code: "SOURCE_FORBIDDEN" });
    await source.query(
      `ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY; REVOKE ALL ON SCHEMA auth FROM ${role}; DROP ROLE ${role}`,
    );
  });

  test("a source that lacks a required column", async () => {
    await source.query("ALTER TABLE auth.users RENAME email_confirmed_at TO verified");
    await expect(move(moving)).rejects.toMatchObject({
      code: "SOURCE_COLUMN_MISSING",
      message: "auth.users of the source has no column email_confirmed_at",
    });
    await source.query("ALTER TABLE auth.users RENAME verified TO email_confirmed_at");
  });

  test("a mapping of tables and columns that the source doesn't have", async () => {
    for (const table of ["public.nowhere", "public.mentors"]) {
      const mapping = { profiles: [{ table, owner: "user_id", name: "nickname" }] };
      await expect(move(moving, "apply", { mapping })).rejects.toMatchObject({
        code: "SOURCE_COLUMN_MISSING",
      });
    }
  });

  test.each([
    [{ profiles: [{ table: "profiles" }] }],
    [{ roles: { values: { boss: "owner" } } }],
    [{ unknown: true }],
    [{ providers: { keycloak: "credential" } }],
    [{ providers: { keycloak: "cognito" } }],
    [{ profiles: [{ table: "auth.users" }] }],
  ])("an invalid mapping: %j", async (mapping) => {
    await expect(move(moving, "apply", { mapping })).rejects.toMatchObject({
      code: "MAPPING_INVALID",
    });
  });

  test("a timestamp mapped to a column of another type", async () => {
    const mapping = { profiles: [{ table: "public.profiles", createdAt: "goals" }] };
    await expect(move(moving, "apply", { mapping })).rejects.toMatchObject({
      code: "SOURCE_COLUMN_MISSING",
      message: expect.stringContaining("public.profiles.goals of the source is text"),
    });
  });

  test.each([
    ["one value twice", "gen_random_uuid()", "'same'"],
    ["no value", "gen_random_uuid()", "NULL"],
  ])("a key with %s", async (_name, owner, headline) => {
    const mapping = { profiles: [{ table: "public.mentors", owner: "user_id", key: "headline" }] };
    await source.query(
      `INSERT INTO public.mentors (user_id, headline) VALUES (${owner}, ${headline}), (${owner}, ${headline})`,
    );
    await expect(move(moving, "apply", { mapping })).rejects.toMatchObject({
      code: "SOURCE_KEY_AMBIGUOUS",
    });
    await source.query("DELETE FROM public.mentors");
  });

  test("a target with a different schema version", async () => {
    await target.query("ALTER TABLE users RENAME must_enrol_factor TO other");
    await expect(move(moving)).rejects.toMatchObject({ code: "TARGET_SCHEMA_MISMATCH" });
    await target.query("ALTER TABLE users RENAME other TO must_enrol_factor");
    await target.query("ALTER TABLE accounts ADD issuer text NOT NULL");
    await expect(move(moving)).rejects.toMatchObject({
      code: "TARGET_SCHEMA_MISMATCH",
      message: expect.stringContaining("accounts.issuer must be filled"),
    });
    await target.query("ALTER TABLE accounts DROP issuer");
  });

  test("the same database as source and target", async () => {
    await source.query("SET search_path = public");
    const both = { fromUrl: moving.fromUrl, toUrl: moving.fromUrl };
    await expect(move(both)).rejects.toMatchObject({ code: "SAME_DATABASE" });
  });

  test.each([
    "postgresql://u:p@ep-cool-1-pooler.eu-central-1.aws.neon.tech/db",
    "postgresql://u:p@aws-0-eu.pooler.supabase.com:6543/postgres",
  ])("a pooled connection: %s", async (fromUrl) => {
    await expect(move({ ...moving, fromUrl })).rejects.toMatchObject({ code: "POOLED_CONNECTION" });
  });

  test("authenticator apps without the key to encrypt them", async () => {
    const id = await insertUser(source);
    await insertFactor(source, id);
    await expect(move(moving, "apply", { secret: null })).rejects.toMatchObject({
      code: "SECRET_MISSING",
    });
    await source.query("DELETE FROM auth.users WHERE id = $1", [id]);
  });

  test("a secret other than the one that the target's server uses", async () => {
    const removeKey = await addServerKey(target, "the secret of the server on the target");
    for (const mode of ["rehearse", "apply"] as const) {
      await expect(move(moving, mode)).rejects.toMatchObject({
        code: "SECRET_DIFFERS",
        message: expect.stringContaining("BETTER_AUTH_SECRET"),
      });
    }
    await removeKey();
    const removeOwnKey = await addServerKey(target, SECRET);
    expect((await move(moving, "rehearse")).isComplete).toBe(true);
    await removeOwnKey();
  });

  test("resuming a run that never started", async () => {
    await expect(move(moving, "resume")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  const strange: [string, AuthUser][] = [
    ["something else", { encrypted_password: "md5:abc" }],
    ...[
      `$2a$17$${"a".repeat(53)}`,
      "$argon2id$v=19$m=1048576,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqW",
      "$argon2id$v=19$m=64,t=20,p=2$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqW",
      "$argon2id$v=19$m=64,t=2,p=2,data=AAAA$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqW",
      "$argon2id$v=19$m=64,t=2,p=2$YQ$j2pmwKvuS4d7BmQ53M248YbphC9cSHqW",
      "$argon2id$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$",
      "$fbscrypt$v=1,n=30,r=8,p=1,ss=Bw==,sk=AAAA$C0sHCg9ek77hsg==$AAAA",
      "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==$C0sHCg9ek77hsg==$AAAA",
    ].map((hash): [string, AuthUser] => [
      `a cost or form nobody here bears: ${hash.slice(0, 32)}`,
      { encrypted_password: hash },
    ]),
  ];
  test.each(strange)(
    "password hashes without a decision on how to treat them: %s",
    async (_name, user) => {
      const id = await insertUser(source, user);
      await expect(move(moving)).rejects.toMatchObject({ code: "UNKNOWN_PASSWORD_HASHES" });
      await source.query("DELETE FROM auth.users WHERE id = $1", [id]);
    },
  );

  test("and nothing was written", async () => {
    expect(await runs()).toBe(0);
  });
});

test("an unmapped table is named when the role can't see all of its rows", async () => {
  const role = `reader_${randomUUID().slice(0, 8)}`;
  const seen = ["auth.users", "auth.identities", "auth.mfa_factors"];
  const change = (what: string) =>
    source.query(seen.map((table) => `ALTER TABLE ${table} ${what} ROW LEVEL SECURITY`).join(";"));
  await source.query(`CREATE ROLE ${role} LOGIN PASSWORD 'reader' NOBYPASSRLS;
    GRANT USAGE ON SCHEMA auth TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA auth TO ${role}`);
  await change("DISABLE");
  const fromUrl = new URL(moving.fromUrl);
  fromUrl.username = role;
  fromUrl.password = "reader";
  const { report } = await move({ ...moving, fromUrl: fromUrl.href }, "rehearse", { mapping: {} });
  expect(report.dropped).toEqual({});
  const tables = ["auth.refresh_tokens", "auth.sessions", "public.mentors", "public.profiles"];
  expect(Object.keys(report.unreadable)).toEqual(expect.arrayContaining(tables));
  await change("ENABLE");
  await source.query(`REVOKE ALL ON ALL TABLES IN SCHEMA auth FROM ${role};
    REVOKE ALL ON SCHEMA auth FROM ${role}; DROP ROLE ${role}`);
});

describe("decisions about users", () => {
  test("quarantine users with unknown hashes", async () => {
    const kept = await moveCase();
    const id = await insertUser(kept.source, { encrypted_password: "md5:abc" });
    await move(kept, "apply", { unknownHashes: "quarantine" });
    expect(await recordOf(kept.target, id)).toMatchObject({ codes: ["PASSWORD_UNKNOWN"] });
    expect(await kept.db.user.count()).toBe(0);
    await kept.end();
  });

  test("drop unknown hashes, keep deleted users as tombstones, and assign new IDs", async () => {
    const remapped = await moveCase();
    const id = await insertUser(remapped.source, { encrypted_password: "md5:abc" });
    const deleted = await insertUser(remapped.source, {
      deleted_at: "2025-01-01",
      encrypted_password: "x",
    });
    await insertFactor(remapped.source, id);
    await remapped.source.query(
      `INSERT INTO public.profiles (id, full_name, level, goals, interests, hours, style)
       VALUES ($1, 'Somebody', 'New', 'Understand it all', '{Testing}', '2-5', 'reading')`,
      [id],
    );
    await move(remapped, "apply", { unknownHashes: "drop", deleted: "tombstone", remapIds: true });
    const { target_key: newId, codes } = (await recordOf(remapped.target, id)) ?? {};
    expect(codes).toEqual(["PASSWORD_DROPPED"]);
    expect(newId).not.toBe(id);
    const user = await remapped.db.user.findUnique({
      where: { id: newId ?? "" },
      include: { accounts: true, totpFactors: true, menteeProfile: true },
    });
    expect(user).toMatchObject({ accounts: [], totpFactors: [{}], menteeProfile: {} });
    const tombstone = await recordOf(remapped.target, deleted);
    expect(tombstone).toMatchObject({ outcome: "flagged", codes: ["DELETED_TOMBSTONE"] });
    expect(
      await remapped.db.user.findUnique({
        where: { id: tombstone?.target_key ?? "" },
        include: { accounts: true },
      }),
    ).toMatchObject({ status: "suspended", emailVerified: false, accounts: [] });
    await remapped.end();
  });

  test("stay the same for the whole run", async () => {
    await move(moving);
    const other = { ...SUPABASE_MAPPING, nameClaims: ["nickname"] };
    await expect(move(moving, "apply", { mapping: other })).rejects.toMatchObject({
      code: "OPTIONS_CHANGED",
    });
    await expect(move(moving, "apply", { deleted: "tombstone" })).rejects.toMatchObject({
      code: "OPTIONS_CHANGED",
    });
  });
});
