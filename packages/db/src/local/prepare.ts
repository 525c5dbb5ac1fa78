import { fileURLToPath } from "node:url";
import type { CommandRunner } from "./child-process.ts";
import { LocalDatabaseError } from "./local-database-error.ts";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Applies the migrations, then the seed unless `seed` is false; `say` gets a line for each.
 * Stops early, without an error, once a signal arrived.
 *
 * @throws {LocalDatabaseError} with the failed program's output
 */
export async function prepareDatabase(
  runner: CommandRunner,
  options: { url: string; seed: boolean; say: (line: string) => void },
) {
  if (runner.signalCode() !== null) return;
  const migrated = await applyMigrations(runner, options.url);
  if (migrated === null) return;
  // Prisma lists one folder line for each migration it has just applied.
  const applied = migrated.match(/[└├]─ \d+_\w+\/$/gm)?.length ?? 0;
  options.say(applied === 0 ? "migrations are up to date" : `${counted(applied)} applied`);

  if (!options.seed) {
    options.say("not seeded: DATABASE_URL points to another machine");
    return;
  }
  const seeded = await step(runner, options.url, ["tsx", "prisma/seed.ts"]);
  if (seeded !== null) options.say("seeded");
}

/** Applies the migrations that a database lacks; gives Prisma's output, null when interrupted. */
export function applyMigrations(runner: CommandRunner, url: string) {
  return step(runner, url, ["prisma", "migrate", "deploy"]);
}

/** The output of a program that succeeded, or null when a signal ended it. */
async function step(runner: CommandRunner, url: string, command: string[]) {
  const { code, output } = await runner.run(command, { url, cwd: packageFolder, capture: true });
  if (runner.signalCode() !== null) return null;
  if (code === 0) return output;
  throw new LocalDatabaseError(`${command.join(" ")} failed:\n${output.trimEnd()}`);
}

function counted(migrations: number) {
  return migrations === 1 ? "1 migration" : `${migrations} migrations`;
}
