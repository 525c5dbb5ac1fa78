import { execFileSync } from "node:child_process";
import { LocalDatabaseError } from "./local-database-error.ts";

const ACCOUNT = "postgres";

/** The server's system user, or null for the user who runs this command. */
export type ServerAccount = { uid: number; gid: number } | null;

/**
 * Postgres doesn't run as root, so for root it runs as the system user `postgres`, created if
 * missing.
 *
 * Errors: LocalDatabaseError when that user can't be created.
 */
export function serverAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp();
  if (known) return known;
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", ACCOUNT], {
      stdio: "pipe",
    });
  } catch {
    // Another start may have created it at the same moment, so look again.
  }
  const made = lookUp();
  if (made) return made;
  throw new LocalDatabaseError(
    `Postgres doesn't run as root, and the system user "${ACCOUNT}" couldn't be created: ` +
      "create it, run as a regular user, or set DATABASE_URL to your own server",
  );
}

function lookUp(): ServerAccount {
  try {
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    return null;
  }
}

function idOf(flag: "-u" | "-g") {
  return Number(execFileSync("id", [flag, ACCOUNT], { encoding: "utf8", stdio: "pipe" }));
}
