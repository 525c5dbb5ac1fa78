import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnv } from "@sundial/local-postgres";
import { urlOf, whenVacant, withMaintenance } from "../testing/maintenance.ts";

export const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/** A separate Prisma project with our configuration, in a folder whose name has spaces. */
export async function createProject(schema: string) {
  const folder = await mkdtemp(join(tmpdir(), "sundial prisma project "));
  await mkdir(join(folder, "prisma"));
  const config = JSON.stringify(join(packageFolder, "prisma.config.ts"));
  await writeFile(join(folder, "prisma.config.ts"), `export { default } from ${config};\n`);
  const schemaFile = join(folder, "prisma", "schema.prisma");
  const writeSchema = (text: string) => writeFile(schemaFile, text);
  await writeSchema(schema);
  return { folder, schemaFile, writeSchema, remove: () => rm(folder, { recursive: true }) };
}

/** Runs the Prisma CLI. Without a `url`, it finds no DATABASE_URL. */
export function prisma(
  args: string[],
  options: { folder: string; url?: string; env?: Record<string, string> },
) {
  const program = join(packageFolder, "node_modules", ".bin", "prisma");
  const env = { ...childEnv(options.url ?? ""), ...options.env };
  if (options.url === undefined) delete env.DATABASE_URL;
  return new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(program, args, { cwd: options.folder, env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

/** The name and URL of a database that doesn't exist yet; `drop` removes it if it does. */
export function reserveDatabase() {
  const name = `sundial_prisma_${randomBytes(6).toString("hex")}`;
  const drop = () =>
    withMaintenance((client) => whenVacant(client, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return { name, url: urlOf(name), drop };
}

/** Runs SQL on the test server's own database. */
export function query<Row extends Record<string, unknown>>(sql: string, values: unknown[] = []) {
  return withMaintenance(async (client) => (await client.query<Row>(sql, values)).rows);
}
