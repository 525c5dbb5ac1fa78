import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { EXIT } from "./exit-codes.ts";
import { CommandFailure } from "./failure.ts";
import type { World } from "./terminal.ts";

/** A server, and the credential for it if somebody is signed in. */
export interface Profile {
  url: string;
  token?: string;
}

interface Stored {
  /** The profile that commands use. */
  current: string;
  profiles: Record<string, Profile>;
}

export type Profiles = ReturnType<typeof createProfiles>;

/** The folder for settings, where each system keeps them. */
export function configFolder({ env, platform, home }: Pick<World, "env" | "platform" | "home">) {
  if (env.SUNDIAL_CONFIG_DIR) return env.SUNDIAL_CONFIG_DIR;
  if (platform === "win32") {
    return path.win32.join(env.APPDATA || path.win32.join(home, "AppData", "Roaming"), "sundial");
  }
  if (env.XDG_CONFIG_HOME) return path.join(env.XDG_CONFIG_HOME, "sundial");
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "sundial");
  return path.join(home, ".config", "sundial");
}

/** Profiles with their tokens, in a file that only this person can read. */
export function createProfiles(world: Pick<World, "env" | "platform" | "home">) {
  const folder = configFolder(world);
  const file = path.join(folder, "profiles.json");

  async function read(): Promise<Stored> {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (text === null) return { current: "default", profiles: {} };
    const stored = parse(text);
    if (stored !== null) return stored;
    throw new CommandFailure(
      "BAD_PROFILES",
      `${file} can't be read. Fix it, or delete it and sign in again.`,
      EXIT.FAILED,
    );
  }

  /** Whole or not at all: a new file takes the place of the old one. */
  async function write(stored: Stored) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const temporary = `${file}.${randomBytes(6).toString("hex")}`;
    try {
      const handle = await open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(stored, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  return {
    file,
    read,
    async save(name: string, profile: Profile) {
      const { current, profiles } = await read();
      const isFirst = Object.keys(profiles).length === 0;
      await write({
        current: isFirst ? name : current,
        profiles: { ...profiles, [name]: profile },
      });
    },
    /** Makes this the profile that commands use. */
    async use(name: string) {
      await write({ ...(await read()), current: name });
    },
    /** Whether others on this computer could read the tokens; false where files have no modes. */
    async isOpenToOthers(): Promise<boolean> {
      if (world.platform === "win32") return false;
      const found = await stat(file).catch(() => null);
      return found !== null && (found.mode & 0o077) !== 0;
    },
  };
}

function isMissing(error: unknown) {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(text: string): Stored | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value.current !== "string" || !isObject(value.profiles)) {
    return null;
  }
  const profiles: Record<string, Profile> = {};
  for (const [name, profile] of Object.entries(value.profiles)) {
    if (!isObject(profile) || typeof profile.url !== "string") return null;
    const { url, token } = profile;
    if (token !== undefined && typeof token !== "string") return null;
    profiles[name] = token === undefined ? { url } : { url, token };
  }
  return { current: value.current, profiles };
}
