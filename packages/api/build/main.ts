// `pnpm docs:api`: writes what the source says about each procedure, and docs/api.md.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readProcedures } from "./read-source.ts";

const root = path.join(import.meta.dirname, "../../..");
const facts = path.join(import.meta.dirname, "../src/catalogue/source-facts.ts");

const lines = [...readProcedures()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([name, { description, errors }]) =>
      `${JSON.stringify(name)}: ${JSON.stringify({ description, errors })},`,
  );
writeFileSync(
  facts,
  `import type { ErrorCode } from "@sundial/validators";

// Written by \`pnpm docs:api\` from the docstrings, and from the errors that each service can throw.

export const sourceFacts: Readonly<Record<string, { description: string; errors: ErrorCode[] }>> = {
${lines.join("\n")}
};
`,
);
const biome = path.join(root, "node_modules/.bin/biome");
const shell = process.platform === "win32";
execFileSync(biome, ["format", "--write", facts], { cwd: root, shell, stdio: "pipe" });

// Only now, because these read the file above.
const { features } = await import("../src/root.ts");
const { describeProcedures } = await import("../src/catalogue/describe.ts");
const { renderPage } = await import("./render-page.ts");
const page = renderPage(describeProcedures(features));
writeFileSync(path.join(root, "docs/api.md"), page);
process.stdout.write("Wrote docs/api.md.\n");
