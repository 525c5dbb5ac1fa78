// `pnpm docs:api`: writes what the source says about each procedure, and docs/api.md.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { formatted, root } from "./format.ts";
import { readProcedures } from "./read-source.ts";

const FACTS = "packages/api/src/catalogue/source-facts.ts";
const PAGE = "docs/api.md";

const lines = [...readProcedures()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([name, { description, errors }]) =>
      `${JSON.stringify(name)}: ${JSON.stringify({ description, errors })},`,
  );
write(
  FACTS,
  `import type { ErrorCode } from "@sundial/validators";

// Written by \`pnpm docs:api\` from the docstrings, and from the errors that each service can throw.

export const sourceFacts: Readonly<Record<string, { description: string; errors: ErrorCode[] }>> = {
${lines.join("\n")}
};
`,
);

// Only now, because these read the file above.
const { features } = await import("../src/root.ts");
const { describeProcedures } = await import("../src/catalogue/describe.ts");
const { renderPage } = await import("./render-page.ts");
write(PAGE, renderPage(describeProcedures(features)));
process.stdout.write(`Wrote ${PAGE}.\n`);

function write(file: string, text: string) {
  writeFileSync(path.join(root, file), formatted(file, text));
}
