import { spawn } from "node:child_process";
import { once } from "node:events";
import { benchmarks, onDemand } from "./names.ts";

const known: readonly string[] = [...benchmarks, ...onDemand];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}. Choose from ${benchmarks.join(", ")}; ${onDemand.join(" and ")} run only when named.`,
  );
  process.exit(2);
}

// Names are checked before Postgres starts.
const names = wanted.length === 0 ? benchmarks : wanted;
const measuring = spawn("local-postgres", ["run", "--", "tsx", "src/measure.ts", ...names], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
// A terminal sends Ctrl-C to it, too; we wait for it to end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => measuring.kill("SIGTERM"));
const [code] = await once(measuring, "close");
process.exitCode = code ?? 1;
