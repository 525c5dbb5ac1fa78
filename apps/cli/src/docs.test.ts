import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { reference } from "./testing/reference.ts";

const page = path.join(import.meta.dirname, "../../../docs/cli.md");

it("are described in docs/cli.md as they are (vitest -u writes it)", async () => {
  const text = await readFile(page, "utf8");
  const [before = ""] = text.split("### Exit codes\n");
  const [, after = ""] = text.split("\n## Versions\n");
  await expect(`${before}${reference()}## Versions\n${after}`).toMatchFileSnapshot(page);
});
