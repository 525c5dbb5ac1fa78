import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { PAGE_PORT, PAGE_URL, SITE_URL } from "./addresses";
import { createToken, expect, signIn, test } from "./fixtures";
import { packInto, root, timed } from "./packed";

const run = promisify(execFile);

/** Another program's folder, outside the workspace and with a space in its path. */
let folder: string;
const inFolder = (...parts: string[]) => path.join(folder, ...parts);
const npm = (...args: string[]) => run("npm", args, { cwd: folder });
const typecheck = () =>
  run("node_modules/.bin/tsc", ["--pretty", "false"], { cwd: folder }).then(
    ({ stdout }) => stdout,
    ({ stdout }) => stdout,
  );

const settings = (token: string) =>
  `export const url = ${JSON.stringify(SITE_URL)};\nexport const token = ${JSON.stringify(token)};\n`;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "a tool "));
  await packInto(inFolder("client.tgz"), "packages/client");
  await cp(path.join(root, "docs/tools"), folder, {
    recursive: true,
    filter: (source) => !/(node_modules|package\.json|tsconfig\.json|turbo\.json)$/.test(source),
  });
  await writeFile(inFolder("package.json"), '{ "type": "module", "private": true }');
  const { devDependencies } = JSON.parse(
    await readFile(path.join(root, "docs/tools/package.json"), "utf8"),
  );
  expect(Object.keys(devDependencies)).toEqual(["typescript"]);
  await timed("npm install", () => npm("install", "client.tgz", "typescript@7.0.2"));
  await run("node_modules/.bin/tsc", ["--init"], { cwd: folder });
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("a program elsewhere lists, books and cancels with the packed client", async ({ page }) => {
  await signIn(page, "noah@sundial.example", "/account");
  const token = await createToken(page, { name: "A tool", scope: "Read and write" });
  await writeFile(inFolder("settings.ts"), settings(token));
  expect(await timed("tsc", typecheck)).toBe("");
  const node = async (file: string) => (await run("node", [file], { cwd: folder })).stdout;
  expect(await node("first-call.js")).toMatch(/^.+ \(mentee\), with Sundial since .+\n$/);
  expect(await node("book.js")).toMatch(/\nbooked .+ at \d{4}-.+Z\ncancelled\n$/);
  expect(await node("pages.js")).toMatch(/^\d{4}-.+Z /);

  await writeFile(inFolder("settings.ts"), settings("sundial_pat_wrong"));
  await typecheck();
  await expect(node("first-call.js")).rejects.toMatchObject({
    stderr: expect.stringContaining("SundialError: Please sign in."),
  });
});

test("the packed client runs on newer versions of Node and in an edge runtime", async ({
  page,
}) => {
  await signIn(page, "noah@sundial.example", "/account");
  const token = await createToken(page, { name: "Other runtimes", scope: "Read only" });
  await writeFile(inFolder("settings.ts"), settings(token));
  expect(await typecheck()).toBe("");
  // The binaries of Node, as packages without install scripts.
  const binary = `node-${process.platform}-${process.arch}`;
  await timed("npm install Node 22, Node 24 and an edge runtime", () =>
    npm(
      "install",
      ...["22", "24"].map((version) => `node${version}@npm:${binary}@${version}`),
      "@edge-runtime/vm@5",
      "esbuild@0.28",
    ),
  );
  const greeting = /^.+ \(mentee\), with Sundial since .+\n$/;
  for (const version of ["22", "24"]) {
    const node = inFolder(`node_modules/node${version}/bin/node`);
    const { stdout } = await run(node, ["--version"]);
    expect(stdout).toMatch(new RegExp(`^v${version}\\.`));
    expect((await run(node, ["first-call.js"], { cwd: folder })).stdout).toMatch(greeting);
    expect((await run(node, ["pages.js"], { cwd: folder })).stdout).toMatch(/^\d{4}-.+Z /);
  }
  await run(
    "node_modules/.bin/esbuild",
    ["first-call.js", "--bundle", "--format=esm", "--platform=browser", "--outfile=edge.js"],
    { cwd: folder },
  );
  await writeFile(
    inFolder("edge.mjs"),
    `import { readFile } from "node:fs/promises";
import { EdgeVM } from "@edge-runtime/vm";
const program = await readFile("edge.js", "utf8");
const edge = new EdgeVM({ extend: (context) => Object.assign(context, { console }) });
if (edge.evaluate("typeof process") !== "undefined") throw new Error("this is Node");
await edge.evaluate(\`(async () => { \${program} })()\`);
`,
  );
  expect((await run("node", ["edge.mjs"], { cwd: folder })).stdout).toMatch(greeting);
});

test("a wrong field doesn't compile", async () => {
  const wrong = inFolder("wrong.ts");
  await writeFile(
    wrong,
    `import { createSundialClient } from "@sundial/client";
const sundial = createSundialClient({ url: "https://sundial.example.org" });
await sundial.mentor.list.query({ sort: "cheapest" });
const me = await sundial.account.me.query();
console.log(me.nickname);
`,
  );
  const output = await typecheck();
  await rm(wrong);
  expect(output).toContain(`wrong.ts(3,35): error TS2322: Type '"cheapest"' is not assignable`);
  expect(output).toContain("wrong.ts(5,16): error TS2339: Property 'nickname' does not exist");
  expect(output.match(/error TS/g)).toHaveLength(2);
});

test("a page on an allowed origin lists mentors with the packed client", async ({ page }) => {
  await signIn(page, "noah@sundial.example", "/account");
  const token = await createToken(page, { name: "A page", scope: "Read only" });
  const main = await readFile(inFolder("page/main.ts"), "utf8");
  await writeFile(inFolder("page/main.ts"), main.replace("https://sundial.example.org", SITE_URL));
  await timed("npm install vite", () => npm("install", "vite@8"));
  await timed("vite build", () =>
    run("node_modules/.bin/vite", ["build", "page"], { cwd: folder }),
  );
  const server = await serveFiles(inFolder("page/dist"));
  await page.goto(PAGE_URL);
  await page.getByLabel("Your token").fill(token);
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByRole("listitem")).toHaveCount(5);
  server.close();
  server.closeAllConnections();
});

async function serveFiles(from: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const name = request.url === "/" ? "index.html" : (request.url ?? "");
    const type = name.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(200, { "content-type": type }).end(await readFile(path.join(from, name)));
  });
  server.listen(PAGE_PORT);
  await once(server, "listening");
  return server;
}

test("the page about tools shows programs that these tests run", async () => {
  const page = await readFile(path.join(root, "docs/tools.md"), "utf8");
  const shown = [...page.matchAll(/```(?:ts|html)\n([\s\S]*?)```/g)].map(([, code]) => code);
  const names = ["settings.ts", "first-call.ts", "book.ts", "pages.ts", "page/main.ts"];
  const files = names.map((name) => readFile(path.join(root, "docs/tools", name), "utf8"));
  // The API's own tests run this one.
  const inside = readFile(path.join(root, "packages/api/examples/end-program.ts"), "utf8");
  expect(shown).toEqual(await Promise.all([...files, inside]));
});
