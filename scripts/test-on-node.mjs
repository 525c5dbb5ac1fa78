// Starts the product and runs the API's tests on other versions of Node that we support: those
// named, or all. Each comes from the npm registry, and is kept outside the workspace's packages.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";

/** Beside 20.19, which the other tests run on. */
const VERSIONS = ["22", "24"];

const root = path.join(import.meta.dirname, "..");
const shell = process.platform === "win32";

const versions = process.argv.length > 2 ? process.argv.slice(2) : VERSIONS;
const unknown = versions.filter((version) => !VERSIONS.includes(version));
if (unknown.length > 0) {
  process.stderr.write(`Unknown version ${unknown.join(", ")}. Known: ${VERSIONS.join(", ")}.\n`);
  process.exit(2);
}
for (const version of versions) {
  const env = environmentOf(version);
  const exact = execFileSync("node", ["--version"], { env, encoding: "utf8", shell }).trim();
  process.stdout.write(`\nNode ${exact}: starting the product\n`);
  process.stdout.write(`Node ${exact}: it answered at ${await startProduct(env)}\n`);
  process.stdout.write(`Node ${exact}: running the API's tests\n`);
  execFileSync("pnpm", ["--filter", "@sundial/api", "run", "test"], {
    cwd: root,
    env,
    stdio: "inherit",
    shell,
  });
  process.stdout.write(`Node ${exact}: passed\n`);
}

/** Installs this version, unless it is there, and puts it before all others. */
function environmentOf(version) {
  const folder = path.join(root, "node_modules/.cache/node", version);
  mkdirSync(folder, { recursive: true });
  const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", `node@${version}`];
  execFileSync("npm", ["--prefix", folder, ...install], { stdio: "inherit", shell });
  const bin = path.join(folder, "node_modules/node/bin");
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
}

/** Runs the development server until its sign-in page answers; its address. */
async function startProduct(env) {
  const product = spawn("pnpm", ["run", "dev"], {
    cwd: root,
    env,
    // A group of its own, so that what it started ends with it.
    detached: !shell,
    stdio: ["ignore", "pipe", "inherit"],
    shell,
  });
  try {
    const address = await Promise.race([
      addressIn(product.stdout),
      once(product, "exit").then(([code]) => {
        throw new Error(`The product ended with code ${code}.`);
      }),
    ]);
    const { status } = await fetch(`${address}/sign-in`);
    if (status !== 200) throw new Error(`${address}/sign-in answered ${status}.`);
    return address;
  } finally {
    const ended = once(product, "exit");
    if (shell) product.kill();
    else process.kill(-product.pid, "SIGINT");
    await ended;
  }
}

async function addressIn(output) {
  let written = "";
  for await (const chunk of output) {
    written += chunk;
    const [address] = /http:\/\/localhost:\d+/.exec(written) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`The product named no address:\n${written}`);
}
