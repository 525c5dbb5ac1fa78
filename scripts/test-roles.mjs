// Runs the tests of the packages that use the database as the role that `pnpm db:roles` makes for
// the app. Arguments go to turbo, such as `--filter @sundial/api`.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const given = process.argv.slice(2);
const packages = ["ledger", "auth", "api"].flatMap((name) => ["--filter", `@sundial/${name}`]);
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, "tooling/local-postgres/bin/local-postgres.mjs"),
    "run",
    "--",
    path.join(root, "node_modules/.bin/turbo"),
    ...["run", "test", "--concurrency=2", "--continue", ...(given.length > 0 ? given : packages)],
  ],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TEST_DATABASE_ROLE: "app" },
  },
);
process.exitCode = status ?? 1;
