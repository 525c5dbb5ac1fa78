import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { SITE_URL } from "./addresses";
import { createToken, expect, pageOf, signIn, signUpMentee, test } from "./fixtures";
import { packInto, root, timed } from "./packed";

const run = promisify(execFile);

/** A colleague's folder, outside the workspace and with a space in its path. */
let folder: string;
const inFolder = (...parts: string[]) => path.join(folder, ...parts);

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** The environment of a colleague's shell, where `sundial` is installed. */
const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: "production",
  PATH: `${inFolder("node_modules/.bin")}:${process.env.PATH}`,
  HOME: folder,
  SUNDIAL_CONFIG_DIR: inFolder("config"),
  LANG: "en_US.UTF-8",
  TZ: "Europe/Berlin",
  ...extra,
});

/** Runs a line as a colleague would type it. */
async function shell(line: string, extra?: Record<string, string>): Promise<Ended> {
  const options = { cwd: folder, env: environment(extra) };
  const running = run("bash", ["-c", line], options);
  return running.then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: Number(code), stdout, stderr }),
  );
}

/** The same, for lines that must succeed. */
async function succeed(line: string, extra?: Record<string, string>): Promise<string> {
  const ended = await shell(line, extra);
  expect(ended, line).toMatchObject({ exitCode: 0 });
  return ended.stdout;
}

/** Starts a login and waits for its code. */
async function startLogin(line: string) {
  const started = spawn("bash", ["-c", line], { cwd: folder, env: environment() });
  let stderr = "";
  started.stderr.on("data", (part: Buffer) => {
    stderr += part.toString();
  });
  const ended = once(started, "exit").then(([exitCode]) => ({ exitCode, stderr }));
  await expect.poll(() => stderr).toMatch(/this code: \S+/);
  return {
    ended,
    page: /^Open (\S+)$/m.exec(stderr)?.[1] ?? "none",
    code: /this code: (\S+)/.exec(stderr)?.[1] ?? "none",
  };
}

async function approve(page: Page, login: { page: string; code: string }) {
  await page.goto(login.page);
  await expect(page.getByTestId("user-code")).toHaveText(login.code);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText(/can sign in now/)).toBeVisible();
}

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "a colleague "));
  await packInto(inFolder("cli.tgz"), "apps/cli");
  await writeFile(inFolder("package.json"), '{ "private": true }');
  await timed("npm install", () => run("npm", ["install", "cli.tgz"], { cwd: folder }));
  const [tarball, file] = await Promise.all([
    stat(inFolder("cli.tgz")),
    stat(inFolder("node_modules/@sundial/cli/sundial.js")),
  ]);
  const kilobytes = ({ size }: { size: number }) => `${(size / 1000).toFixed(1)} kB`;
  process.stdout.write(`tarball: ${kilobytes(tarball)}, file: ${kilobytes(file)}\n`);
  // Nothing else came with it.
  expect(await readdir(inFolder("node_modules"))).toEqual([
    ".bin",
    ".package-lock.json",
    "@sundial",
  ]);
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("a colleague installs it, signs in with a code, books and exports", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "fatima@sundial.example", "/account");
  const login = await startLogin(`sundial login --url ${SITE_URL} --write --name "A laptop"`);
  await page.goto(login.page);
  await expect(page.getByTestId("user-code")).toHaveText(login.code);
  await expect(page.getByText("A laptop")).toBeVisible();
  await expect(page.getByText(/^Read and write/)).toBeVisible();
  await expect(page.getByText(/sundial-cli\/\S+ \(linux; node/)).toBeVisible();
  await expectAccessible(page);
  await timed("login, from the approval on", async () => {
    await page.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByText("“A laptop” can sign in now.")).toBeVisible();
    await expectAccessible(page);
    expect(await login.ended).toMatchObject({ exitCode: 0 });
  });
  await page.goto("/account");
  await expect(page.getByText("A laptop", { exact: true })).toBeVisible();

  expect(await succeed("sundial whoami")).toContain("mentee");
  expect(await timed("mentors next", () => succeed("sundial mentors next"))).toMatch(/^ID +NAME/);
  const booking = `sundial sessions book "Amara Okafor" --topic "How to find a thesis topic"`;
  const booked = JSON.parse(await timed("sessions book", () => succeed(`${booking} --json`)));
  expect(booked).toMatchObject({ status: "scheduled", topic: "How to find a thesis topic" });
  expect(await succeed("sundial sessions list")).toContain(booked.id);
  await timed("sessions export", () => succeed("sundial sessions export --output mine.csv"));
  expect(await readFile(inFolder("mine.csv"), "utf8")).toContain(booked.id);
  await succeed(`sundial sessions cancel ${booked.id} --yes`);
  expect(await succeed("sundial doctor")).toMatch(/versions +ok/);
  await succeed("sundial logout");
  expect(await shell("sundial whoami")).toMatchObject({ exitCode: 3 });
  await page.goto("/account");
  await expect(page.getByText("You have no personal access tokens yet.")).toBeVisible();
});

