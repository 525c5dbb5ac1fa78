import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { request as send } from "node:http";
import { connect } from "node:net";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { receivedBy } from "../src/server/door/received";
import { CONTROL_URL, SITE_PORT, SITE_URL } from "./addresses";
import { expect, test } from "./fixtures";

// Attacks on the site as it is served. What one layer can prove alone is tested with that layer.

/** Text that is on Tom's pages and on no stranger's. */
const TOMS = /Reading a query plan|Tom /;

const PRIVATE_PAGES = ["/sessions", "/profile", "/account", "/mentors", "/people", "/audit"];

async function signInTom(request: APIRequestContext) {
  const data = { email: "tom@sundial.example", password: "sundial-demo" };
  const answer = await request.post("/api/auth/sign-in/email", { data });
  expect(answer.status()).toBe(200);
  return answer;
}

/** Sends raw bytes and returns everything received until the connection closes. */
async function raw(head: string) {
  const socket = connect(SITE_PORT, "localhost");
  const received = receivedBy(socket);
  socket.write(`${head}\r\n\r\n`);
  return received;
}

test("every answer carries the security headers", async ({ request }) => {
  const asset = (await (await request.get("/")).text()).match(/\/_next\/static\/[^"]+\.js/)?.[0];
  const routes: [string, number][] = [
    ["/", 200],
    ["/sign-in", 200],
    ["/nowhere", 404],
    ["/%E0%A4%A", 400],
    ["/icon.svg", 200],
    [asset ?? "", 200],
    ["/_next/static/nothing.js", 404],
    ["/_next/image?url=%2Ficon.svg&w=64&q=75", 404],
    ["/api/health", 200],
    ["/api/nothing", 404],
    ["/api/auth/get-session", 404],
    ["/api/trpc/health.check", 200],
    ["/api/trpc/nothing", 404],
    ["/api/trpc/account.me", 401],
    ["/api/calendar/feed/nothing.ics", 404],
    ["/.well-known/jwks.json", 200],
  ];
  for (const [route, status] of routes) {
    const answer = await request.get(route);
    expect(answer.status(), route).toBe(status);
    const headers = answer.headers();
    expect(headers, route).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, route).toContain("frame-ancestors 'none'");
    expect(policy, route).toContain("base-uri 'none'");
    expect(policy, route).toMatch(/object-src 'none'|default-src 'none'/);
    expect(policy, route).not.toMatch(/script-src[^;]*'unsafe-inline'/);
    expect(headers, route).not.toHaveProperty("x-powered-by");
    expect(headers, route).not.toHaveProperty("server");
    // Browsers ignore it over plain http.
    expect(headers, route).not.toHaveProperty("strict-transport-security");
  }
});

test("scripts and other sites can't reach the session cookie", async ({ request }) => {
  const cookies = (await signInTom(request))
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => value);
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\/(;|$)/i);
    expect(cookie).not.toMatch(/; Domain/i);
  }
});

test("no cache keeps private pages, whatever their URL looks like", async ({ request }) => {
  await signInTom(request);
  const routes = [
    ...["/sessions", "/profile", "/mentors", "/sessions?cb=1", "/", "/sessions/x.css"],
    ...["/profile/x.css", "/profile.css", "/profile%2Fx.css", "/sessions;x.css"],
    ...["/api/trpc/account.me", "/api/trpc/account.me?cb=1"],
  ];
  for (const route of routes) {
    const answer = await request.get(route);
    expect(answer.headers()["cache-control"], route).toMatch(/no-store/);
    expect(answer.headers()["cache-control"], route).not.toMatch(/public|s-maxage/);
  }
});

