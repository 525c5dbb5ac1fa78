import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { childEnv } from "@sundial/local-postgres";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const program = fileURLToPath(new URL("../node_modules/.bin/prisma", import.meta.url));

/**
 * Applies the missing migrations and returns how many it applied.
 *
 * Errors: throws Prisma's own output when a migration fails, which names the migration.
 */
export function applyMigrations(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      ["migrate", "deploy"],
      // npm's programs are batch files on Windows.
      { cwd: packageFolder, env: childEnv(url), shell: process.platform === "win32" },
      (error, stdout, stderr) => {
        if (error)
          reject(new Error(`prisma migrate deploy failed:\n${(stdout + stderr).trimEnd()}`));
        // Prisma prints one folder line for each migration it has just applied.
        else resolve(stdout.match(/[└├]─ \d+_\w+\/$/gm)?.length ?? 0);
      },
    );
  });
}
