import { createDb } from "@sundial/db";
import { startFaultyProxy, testDb } from "@sundial/db/testing";
import { MINUTE } from "@sundial/validators/durations";
import { afterEach, describe, expect, it } from "vitest";
import { readinessCheck } from "./readiness.ts";

const direct = await testDb();
const READY = { status: "ready", database: "writable", migrations: "applied" };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const sql = (text: string) => direct.owner.$executeRawUnsafe(text);

/**
 * A server's readiness check on its own connections, and the statements it sent. It waits for as
 * long as a busy machine needs, unless told otherwise.
 */
async function check(patienceMs = 10 * MINUTE) {
  const proxy = await startFaultyProxy(direct.url);
  const sent: string[] = [];
  const db = createDb({ url: proxy.url, driver: "pg", onQuery: (event) => sent.push(event.sql) });
  ends.push(() => db.$disconnect().then(proxy.close));
  return { look: readinessCheck(db, patienceMs), proxy, sent };
}

describe("a server is ready", () => {
  it("when a change can be saved and this build's migrations, or newer ones, are applied", async () => {
    expect(await (await check()).look()).toEqual(READY);
    await sql(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
               VALUES ('newer', '', '29990101000000_newer', now())`);
    expect(await (await check()).look()).toEqual(READY);
  });

  it("not while a migration of this build is missing, failed or rolled back", async () => {
    const last = "(SELECT max(migration_name) FROM _prisma_migrations WHERE id <> 'newer')";
    for (const change of ["finished_at = NULL", "rolled_back_at = now()", "migration_name = 'x'"]) {
      await sql(`CREATE TABLE kept AS SELECT * FROM _prisma_migrations`);
      await sql(`UPDATE _prisma_migrations SET ${change} WHERE migration_name = ${last}`);
      const readiness = await (await check()).look();
      await sql(`DELETE FROM _prisma_migrations`);
      await sql(`INSERT INTO _prisma_migrations SELECT * FROM kept`);
      await sql(`DROP TABLE kept`);
      expect(readiness).toEqual({ ...READY, status: "error", migrations: "missing" });
    }
  });

  it("not with a read-only database", async () => {
    const name = new URL(direct.url).pathname.slice(1);
    await sql(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const readiness = await (await check()).look();
    await sql(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    expect(readiness).toEqual({ ...READY, status: "error", database: "readOnly" });
  });

  it("not with a full disk", async () => {
    await sql(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53100'; END $$`);
    await sql("CREATE TRIGGER no_room BEFORE INSERT ON rate_limits EXECUTE FUNCTION no_room()");
    const readiness = await (await check()).look();
    await sql("DROP FUNCTION no_room() CASCADE");
    expect(readiness).toEqual({ ...READY, status: "error", database: "full" });
  });

  it("not while the database is unreachable or silent", async () => {
    const { look, proxy } = await check(100);
    proxy.become("silent");
    expect(await look()).toEqual({
      status: "error",
      database: "unreachable",
      migrations: "unknown",
    });
  });
});

describe("however often strangers ask", () => {
  it("one check runs at a time, and its answer is reused", async () => {
    const { look, sent } = await check();
    await Promise.all(Array.from({ length: 50 }, look));
    await look();
    expect(sent.filter((text) => text.includes("rate_limits"))).toHaveLength(1);
  });

  it("keeps a single row for all servers", async () => {
    await (await check()).look();
    await (await check()).look();
    expect(await direct.db.rateLimit.count()).toBe(1);
  });
});
