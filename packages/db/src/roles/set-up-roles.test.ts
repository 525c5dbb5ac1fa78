import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { applyMigrations } from "../../prisma/apply-migrations.ts";
import { createDb, type Db } from "../client.ts";
import { createMentee, createUser } from "../factories.ts";
import { urlOf, whenVacant, withMaintenance } from "../testing/maintenance.ts";
import { isSecretColumn } from "./secret-columns.ts";
import { setUpRoles } from "./set-up-roles.ts";

/** Roles belong to the whole server, so each run has its own. */
const prefix = `t${randomBytes(5).toString("hex")}`;
const database = `sundial_prisma_${prefix}`;
const admin = `${prefix}_admin`;
const password = randomBytes(16).toString("hex");

/** Like Neon's first role: it owns the database and may create roles, but is no superuser. */
await withMaintenance(async (client) => {
  await client.query(`CREATE ROLE ${admin} LOGIN CREATEROLE PASSWORD '${password}'`);
  await client.query(`GRANT ${admin} TO CURRENT_USER`);
  await client.query(`CREATE DATABASE ${database} OWNER ${admin}`);
});
const adminUrl = as(admin, password);
await applyMigrations(adminUrl);
const made = await setUpRoles(adminUrl, { prefix });
const urlOfRole = (kind: string) => made.find((role) => role.kind === kind)?.url ?? "";
const [owner, app, reader] = ["owner", "app", "reader"].map((kind) =>
  createDb({ url: urlOfRole(kind) }),
);
if (!(owner && app && reader)) throw new Error("a role is missing");

afterAll(async () => {
  await Promise.all([owner, app, reader].map((db) => db.$disconnect()));
  await withMaintenance((client) => whenVacant(client, `DROP DATABASE ${database} WITH (FORCE)`));
  await withMaintenance(async (client) => {
    // Only who made a role may drop it.
    await client.query(`SET ROLE ${admin}`);
    for (const kind of ["reader", "app", "owner"])
      await client.query(`DROP ROLE ${prefix}_${kind}`);
    await client.query("RESET ROLE");
    await client.query(`DROP ROLE ${admin}`);
  });
});

function as(role: string, secret: string) {
  const url = new URL(urlOf(database));
  url.username = role;
  url.password = secret;
  return url.href;
}

/** The SQL state with which a statement fails. */
async function stateOf(db: Db, statement: string) {
  const failure: unknown = await db.$executeRawUnsafe(statement).then(
    () => "no failure",
    (error) => error,
  );
  return failure instanceof Error && "meta" in failure
    ? JSON.stringify(failure.meta)
    : String(failure);
}

const DENIED = /42501/;