test("no header or URL gets past sign-in", async ({ request, playwright }) => {
  await signInTom(request);
  expect(await (await request.get("/sessions")).text()).toMatch(TOMS);

  const stranger = await playwright.request.newContext({ baseURL: SITE_URL });
  const headers: Record<string, string>[] = [
    ...["proxy", "src/proxy", "middleware", "src/middleware", "pages/_middleware"].map((name) => ({
      "x-middleware-subrequest": Array(5).fill(name).join(":"),
    })),
    { "x-nextjs-data": "1" },
    { "x-middleware-rewrite": "/sessions" },
    { "x-middleware-prefetch": "1" },
    { "x-matched-path": "/sessions" },
    { "x-invoke-path": "/sessions", "x-invoke-status": "200" },
    { "x-now-route-matches": "1=sessions" },
    { "x-original-url": "/sessions", "x-rewrite-url": "/sessions" },
    { "next-resume": "1" },
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    { rsc: "1", "next-url": "/sessions" },
  ];
  const spellings = (page: string) => [
    ...[
      page,
      `${page}.rsc`,
      `${page}?_rsc=1`,
      `${page}.segments/_tree.segment.rsc`,
      `${page}.json`,
    ],
    ...[`/en${page}`, `/_next/data/x${page}.json`, `${page}/`, `${page}?nxtPid=1&__nextDataReq=1`],
    ...[`${page}%2f`, `/%2e${page}`, `/.${page}`, page.toUpperCase()],
  ];
  for (const page of PRIVATE_PAGES) {
    for (const given of headers) {
      const body = await (await stranger.get(page, { headers: given })).text();
      expect(body, `${page} ${JSON.stringify(given)}`).not.toMatch(TOMS);
      expect(body).not.toContain("@sundial.example");
    }
    for (const spelling of spellings(page)) {
      const answer = await stranger.get(spelling, { headers: { rsc: "1" } });
      expect(answer.status(), spelling).toBeLessThan(500);
      expect(await answer.text(), spelling).not.toMatch(TOMS);
    }
  }
  await stranger.dispose();
});

test("the site has no server actions to call", async ({ request }) => {
  const payloads = [
    `{"then":"$1:__proto__:then","status":"resolved_model","value":"{\\"then\\":\\"$B\\"}"}`,
    `["$K1"]`,
    `[]`,
  ];
  for (const action of ["x", "7f".repeat(21), "__proto__", "40".repeat(21)]) {
    for (const payload of payloads) {
      const multipart = { "0": payload, "1": `"$@0"` };
      for (const page of ["/", "/sign-in", "/sessions"]) {
        const headers = { "next-action": action, origin: "https://evil.example" };
        for (const origin of [headers, { "next-action": action }]) {
          const answer = await request.post(page, { headers: origin, multipart, maxRedirects: 0 });
          expect(answer.status(), `${page} ${action}`).toBeGreaterThanOrEqual(400);
          expect(answer.status(), `${page} ${action}`).toBeLessThan(500);
        }
      }
    }
  }
});

test("the site fetches nothing for others and opens no WebSocket", async ({ request }) => {
  for (const url of ["http://169.254.169.254/", "file:///etc/passwd", "/icon.svg", "//evil/x"]) {
    const answer = await request.get(`/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`);
    expect(answer.status(), url).toBe(404);
  }
  const upgrade =
    "host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13";
  for (const target of ["http://169.254.169.254/latest", "/_next/webpack-hmr", "//evil.example/"]) {
    expect(await raw(`GET ${target} HTTP/1.1\r\n${upgrade}`)).toMatch(/^HTTP\/1.1 400 /);
  }
});

test("the API rejects requests our pages never send", async ({ request }) => {
  const evil = { origin: "https://evil.example" };
  const read = await request.get("/api/trpc/health.check", { headers: evil });
  expect(read.headers()).not.toHaveProperty("access-control-allow-origin");

  const data = { email: "tom@sundial.example", password: "sundial-demo" };
  const login = await request.post("/api/auth/sign-in/email", { data, headers: evil });
  expect(login.status()).toBe(403);
  expect(login.headers()).not.toHaveProperty("set-cookie");
  const fetched = { "sec-fetch-site": "cross-site" };
  expect((await request.post("/api/auth/sign-out", { data: {}, headers: fetched })).status()).toBe(
    403,
  );

  for (const target of ["/api/auth/sign-in/email", "/api/trpc/officeSession.book"]) {
    expect((await request.post(target, { form: data })).status(), target).toBe(415);
    expect((await request.post(target, { multipart: data })).status(), target).toBe(415);
    const plain = { headers: { "content-type": "text/plain" }, data: JSON.stringify(data) };
    expect((await request.post(target, plain)).status(), target).toBe(415);
  }
  expect((await request.get("/api/trpc/officeSession.book")).status()).toBe(405);
  expect((await request.get("/api/auth/sign-out")).status()).toBeGreaterThanOrEqual(404);

  for (const batch of [Array(1000).fill("health.check").join(","), ",".repeat(999)]) {
    const answer = await request.get(`/api/trpc/${batch}?batch=1&input={}`);
    expect(answer.status()).toBe(400);
  }
  for (const name of ["__proto__", "constructor", "officeSession.__proto__", "toString"]) {
    expect((await request.get(`/api/trpc/${name}`)).status(), name).toBe(404);
  }
});