test("every example of the help and of the docs works", async ({ page, browser }) => {
  await signIn(page, "fatima@sundial.example", "/account");
  // A profile of their own: an example may replace the token of the default one.
  const mentee = { SUNDIAL_PROFILE: "mentee" };
  const write = await startLogin(`sundial login --url ${SITE_URL} --profile mentee --write`);
  await approve(page, write);
  expect(await write.ended).toMatchObject({ exitCode: 0 });
  const admin = await pageOf(browser, "alex@sundial.example", "/account");
  const token = await createToken(admin, { name: "Admin's shell", scope: "Read and write" });
  await writeFile(inFolder("token.txt"), token);
  await writeFile(inFolder("filter.json"), '{ "role": "mentor", "limit": 3 }');
  const staff = { SUNDIAL_PROFILE: "admin" };
  await succeed(`sundial login --url ${SITE_URL} --with-token < token.txt`, staff);
  const ada = await browser.newPage();
  await signUpMentee(ada, "Ada Lovelace", { address: "ada@example.org" });
  await ada.close();

  const { stdout } = await shell("sundial __complete ''");
  const words = stdout.trim().split("\n");
  const names = await Promise.all(
    words.map(async (word) => {
      const verbs = (await succeed(`sundial __complete ${word} ''`)).trim().split("\n");
      const isGroup = (await succeed(`sundial ${word} --help`)).includes("\nCommands:");
      return isGroup ? verbs.map((verb) => `${word} ${verb}`) : [word];
    }),
  );
  const helps = await Promise.all(names.flat().map((name) => succeed(`sundial ${name} --help`)));
  const ofHelp = helps.flatMap((help) => examplesIn(help.split("Examples:\n")[1] ?? ""));
  const docs = await readFile(path.join(root, "docs/cli.md"), "utf8");
  const ofDocs = [...docs.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, code = ""]) =>
    examplesIn(code),
  );
  expect(ofDocs).toEqual(expect.arrayContaining(ofHelp));

  let session = "";
  const isLast = (line: string) => line === "sundial logout";
  const profileOf = (example: string): Record<string, string> => {
    if (/^sundial (people|audit|call member)/.test(example)) return staff;
    if (example.includes("--with-token")) return { SUNDIAL_PROFILE: "other" };
    return isLast(example) ? {} : mentee;
  };
  const ordered = [...new Set(ofDocs)].sort((a, b) => Number(isLast(a)) - Number(isLast(b)));
  for (const example of ordered) {
    const line = example.replaceAll("https://sundial.example.org", SITE_URL);
    if (/^sundial login(?!.*--with-token)/.test(example)) {
      const login = await startLogin(line);
      await approve(page, login);
      expect(await login.ended, example).toMatchObject({ exitCode: 0 });
      continue;
    }
    if (session === "" && example.includes("$SESSION")) {
      const book = 'sundial sessions book "Amara Okafor" --topic "An example" --json';
      session = JSON.parse(await succeed(book, mentee)).id;
    }
    const ended = await shell(line, { SESSION: session, ...profileOf(example) });
    expect(ended, example).toMatchObject({ exitCode: 0 });
  }
  // Other journeys find the mentors as free as before.
  const upcoming = (await succeed("sundial sessions list --jsonl", staff)).trim().split("\n");
  for (const { id, topic } of upcoming.map((line) => JSON.parse(line))) {
    if (topic !== "How to find a thesis topic") continue;
    await succeed(`sundial sessions cancel ${id} --note "An example" --yes`, staff);
  }
  expect(await readFile(inFolder("people.jsonl"), "utf8")).toContain("ada@example.org");
  expect(await readFile(inFolder("events.csv"), "utf8")).toContain("member.statusChanged");
  await admin.close();
});

/** The command lines in a text, which may be indented. */
const examplesIn = (text: string) =>
  text.split("\n").flatMap((line) => {
    const command = line.trim();
    return command.startsWith("sundial ") ? [command] : [];
  });

