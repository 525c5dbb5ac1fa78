import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import path from "node:path";
import { type APIRequestContext, request as newRequest, type Page } from "@playwright/test";
import { CONTROL_URL, SITE_URL } from "./addresses";
import { createToken, expect, signIn, test, untilHydrated } from "./fixtures";
import { SERVICE_SECRET } from "./identity-control";

const examples = path.join(import.meta.dirname, "../../../docs/identity");
const PYTHON = "/usr/bin/python3";

interface Outcome {
  code: number;
  output: string;
}

/** Runs a program from the documentation, with a token on its standard input. */
function run(command: string, args: string[], input = ""): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: examples }, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
      resolve({ code, output: stdout + stderr });
    });
    child.stdin?.end(input);
  });
}

const typescript = (token: string, audience = "sundial") =>
  run("tsx", ["verify.ts", SITE_URL, audience], token);
const python = (token: string, audience = "sundial") =>
  run(PYTHON, ["verify.py", SITE_URL, audience], token);
const tool = (token: string) => run("tsx", ["tool.ts", SITE_URL], token);

/** The audience of the site's own API. */
const API = `${SITE_URL}/api`;

async function tokenOf(page: Page, asked: Record<string, string> = {}): Promise<string> {
  const answer = await page.request.get(`/api/auth/token?${new URLSearchParams(asked)}`);
  expect(answer.status()).toBe(200);
  return (await answer.json()).token;
}

const operators = async (command: string) =>
  (await fetch(`${CONTROL_URL}/identity/keys?${command}`)).text();

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;

const me = (context: APIRequestContext, headers: Record<string, string> = {}) =>
  context.get(`${SITE_URL}/api/trpc/account.me`, { headers });