test("rejects large, deeply nested and compressed bodies right away", async ({ request }) => {
  const json = { "content-type": "application/json" };
  const post = (data: string | Buffer, headers: Record<string, string> = json) =>
    request.post("/api/trpc/officeSession.book", { headers, data: Buffer.from(data) });
  expect((await post(Buffer.alloc(20_000_000, "a"))).status()).toBe(413);
  expect((await post("[".repeat(10_000) + "]".repeat(10_000))).status()).toBe(400);
  const gzip = { ...json, "content-encoding": "gzip" };
  expect((await post(Buffer.from([31, 139, 8, 0]), gzip)).status()).toBe(415);
});

test("text the database can't store is a 400 on every route", async ({ request }) => {
  await signInTom(request);
  const id = encodeURIComponent('{"json":{"id":"a\\u0000b"}}');
  const half = encodeURIComponent('{"json":{"search":"\\ud800"}}');
  const cursor = Buffer.from('["\\ud800","x"]').toString("base64url");
  const page = encodeURIComponent(JSON.stringify({ json: { sort: "name", cursor } }));
  const array = encodeURIComponent('{"json":1e9,"meta":{"values":[["typed-array","Uint8Array"]]}}');
  const addresses = [
    ...["/api/calendar/feed/%ff.ics", "/api/calendar/sessions/a%00b.ics", "/mentors/%ED%A0%80"],
    ...["/mentors?search=%00", "/sessions/a%00b", "/api/trpc/mentor.%ff", "/%E0%A4%A"],
    ...[`/api/trpc/mentor.byId?input=${id}`, `/api/trpc/mentor.list?input=${half}`],
    ...[`/api/trpc/mentor.list?input=${page}`, `/api/trpc/health.check?input=${array}`],
  ];
  for (const address of addresses) {
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(400);
    expect(await answer.text(), address).toMatch(/"code":"(BAD_REQUEST|INVALID_INPUT)"/);
  }
  const json = { "content-type": "application/json", origin: SITE_URL };
  const asked = await request.post("/api/auth/request-password-reset", {
    headers: json,
    data: Buffer.from('{"email":"\\ud800@x.example"}'),
  });
  expect(asked.status()).toBe(400);
  const upload = await request.post("/sign-in", { multipart: { "0": "x" }, maxRedirects: 0 });
  expect(upload.status()).toBe(415);
});

test("password guessing is stopped whatever addresses the guesser claims", async () => {
  /** From its own address, so only that one is blocked. */
  async function guess(turn: number) {
    const body = JSON.stringify({ email: `${randomUUID()}@e2e.example`, password: "sundial-demo" });
    const claimed = `198.51.100.${turn}`;
    const request = send({
      host: "127.0.0.1",
      port: SITE_PORT,
      localAddress: "127.0.0.77",
      agent: false,
      path: "/api/auth/sign-in/email",
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": body.length,
        "x-forwarded-for": claimed,
        "x-real-ip": claimed,
        "cf-connecting-ip": claimed,
        forwarded: `for=${claimed}`,
        "x-sundial-client-address": claimed,
      },
    });
    request.end(body);
    return new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      request.once("error", reject);
      request.once("response", (response) => {
        response.resume();
        resolve([response.statusCode, response.headers["retry-after"]]);
      });
    });
  }
  const answers = await Promise.all(Array.from({ length: 40 }, (_, turn) => guess(turn)));
  const refused = answers.filter(([status]) => status === 429);
  expect(refused).toHaveLength(10);
  // A machine too slow to hash them all in time answers so; those were guesses, too.
  const guessed = answers.filter(([status]) => status === 401 || status === 503);
  expect(guessed).toHaveLength(30);
  for (const [, wait] of refused) expect(Number(wait)).toBeGreaterThan(0);
});