test("what goes wrong has a message, a code and an exit code of its own", async ({ page }) => {
  await signIn(page, "fatima@sundial.example", "/account");
  const token = await createToken(page, { name: "A reader", scope: "Read only" });
  const here = {
    SUNDIAL_URL: SITE_URL,
    SUNDIAL_TOKEN: token,
    SUNDIAL_CONFIG_DIR: inFolder("none"),
  };
  const proxy = createServer((_request, response) => {
    response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const proxyPort = typeof address === "object" ? address?.port : 0;

  for (const [line, extra, exitCode, message] of [
    ["whoami", { SUNDIAL_TOKEN: "sundial_pat_wrong" }, 3, "Please sign in. (UNAUTHORIZED)"],
    ["whoami", { SUNDIAL_TOKEN: "" }, 3, "(NOT_SIGNED_IN)"],
    ["people list", {}, 4, "(FORBIDDEN)"],
    ['call account.update --input \'{"name":"x"}\'', {}, 4, "token doesn't allow this"],
    ["sessions show 00000000-0000-7000-8000-000000000000", {}, 5, "(NOT_FOUND)"],
    ["call mentor.nothing --kind query", {}, 5, "sundial doctor"],
    ["call mentor.list --input '{\"limit\": 1000}'", {}, 2, "limit:"],
    ["whoami", { SUNDIAL_URL: "http://127.0.0.1:9" }, 8, "(UNREACHABLE)"],
    ["whoami", { SUNDIAL_URL: `http://127.0.0.1:${proxyPort}` }, 9, "(NOT_SUNDIAL)"],
    [
      "login",
      { SUNDIAL_URL: `http://127.0.0.1:${proxyPort}`, SUNDIAL_TOKEN: "" },
      9,
      "(NOT_SUNDIAL)",
    ],
    ["doctor", { SUNDIAL_URL: "http://127.0.0.1:9" }, 8, "can't be reached"],
  ] as const) {
    const ended = await shell(`sundial ${line}`, { ...here, ...extra });
    expect(ended.exitCode, `${line}: ${ended.stderr}`).toBe(exitCode);
    expect(ended.stderr + ended.stdout, line).toContain(message);
    expect(ended.stderr + ended.stdout, line).not.toContain(token);
    expect(ended.stderr, line).not.toMatch(/^\s+at /m);
  }
  proxy.close();
  proxy.closeAllConnections();
});

test("a program is denied, a wrong code is explained, and a used one can't be used again", async ({
  page,
  allowConsoleErrors,
  expectAccessible,
}) => {
  allowConsoleErrors(/404/);
  await signIn(page, "fatima@sundial.example", "/account");
  await page.goto("/device");
  await expectAccessible(page);
  await page.getByLabel("Code").fill("nonsense");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Code")).toHaveAccessibleDescription(/Enter the 8 letters/);
  await page.getByLabel("Code").fill("bbbb bbbb");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "No program is waiting" })).toBeVisible();
  await expectAccessible(page);

  const login = await startLogin(`sundial login --url ${SITE_URL} --profile denied`);
  await page.getByLabel("Code").fill(login.code.toLowerCase());
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("user-code")).toHaveText(login.code);
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText(/was denied/)).toBeVisible();
  await expectAccessible(page);
  expect(await login.ended).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining("(ACCESS_DENIED)"),
  });
  await page.goto(login.page);
  await expect(page.getByRole("alert").filter({ hasText: "No program is waiting" })).toBeVisible();
});

test("another site can't start or approve a login with somebody's cookie", async ({ page }) => {
  await signIn(page, "fatima@sundial.example", "/account");
  const headers = { origin: "https://evil.example" };
  const form = { client_id: "evil" };
  const started = await page.request.post(`${SITE_URL}/api/auth/device/code`, { headers, form });
  expect(started.status()).toBe(403);
  const login = await startLogin(`sundial login --url ${SITE_URL} --profile crossed`);
  const data = { json: { userCode: login.code } };
  const approved = await page.request.post(`${SITE_URL}/api/trpc/deviceLogin.approve`, {
    headers,
    data,
  });
  expect(approved.status()).toBe(403);
  await page.goto(login.page);
  await page.getByRole("button", { name: "Deny" }).click();
  expect(await login.ended).toMatchObject({ exitCode: 3 });
});

test("bash completes commands, options and procedures", async () => {
  const complete = (line: string) => {
    const words = line.split(" ");
    const array = words.map((word) => `"${word}"`).join(" ");
    return succeed(
      `source <(sundial completion bash); COMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _sundial; echo "\${COMPREPLY[@]}"`,
    );
  };
  expect(await complete("sundial people re")).toBe("reactivate\n");
  expect(await complete("sundial people list --role m")).toBe("mentee mentor\n");
  expect(await complete("sundial call mentor.")).toBe(
    "mentor.byId mentor.filters mentor.list mentor.mine mentor.mySetUp\n",
  );
});