async function isActive(token: string): Promise<boolean> {
  const answer = await fetch(`${SITE_URL}/api/auth/introspect`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`reports:${SERVICE_SECRET}`).toString("base64")}`,
    },
    body: new URLSearchParams({ token }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()).active;
}

test("services accept tokens in two languages and through a key rotation, and reject them after removal", async ({
  page,
}) => {
  const { code } = await run(PYTHON, ["-c", "import jwt, cryptography"]);
  const programs = code === 0 ? [typescript, python] : [typescript];
  test.info().annotations.push({ type: "programs", description: String(programs.length) });

  await signIn(page, "elena@sundial.example");
  const token = await tokenOf(page);
  const reports = await tokenOf(page, { audience: "reports" });
  const ours = await tokenOf(page, { audience: API, scope: "write" });
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const expired = await fetch(`${CONTROL_URL}/identity/expired`, { headers: { cookie } });
  const { token: old } = await expired.json();
  const tooOld = await fetch(`${CONTROL_URL}/identity/expired?audience=${API}`, {
    headers: { cookie },
  });
  const [head, body, signature = ""] = token.split(".");
  for (const verify of programs) {
    expect(await verify(token)).toEqual({
      code: 0,
      output: expect.stringContaining("mentee read"),
    });
    expect((await verify(reports, "reports")).code).toBe(0);
    for (const [refused, audience] of [
      [old, "sundial"],
      [`${head}.${body}.${signature.slice(0, -4)}AAAA`, "sundial"],
      [token, "elsewhere"],
      [token, "reports"],
      [reports, "sundial"],
      [ours, "sundial"],
      [ours, "reports"],
    ]) {
      const outcome = await verify(refused, audience);
      expect(outcome.code).toBe(1);
      expect(outcome.output).toContain("refused:");
    }
  }

  // A service's token opens nothing here.
  const anyone = await newRequest.newContext();
  for (const theirs of [token, reports]) {
    const headers = { authorization: `Bearer ${theirs}` };
    expect((await me(anyone, headers)).status()).toBe(401);
    for (const file of ["/api/audit/events.csv", `/api/calendar/sessions/${randomUUID()}.ics`]) {
      expect((await anyone.get(SITE_URL + file, { headers })).status(), file).toBe(401);
    }
  }
  expect([await isActive(token), await isActive(reports), await isActive(ours)]).toEqual([
    ...[true, true, false],
  ]);

  // A bearer token alone: a cookie isn't needed and isn't allowed.
  const bearer = { authorization: `Bearer ${ours}` };
  expect((await me(anyone, bearer)).status()).toBe(200);
  expect((await me(page.request)).status()).toBe(200);
  const both = await me(page.request, bearer);
  expect(both.status()).toBe(401);
  expect(both.headers()["www-authenticate"]).toBe('Bearer error="invalid_token"');
  const { token: oldOfOurs } = await tooOld.json();
  expect((await me(anyone, { authorization: `Bearer ${oldOfOurs}` })).status()).toBe(401);

  const twice = get(`${SITE_URL}/api/trpc/account.me`, {
    headers: [
      ...["host", new URL(SITE_URL).host],
      ...["authorization", bearer.authorization, "authorization", bearer.authorization],
    ],
  });
  const [doubled] = await once(twice, "response");
  expect(doubled.resume().statusCode).toBe(401);

  for (const address of ["/.well-known/jwks.json", "/api/auth/jwks"]) {
    const set = await anyone.get(SITE_URL + address);
    expect(set.headers()).toMatchObject({
      "cache-control": "public, max-age=300, stale-while-revalidate=600",
      "access-control-allow-origin": "*",
    });
    const again = await anyone.get(SITE_URL + address, {
      headers: { "if-none-match": set.headers().etag ?? "" },
    });
    expect(again.status()).toBe(304);
    expect((await anyone.head(SITE_URL + address)).status()).toBe(200);
    expect((await anyone.post(SITE_URL + address)).status()).toBe(405);
  }

  await operators("rotate&--now");
  const fresh = await tokenOf(page);
  const freshOurs = await tokenOf(page, { audience: API });
  expect((await me(anyone, { authorization: `Bearer ${freshOurs}` })).status()).toBe(200);
  expect(kidOf(fresh)).not.toBe(kidOf(token));
  for (const verify of programs) {
    expect((await verify(token)).code).toBe(0);
    expect((await verify(fresh)).code).toBe(0);
  }
  await operators(`remove&${kidOf(token)}`);
  for (const verify of programs) {
    expect((await verify(token)).code).toBe(1);
    expect((await verify(fresh)).code).toBe(0);
  }
  expect((await me(anyone, bearer)).status()).toBe(401);
  expect([await isActive(token), await isActive(fresh)]).toEqual([false, true]);

  // After a sign-out, our API and introspection reject it at once; other verifiers do when it
  // expires.
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
  expect((await me(anyone, { authorization: `Bearer ${freshOurs}` })).status()).toBe(401);
  expect(await isActive(fresh)).toBe(false);
  expect((await typescript(fresh)).code).toBe(0);
});

test("the docs show the programs these tests run", async () => {
  const page = await readFile(path.join(examples, "../identity.md"), "utf8");
  for (const program of ["verify.ts", "verify.py", "tool.ts", "call.py", "call.sh"]) {
    expect(page).toContain(await readFile(path.join(examples, program), "utf8"));
  }
});

test("programs in Python and with curl call the API", async ({ page }) => {
  await signIn(page, "fatima@sundial.example");
  const token = await tokenOf(page, { audience: API, scope: "write" });
  const reader = await tokenOf(page, { audience: API });
  for (const [command, program, failure] of [
    [PYTHON, "call.py", "refused: Your role or this token doesn't allow this. (FORBIDDEN)"],
    ["sh", "call.sh", '"code":"FORBIDDEN"'],
  ] as const) {
    const call = (bearer: string) => run(command, [program, SITE_URL], `${bearer}\n`);
    const done = await call(token);
    expect(done.code, done.output).toBe(0);
    expect(done.output).toMatch(/Amara Okafor|Jonas Weber|Priya Raman|Grace Kim/);
    expect(done.output).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/);
    expect(done.output).toMatch(/Fatima Zahra.*Europe\/Lisbon/);
    const refused = await call(reader);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain(failure);
    expect((await call("sundial_pat_unknown")).output).toContain("UNAUTHORIZED");
  }
});

test("a script uses a personal access token until it is revoked", async ({
  page,
  expectAccessible,
}) => {
  await signIn(page, "elena@sundial.example");
  await page.goto("/account");
  await expect(page.getByText("You have no personal access tokens yet.")).toBeVisible();
  await expectAccessible(page);

  const token = await createToken(page, { name: "Nightly report", scope: "Read only" });
  await expectAccessible(page);
  expect(await tool(token)).toEqual({
    code: 0,
    output: expect.stringMatching(/\(mentee\): Nightly report ends \d{4}-\d\d-\d\dT/),
  });

  await page.reload();
  await untilHydrated(page);
  await expect(page.getByText(/^Last used .+ GMT/)).toBeVisible();
  await expect(page.getByLabel(/^The token/)).toHaveCount(0);

  await page.getByRole("button", { name: "Revoke the token Nightly report" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("The token was revoked.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Personal access tokens" })).toBeFocused();
  const outcome = await tool(token);
  expect(outcome).toEqual({ code: 1, output: "refused: Please sign in.\n" });
});
