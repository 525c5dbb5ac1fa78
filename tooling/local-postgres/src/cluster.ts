import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, lstat, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type Binaries, installedBinaries, stagedBinaries } from "./binaries.ts";
import { LocalDatabaseError } from "./local-database-error.ts";
import { type ServerAccount, serverAccount } from "./server-account.ts";

/** Where root's servers are: a folder the server's own user can enter, unlike most of root's. */
const ROOT_FOLDER = "/var/lib/sundial";

/** The checkout this file belongs to. */
export const checkoutFolder = fileURLToPath(new URL("../../..", import.meta.url));

/** One local server: its folders, its programs and its user. */
export type Cluster = {
  home: string;
  /** Owned by the server's user; everything else in `home` is ours alone. */
  serverFolder: string;
  data: string;
  log: string;
  leases: string;
  binaries: Binaries;
  account: ServerAccount;
};

const stateSchema = z.object({
  port: z.number().int(),
  password: z.string(),
  superuserPassword: z.string(),
  /** Whether the application's role and database exist. */
  bootstrapped: z.boolean(),
});

/** What a cluster stores between runs, including secrets. */
export type ClusterState = z.infer<typeof stateSchema>;

/**
 * Describes the server of a checkout and creates its folders; starts nothing. The data is in the
 * checkout's `.local/postgres`, for root under /var/lib/sundial. `home` overrides both.
 *
 * Errors: LocalDatabaseError when this system has no Postgres, or no user to run it as.
 */
export async function openCluster(options: { checkout?: string; home?: string } = {}) {
  const account = serverAccount();
  const checkout = resolve(options.checkout ?? checkoutFolder);
  const home = options.home ?? homeOf(checkout, account);
  const serverFolder = join(home, "server");
  const installed = await installedBinaries();

  if (account) await makeRootFolder();
  await mkdir(home, { recursive: true, mode: account ? 0o711 : 0o700 });
  await mkdir(serverFolder, { recursive: true, mode: 0o700 });
  if (account) {
    // mkdir applies the umask, which may be too strict for the server's user.
    await chmod(home, 0o711);
    await chown(serverFolder, account.uid, account.gid);
  }
  return {
    home,
    serverFolder,
    data: join(serverFolder, "data"),
    log: join(serverFolder, "server.log"),
    leases: join(home, "leases"),
    binaries: account ? await stagedBinaries(join(ROOT_FOLDER, "binaries"), installed) : installed,
    account,
  } satisfies Cluster;
}

/** The state of a cluster; new secrets and a preferred port while it has no data. */
export async function readState(cluster: Cluster): Promise<ClusterState> {
  const path = statePath(cluster);
  if (!existsSync(path)) {
    if (!existsSync(cluster.data)) return newState(cluster);
    throw new LocalDatabaseError(
      `${path} is missing, and the password with it; start over with \`local-postgres reset\``,
    );
  }
  return stateSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

/** Replaces the state file in one step, readable only by its owner. */
export async function writeState(cluster: Cluster, state: ClusterState) {
  const unfinished = `${statePath(cluster)}.new`;
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, statePath(cluster));
}

/** The file that holds the passwords. */
export function statePath(cluster: Cluster) {
  return join(cluster.home, "state.json");
}

function newState(cluster: Cluster): ClusterState {
  const spread = createHash("sha256").update(cluster.home).digest().readUInt16BE();
  return {
    port: 54_300 + (spread % 600),
    password: randomBytes(24).toString("base64url"),
    superuserPassword: randomBytes(24).toString("base64url"),
    bootstrapped: false,
  };
}

function homeOf(checkout: string, account: ServerAccount) {
  if (!account) return join(checkout, ".local", "postgres");
  const key = createHash("sha256").update(checkout).digest("hex").slice(0, 16);
  return join(ROOT_FOLDER, "checkouts", key);
}

async function makeRootFolder() {
  for (const folder of [ROOT_FOLDER, join(ROOT_FOLDER, "checkouts")]) {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    const { uid } = await lstat(folder);
    if (uid !== 0) throw new LocalDatabaseError(`${folder} must belong to root`);
    await chmod(folder, 0o711);
  }
}