test("secrets never appear in logs, events, errors or browser files", async ({ request }) => {
  const secret = () => `hunter2${randomUUID().replaceAll("-", "")}`;
  const [password, token, feed, bearer, query] = Array.from({ length: 5 }, secret);
  const email = "tom@sundial.example";
  const tom = await signInTom(request);
  const cookie = tom.headers()["set-cookie"]?.match(/session_token=([^;]+)/)?.[1] ?? "";
  await request.get(`/reset-password?token=${token}`);
  await request.get(`/nowhere?secret=${query}`);
  const answers = await Promise.all([
    request.post("/api/auth/sign-in/email", {
      data: { email, password },
      headers: { origin: SITE_URL },
    }),
    request.post("/api/auth/sign-up/email", {
      data: { name: "S", email: `${randomUUID()}@e2e.example`, password, timeZone: "UTC" },
    }),
    request.post("/api/auth/reset-password", { data: { token, newPassword: password } }),
    request.get(`/api/calendar/feed/${feed}.ics`),
    request.get("/api/trpc/account.me", { headers: { authorization: `Bearer ${bearer}` } }),
    request.get(`/api/trpc/mentor.byId?input=${encodeURIComponent(`{"json":{"id":"${query}"}}`)}`),
    request.post("/api/trpc/account.changePassword", {
      data: { json: { currentPassword: password, newPassword: `${password}2` } },
      headers: { origin: SITE_URL },
    }),
  ]);
  for (const folder of ["calendar//feed", "Calendar/FEED", "calendar/%66eed", "calendar/feed/."]) {
    await request.get(`/api/${folder}/${feed}.ics`, { maxRedirects: 0 });
    await raw(`GET /api/${folder}/${feed}.ics HTTP/1.1\r\nhost: x\r\nconnection: close`);
  }
  // Half a request, which is rejected when its time is over.
  const late = raw(`POST /api/calendar/feed/${feed}.ics HTTP/1.1\r\nhost: x\r\ncontent-length: 9`);
  const bodies = await Promise.all(answers.map((answer) => answer.text()));
  expect(await late).toMatch(/^HTTP\/1.1 408 /);
  expect(answers.filter((answer) => answer.status() >= 400).length).toBeGreaterThanOrEqual(6);

  const log = async () => (await request.get(`${CONTROL_URL}/written`)).text();
  // The half request's log line, the last to arrive.
  await expect.poll(log).toMatch(/^\{.*"requestId":"[0-9a-f-]{36}".*"status":408.*\}$/m);
  const written = await log();
  expect(written).toContain('"path":"/api/calendar/feed/…"');
  expect(written).toContain('"path":"account.me"');
  const events = await (await request.get(`${CONTROL_URL}/events`)).text();
  expect(events).toContain('"account.signInFailed"');
  expect(cookie.length).toBeGreaterThan(20);
  for (const told of [written, events, ...bodies]) {
    expect(told).not.toContain("hunter2");
    expect(told).not.toContain(decodeURIComponent(cookie).split(".")[0]);
    // What a password's hash, a private key, a stack or a statement would look like.
    expect(told).not.toMatch(/[0-9a-f]{32}:[0-9a-f]{128}|\$2[aby]\$|PRIVATE KEY|"d":"/);
  }
  for (const body of bodies) expect(body).not.toMatch(/\n\s+at |SELECT |node_modules/);

  const folder = path.join(import.meta.dirname, "../.next/static");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(js|css|map)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(10);
  // Better Auth's client contains the names of its variables, without values.
  const serverOnly =
    /sundial-development-only|DATABASE_URL|INSERT INTO|rate_limits|scryptSync|server-only/;
  const leaking = files.filter((file) =>
    serverOnly.test(readFileSync(path.join(folder, file), "utf8")),
  );
  expect(leaking).toEqual([]);
});
