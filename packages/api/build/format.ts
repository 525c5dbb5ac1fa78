import { execFileSync } from "node:child_process";
import path from "node:path";

export const root = path.join(import.meta.dirname, "../../..");

/** A file's text as `pnpm format` leaves it. */
export function formatted(file: string, text: string): string {
  return execFileSync(
    path.join(root, "node_modules/.bin/biome"),
    ["format", `--stdin-file-path=${file}`],
    { cwd: root, shell: process.platform === "win32", input: text, encoding: "utf8" },
  );
}
