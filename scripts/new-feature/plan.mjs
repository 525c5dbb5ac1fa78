// Works out every file of a feature in memory. Nothing is written here.
import { readFileSync } from "node:fs";
import path from "node:path";
import { editsFor } from "./edits.mjs";
import { fillIn, Refusal } from "./names.mjs";

const templates = path.join(import.meta.dirname, "templates");

/** The path of each template's file. In the order of the steps in CONTRIBUTING.md. */
const targets = ({ kebab, path: page }) => ({
  "contract.ts": `packages/validators/src/${kebab}.ts`,
  "scope.ts": `packages/api/src/${kebab}/scope.ts`,
  "service.ts": `packages/api/src/${kebab}/service.ts`,
  "router.ts": `packages/api/src/${kebab}/router.ts`,
  "service.test.ts": `packages/api/src/${kebab}/service.test.ts`,
  "page.tsx": `apps/web/src/app/${page}/page.tsx`,
  "create-form.tsx": `apps/web/src/app/${page}/_components/create-${kebab}-form.tsx`,
  "list.tsx": `apps/web/src/app/${page}/_components/${kebab}-list.tsx`,
});

/**
 * The files to create and to change, each with its new text. `read` returns the text of a file in
 * the repository; `exists` says whether there is such a file or folder. Throws a Refusal when a name
 * is taken or an anchor is missing.
 */
export function planFeature(names, { read, exists }) {
  refuseTaken(names, { read, exists });
  const fill = (template) => fillIn(readFileSync(path.join(templates, template), "utf8"), names);
  const created = Object.entries(targets(names)).map(([template, file]) => [file, fill(template)]);
  const around = {
    model: fill("model.prisma"),
    permissionsBefore: read("packages/auth/src/permissions.ts"),
  };
  const changed = Object.entries(editsFor(names)).map(([file, edit]) => {
    try {
      return [file, edit(read(file), around)];
    } catch (error) {
      throw new Refusal(`${file} no longer has the anchor that scripts/new-feature/edits.mjs looks for:
  ${error.message}`);
    }
  });
  return { created: Object.fromEntries(created), changed: Object.fromEntries(changed) };
}

/** Refuses a noun if any of its names is already in use. */
function refuseTaken(names, { read, exists }) {
  const { noun, nouns, Noun, NOUNS, kebab, path: page, table } = names;
  const folders = [
    `packages/validators/src/${kebab}.ts`,
    `packages/api/src/${kebab}`,
    `apps/web/src/app/${page}`,
  ];
  for (const file of folders) {
    if (exists(file)) throw new Refusal(`"${noun}" is taken: ${file} exists.`);
  }
  const uses = {
    "packages/db/prisma/schema.prisma": [
      `^(model|enum) ${Noun} \\{`,
      `@@map\\("${table}"\\)`,
      `^model User \\{[^}]*^  ${nouns} `,
    ],
    "packages/auth/src/permissions.ts": [`"${noun}:`],
    "packages/ledger/src/audit.ts": [`"${noun}[."]`],
    "packages/api/src/root.ts": [`^  ${noun}:`],
    "packages/validators/src/limits.ts": [`\\b${NOUNS}_MAX\\b`],
    "apps/web/e2e/routes.ts": [`"/${page}["/]`],
  };
  for (const [file, patterns] of Object.entries(uses)) {
    const found = patterns
      .map((pattern) => new RegExp(pattern, "m").exec(read(file)))
      .find(Boolean);
    if (found) {
      const where = found[0].trim().split("\n").at(-1).trim();
      throw new Refusal(`"${noun}" is taken: ${file} has ${where}`);
    }
  }
}
