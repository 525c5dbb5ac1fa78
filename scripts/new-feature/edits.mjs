// What a feature changes in existing files. Each edit looks for an anchor and fails when it finds
// none, so that nobody gets half a feature.

/** The new text of each file, from the old one. In the order of the steps in CONTRIBUTING.md. */
export function editsFor(names) {
  const { noun, nouns, Noun, kebab, path, table, many } = names;
  const permissions = ["list", "create", "delete"].map((action) => `"${noun}:${action}",`);
  return {
    "packages/validators/src/index.ts": (text) =>
      among(text, /^export \* from "\.\/([\w-]+)\.ts";\n/gm, kebab, {
        line: `export * from "./${kebab}.ts";\n`,
      }),
    "packages/db/prisma/schema.prisma": (text, { model }) =>
      `${inUser(text, `  ${nouns} ${Noun}[]`).trimEnd()}\n\n${model}`,

    "packages/api/src/member/erase-user.ts": (text) =>
      after(
        text,
        "  await tx.personalAccessToken.deleteMany(own);\n",
        `  await tx.${noun}.deleteMany(own);\n`,
      ),
    "packages/api/src/member/erase.test.ts": (text) =>
      after(
        text,
        /^ {8}caller\.calendar\.createFeed\(\),\n/m,
        `        caller.${noun}.create({ text: "x" }),\n`,
      ),
    "packages/api/src/account/export.ts": (text) =>
      after(
        text,
        /^ {6}totpFactors: \{ select: .*\n/m,
        `      ${nouns}: { select: { text: true, createdAt: true } },\n`,
      ),
    "packages/api/src/account/export.test.ts": (text) =>
      after(
        text,
        '      "personal_access_tokens.user_id": account.accessTokens,\n',
        `      "${table}.user_id": account.${nouns},\n`,
      ),
    "packages/api/src/testing/person-with-everything.ts": (text) =>
      after(
        text,
        /^ {2}await db\.recoveryCode\.create\(.*\n/m,
        `  await db.${noun}.create({ data: { userId, text: "Mine", createdAt: NOW } });\n`,
      ),

    "packages/validators/src/permission.ts": (text) => {
      const labels = [`List your ${many}`, `Create ${many}`, `Delete ${many}`];
      const listed = permissions.map((each, at) => `  ${each.slice(0, -1)}: "${labels[at]}",\n`);
      return before(text, "} as const satisfies Record<", listed.join(""));
    },
    "packages/auth/src/permissions.ts": (text) => {
      const listed = `  ${permissions.join("\n  ")}\n`;
      return before(text, /(?<=^const everyone = \[\n(?: {2}".+",\n)+)(?=\] as const)/m, listed);
    },

    "packages/ledger/src/audit.ts": (text) =>
      before(
        before(text, '  | "migration.started"', `  | "${noun}.created"\n  | "${noun}.deleted"\n`),
        '    | "events";',
        `    | "${noun}"\n`,
      ),
    "packages/ledger/src/announced.ts": (text) =>
      before(
        text,
        '  "migration.started": bulk,\n',
        ["created", "deleted"]
          .map((verb) => `  "${noun}.${verb}": { not: "It concerns nobody but its owner." },\n`)
          .join(""),
      ),
    "packages/api/src/root.ts": (text) =>
      among(
        among(text, /^import \{ \w+Router \} from "\.\/([\w-]+)\/router\.ts";\n/gm, kebab, {
          line: `import { ${noun}Router } from "./${kebab}/router.ts";\n`,
        }),
        /^ {2}(\w+): \w+Router,\n/gm,
        noun,
        { line: `  ${noun}: ${noun}Router,\n` },
      ),
    "ARCHITECTURE.md": (text) => {
      const [block, list] = match(
        text,
        /(?<=Inside `packages\/api\/src`.+\n\n```\n)([^`]+)(?=```)/,
      );
      const folders = [...list.trim().split(/\s+/), kebab];
      const lines = folders.map((folder, at) => folder + ((at + 1) % 5 === 0 ? "\n" : "  "));
      return text.replace(block, () => `${lines.join("").trim()}\n`);
    },
    "packages/api/src/__snapshots__/api.test.ts.snap": (text, { permissionsBefore }) =>
      inSnapshot(text, { noun, permissions, permissionsBefore }),

    "packages/api/src/idempotency.test.ts": (text) =>
      after(
        text,
        '  "only the first call finds something to delete": [\n',
        `    "${noun}.delete",\n`,
      ),
    "packages/client/src/idempotency.ts": (text) =>
      among(text, /^ {2}"([\w.]+)",\n/gm, `${noun}.create`, { line: `  "${noun}.create",\n` }),

    "packages/api/src/testing/mutation-calls.ts": (text) =>
      before(
        text,
        '    "secondFactor.setUp"',
        `    "${noun}.create": async () => ({ by: await person(), input: { text: "x" } }),
    "${noun}.delete": async () => {
      const by = await person();
      const { id } = await (await as(by)).${noun}.create({ text: "x" });
      return { by, input: { id } };
    },\n\n`,
      ),
    "packages/api/src/testing/scale/fill-program.ts": (text) =>
      before(
        text,
        /(?<=\nasync function addShortLived\([\s\S]+?\n)(?=\}\n)/,
        `  await db.${noun}.createMany({
    data: Array.from({ length: 1_500 }, (_, i) => ({
      userId: \`mentee\${i % 20}\`,
      text: "x",
      createdAt: now,
    })),
  });\n`,
      ),
    "packages/api/src/testing/scale/reads.test.ts": (text) =>
      after(text, "  calendar_feeds: SIZE.users / 20,\n", `  ${table}: 1_500,\n`),
    "packages/api/src/testing/scale/questions.ts": (text) =>
      before(
        text,
        '  add("health.check"',
        `  add("${noun}.list", {
    "a mentee": () => mentee5.${noun}.list({}),
    "a mentee, behind a row": () =>
      mentee5.${noun}.list({ cursor: encodeCursor([found.sessionId]) }),
  });\n`,
      ),
    "packages/api/src/testing/scale/__snapshots__/reads.test.ts.snap": (text) =>
      ["a mentee", "a mentee, behind a row"].reduce((earlier, about) => {
        const key = `${noun}.list: ${about}`;
        return among(earlier, /^ {2}"([^"]+)": \d+,\n/gm, key, { line: `  "${key}": 1,\n` });
      }, text),
    "apps/web/e2e/routes.ts": (text) =>
      among(text, /^(?: {2}\/\/ .*\n)? {2}"(\/[^"]*)": \{/gm, `/${path}`, {
        line: `  "/${path}": {
    path: () => "/${path}",
    answers: only("mentee", "mentor", "pm", "admin"),
  },\n`,
      }),
  };
}

/** Finds an anchor, which must occur exactly once. */
function match(text, anchor) {
  const pattern =
    typeof anchor === "string" ? anchor.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") : anchor;
  const flags = typeof anchor === "string" ? "g" : `${anchor.flags}g`;
  const found = [...text.matchAll(new RegExp(pattern, flags))];
  if (found.length !== 1) throw new Error(`expected one match, found ${found.length}: ${anchor}`);
  return found[0];
}

function before(text, anchor, insertion) {
  const { index } = match(text, anchor);
  return text.slice(0, index) + insertion + text.slice(index);
}

function after(text, anchor, insertion) {
  const found = match(text, anchor);
  const end = found.index + found[0].length;
  return text.slice(0, end) + insertion + text.slice(end);
}

/** Inserts a line into a sorted list of lines. The first group of the pattern is the sort key. */
function among(text, pattern, key, { line }) {
  const lines = [...text.matchAll(pattern)];
  const last = lines.at(-1);
  if (last === undefined) throw new Error(`found no match: ${pattern}`);
  const next = lines.find(([, other]) => other > key);
  const at = next?.index ?? last.index + last[0].length;
  return text.slice(0, at) + line + text.slice(at);
}

/** Adds a relation to the model User and aligns the columns, as Prisma's formatter does. */
function inUser(text, line) {
  const [block] = match(
    text,
    /(?<=^model User \{[^}]+\n\n)(?: {2}\w+ +\w+(?:\[\]|\?)?.*\n)+(?=\n {2}@@)/m,
  );
  const rows = `${block}${line}\n`.match(/\S.*/g).map((row) => /^(\S+) +(\S+) *(.*)$/.exec(row));
  const width = (column) => Math.max(...rows.map((row) => row[column].length));
  const aligned = rows.map(([, name, type, rest]) =>
    `  ${name.padEnd(width(1))} ${type.padEnd(width(2))} ${rest}`.trimEnd(),
  );
  return text.replace(block, () => `${aligned.join("\n")}\n`);
}

/** Updates the law test's snapshot: permissions by role, and by procedure. */
function inSnapshot(text, { noun, permissions, permissionsBefore }) {
  const [, last] = match(
    permissionsBefore,
    /^const everyone = \[\n(?: {2}".+",\n)* {2}(".+",)\n\]/m,
  );
  const held = `    ${last}\n`;
  const roles = text.split(held).length - 1;
  if (roles !== 4) throw new Error(`expected ${last} in four roles, found ${roles}`);
  const granted = permissions.map((permission) => `    ${permission}\n`).join("");
  const [list, create, remove] = permissions.map((permission) => permission.slice(1, -2));
  return among(
    text.replaceAll(held, () => held + granted),
    /^ {2}"(?:query|mutation) (\w+)\.\w+: .+",\n/gm,
    noun,
    {
      line: `  "query ${noun}.list: ${list}",
  "mutation ${noun}.create: ${create}",
  "mutation ${noun}.delete: ${remove}",\n`,
    },
  );
}