describe("the app's role", () => {
  it("reads and writes rows, and reads which migrations are applied", async () => {
    const mentee = await createMentee(app);
    await app.user.update({ where: { id: mentee.id }, data: { name: "Renamed" } });
    await app.auditEvent.create({
      data: { actorKind: "system", action: "x.y", targetType: "user", targetId: mentee.id },
    });
    await app.menteeProfile.delete({ where: { userId: mentee.id } });
    expect(await app.auditEvent.count()).toBe(1);
    expect(await app.$queryRaw`SELECT count(*) > 0 AS found FROM _prisma_migrations`).toEqual([
      { found: true },
    ]);
  });

  it.each([
    "UPDATE events SET action = 'z'",
    "DELETE FROM events",
    "TRUNCATE events",
    "TRUNCATE users CASCADE",
    "UPDATE _prisma_migrations SET finished_at = NULL",
    "CREATE TABLE extra (id int)",
    "CREATE TEMPORARY TABLE extra (id int)",
    "ALTER TABLE users ADD COLUMN extra int",
    "ALTER TABLE events DISABLE TRIGGER ALL",
    "DROP TABLE feedback",
    "CREATE FUNCTION extra() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TRIGGER events_no_truncate ON events",
    "CREATE SCHEMA extra",
    "CREATE EXTENSION citext",
    `SET ROLE ${prefix}_owner`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${prefix}_owner GRANT ALL ON TABLES TO ${prefix}_app`,
  ])("can't %s", async (statement) => {
    expect(await stateOf(app, statement)).toMatch(DENIED);
  });
});

describe("the reader's role", () => {
  it("reads every table, but no column that opens something", async () => {
    const columns = await owner.$queryRaw<{ table: string; name: string }[]>`
      SELECT table_name AS "table", column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' ORDER BY 1, 2`;
    const hidden = columns.filter(({ table, name }) => isSecretColumn(table, name));
    expect(hidden.map(({ table, name }) => `${table}.${name}`)).toMatchInlineSnapshot(`
      [
        "accounts.access_token",
        "accounts.id_token",
        "accounts.password",
        "accounts.refresh_token",
        "avatar_fetches.url",
        "calendar_feeds.token_hash",
        "device_logins.device_code_hash",
        "device_logins.user_code_hash",
        "email_outbox.data",
        "idempotency_keys.key_hash",
        "idempotency_keys.request_hash",
        "idempotency_keys.saved",
        "jwks.private_key",
        "personal_access_tokens.token_hash",
        "recovery_codes.code_hash",
        "service_account_keys.key_hash",
        "sessions.token",
        "totp_factors.secret",
        "verifications.identifier",
        "verifications.value",
        "webhook_endpoints.previous_secret",
        "webhook_endpoints.secret",
        "webhook_endpoints.url",
      ]
    `);
    for (const { table, name } of columns) {
      const outcome = await stateOf(reader, `SELECT "${name}" FROM "${table}" LIMIT 1`);
      const expected = isSecretColumn(table, name) ? DENIED : /^no failure$/;
      expect(outcome, `${table}.${name}`).toMatch(expected);
    }
  });

  it.each([
    "INSERT INTO feedback DEFAULT VALUES",
    "UPDATE users SET name = 'x'",
    "DELETE FROM users",
    "TRUNCATE users CASCADE",
    "SELECT nextval('events_seq_seq')",
    "SELECT * FROM users FOR UPDATE",
    "CREATE TABLE extra (id int)",
    "CREATE TEMPORARY TABLE extra (id int)",
    "SELECT * FROM accounts",
  ])("can't %s", async (statement) => {
    expect(await stateOf(reader, statement)).toMatch(DENIED);
  });
});

describe("the owner's role", () => {
  it("migrates, and what it makes later has the same privileges", async () => {
    await owner.$executeRaw`CREATE TABLE later (id serial PRIMARY KEY, word_hash text)`;
    await app.$executeRaw`INSERT INTO later (word_hash) VALUES ('x')`;
    expect(await stateOf(app, "TRUNCATE later")).toMatch(DENIED);
    expect(await stateOf(reader, "SELECT id FROM later")).toMatch(DENIED);
    // The owner can bring the privileges up to date by itself.
    await setUpRoles(urlOfRole("owner"), { prefix });
    expect(await stateOf(reader, "SELECT id FROM later")).toBe("no failure");
    expect(await stateOf(reader, "SELECT word_hash FROM later")).toMatch(DENIED);
    await owner.$executeRaw`DROP TABLE later`;
  });

  it("owns everything in the schema that no extension owns", async () => {
    expect(await applyMigrations(urlOfRole("owner"))).toBe(0);
    const others = await owner.$queryRaw`
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
         AND relkind IN ('r', 'S') AND pg_get_userbyid(relowner) <> ${`${prefix}_owner`}`;
    expect(others).toEqual([]);
  });
});

describe("setting up roles", () => {
  it("takes back what a role shouldn't have, and keeps passwords", async () => {
    await owner.$executeRawUnsafe(`GRANT ALL ON events TO ${prefix}_app, ${prefix}_reader`);
    expect(await stateOf(app, "DELETE FROM events WHERE false")).toBe("no failure");
    const again = await setUpRoles(adminUrl, { prefix });
    expect(again.map(({ hasNewPassword }) => hasNewPassword)).toEqual([false, false, false]);
    expect(again.every(({ url }) => new URL(url).password === "")).toBe(true);
    expect(await stateOf(app, "DELETE FROM events WHERE false")).toMatch(DENIED);
    await createUser(app);
  });

  it("sets the passwords it is given", async () => {
    const given = "another password with spaces & '";
    await setUpRoles(adminUrl, { prefix, passwords: { reader: given } });
    const client = new pg.Client({ connectionString: as(`${prefix}_reader`, given) });
    await client.connect();
    await client.end();
  });

  it("refuses a role that doesn't own the database, and changes nothing", async () => {
    await expect(setUpRoles(urlOfRole("app"), { prefix: `${prefix}x` })).rejects.toThrow();
    await expect(setUpRoles(urlOfRole("app"), { prefix })).rejects.toThrow(
      /permission denied|owner/,
    );
  });
});
