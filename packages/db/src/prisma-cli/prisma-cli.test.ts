import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, prisma, query, reserveDatabase } from "./prisma-project.ts";

const schemaWith = (...fields: string[]) => `generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql"
}

model Note {
  id   Int    @id @default(autoincrement())
  body String
${fields.map((field) => `  ${field}\n`).join("")}}
`;

const HAND_WRITTEN = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no; never';
END $$;
CREATE TRIGGER note_is_final BEFORE UPDATE ON "Note" FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE "Note" ADD CONSTRAINT note_has_body CHECK (body <> '');
`;

const shadowDatabases = async () => {
  const found = await query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, 'prisma_migrate_shadow_db_')",
  );
  return found.map(({ datname }) => datname);
};

describe("a project from its first migration on", () => {
  const database = reserveDatabase();
  const other = reserveDatabase();
  let project: Awaited<ReturnType<typeof createProject>>;
  let shadowsBefore: string[];

  const run = async (...args: string[]) => {
    const result = await prisma(args, { folder: project.folder, url: database.url });
    return { ...result, shown: `exit ${result.code}\n${result.output}` };
  };
  const migrations = async () => {
    const entries = await readdir(join(project.folder, "prisma/migrations"));
    return entries.filter((entry) => entry !== "migration_lock.toml");
  };
  const scriptOf = (migration: string | undefined) =>
    join(project.folder, "prisma/migrations", migration ?? "", "migration.sql");

  beforeAll(async () => {
    project = await createProject(schemaWith());
    shadowsBefore = await shadowDatabases();
  });
  afterAll(async () => {
    await database.drop();
    await other.drop();
    await project.remove();
  });

  test("generate needs no database", async () => {
    const { code, output } = await prisma(["generate"], { folder: project.folder });
    expect(output).toContain("Generated Prisma Client");
    expect(code).toBe(0);
  });

  test("migrate dev creates the database and the first migration", async () => {
    const { shown } = await run("migrate", "dev", "--name", "init");
    expect(shown).toContain(`database ${database.name} created`);
    expect(shown).toContain("exit 0");
    expect(await readFile(scriptOf((await migrations())[0]), "utf8")).toContain(
      'CREATE TABLE "Note"',
    );
  });

  test("migrate dev --create-only leaves the database alone", async () => {
    const { shown } = await run("migrate", "dev", "--create-only", "--name", "by_hand");
    expect(shown).toContain("exit 0");
    expect(await migrations()).toHaveLength(2);
    expect((await run("migrate", "status")).shown).toContain("not yet been applied");
  });

  test("migrate dev applies the edited migration and adds one for the schema's change", async () => {
    await writeFile(scriptOf((await migrations())[1]), HAND_WRITTEN);
    await project.writeSchema(schemaWith("pinned Boolean @default(false)"));
    expect((await run("migrate", "dev", "--name", "pinned")).shown).toContain("exit 0");
    const script = await readFile(scriptOf((await migrations())[2]), "utf8");
    expect(script).toContain('ADD COLUMN     "pinned"');
    expect(script).not.toContain("DROP");
    expect((await run("migrate", "dev")).shown).toContain("Already in sync");
  });

  test("migrate deploy applies them elsewhere, including hand-written SQL", async () => {
    const options = { folder: project.folder, url: other.url };
    expect(await prisma(["migrate", "deploy"], options)).toMatchObject({ code: 0 });
    const file = join(project.folder, "update.sql");
    await writeFile(file, `INSERT INTO "Note" (body) VALUES ('x'); UPDATE "Note" SET body = 'y';`);
    const { code, output } = await prisma(["db", "execute", "--file", file], options);
    expect(output).toContain("no; never");
    expect(code).toBe(1);
  });

  test("migrate reset empties the database and applies them again", async () => {
    const { shown } = await run("migrate", "reset", "--force");
    expect(shown).toContain("Database reset successful");
    expect(shown).toMatch(/have been applied:[\s\S]*_init[\s\S]*_by_hand[\s\S]*_pinned/);
  });

  test("db push changes the database, and db pull reads it back", async () => {
    await project.writeSchema(schemaWith("pinned Boolean @default(false)", "color String?"));
    expect((await run("db", "push")).shown).toContain("now in sync");
    await project.writeSchema(schemaWith());
    expect((await run("db", "pull")).shown).toContain("exit 0");
    expect(await readFile(project.schemaFile, "utf8")).toMatch(/color +String\?/);
  });

  test("a failing migration is named, with the server's message and the line", async () => {
    const folder = join(project.folder, "prisma/migrations/29990101000000_broken");
    await mkdir(folder);
    await writeFile(join(folder, "migration.sql"), "SELECT 1;\nCREATE TABEL x();\n");

    const onShadow = await run("migrate", "dev");
    expect(onShadow.shown).toMatch(/exit 1[\s\S]*P3006[\s\S]*29990101000000_broken/);
    expect(onShadow.shown).toContain('syntax error at or near "TABEL" (SQLSTATE 42601, line 2)');

    const failed = await run("migrate", "deploy");
    expect(failed.shown).toMatch(/exit 1[\s\S]*P3018[\s\S]*29990101000000_broken/);
    expect(failed.shown).toContain('syntax error at or near "TABEL" (SQLSTATE 42601, line 2)');
    expect((await run("migrate", "deploy")).shown).toMatch(/exit 1[\s\S]*P3009/);
  });

  test("no shadow database is left behind", async () => {
    // Databases of other test files come and go meanwhile.
    await expect
      .poll(async () => (await shadowDatabases()).filter((name) => !shadowsBefore.includes(name)))
      .toEqual([]);
  });
});

describe("without a usable database", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ folder, remove } = await createProject(schemaWith()));
    await mkdir(join(folder, "prisma/migrations"));
  });
  afterAll(() => remove());

  test.each([
    // `deploy` asks the engine's command line first, `pull` goes straight to its protocol.
    ["deploy", "postgresql://someone:s3cr%40t@127.0.0.1:1/nowhere", /P1001.*127\.0\.0\.1:1/s],
    ["pull", "postgresql://someone:s3cr%40t@127.0.0.1:1/nowhere", /P1001.*127\.0\.0\.1:1/s],
    ["deploy", "postgresql://someone:s3cr%40t@/nowhere", /P1013.*the database URL/s],
    ["deploy", "postgresql://someone:s3cr%40t@db.invalid/x?sslmode=disable", /P1013.*sslmode/s],
  ])("%s on %s explains why, without the password", async (command, url, reason) => {
    const area = command === "pull" ? "db" : "migrate";
    const { code, output } = await prisma([area, command], { folder, url });
    expect(code).toBe(1);
    expect(output).toMatch(reason);
    expect(output).not.toContain("s3cr");
  });

  test("a panic of the engine fails the command", async () => {
    const database = reserveDatabase();
    const env = { FORCE_PANIC_SCHEMA_ENGINE: "1" };
    const result = await prisma(["migrate", "deploy"], { folder, url: database.url, env });
    await database.drop();
    expect(result.code).toBe(1);
    expect(result.output).toContain("artificial panic");
  });
});
