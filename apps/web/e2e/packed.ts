import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { test } from "./fixtures";

const run = promisify(execFile);

export const root = path.join(import.meta.dirname, "../../..");

/** Packs a package of the workspace, such as "apps/cli", for people outside it. */
export async function packInto(file: string, folder: string) {
  const pnpm = process.env.npm_execpath ?? "pnpm";
  const [command, ...before] = /\.[cm]?js$/.test(pnpm) ? [process.execPath, pnpm] : [pnpm];
  await run(command, [...before, "pack", "--out", file], { cwd: path.join(root, folder) });
}

/** How long something took, for the report. */
export async function timed<Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> {
  const began = performance.now();
  const answer = await work();
  const description = `${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`;
  process.stdout.write(`${description}\n`);
  test.info().annotations.push({ type: "time", description });
  return answer;
}
