import { randomUUID } from "node:crypto";
import { createDb } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { wireError } from "@sundial/validators";
import { hashPassword } from "better-auth/crypto";
import { describe, expect, it } from "vitest";
import { createAuth } from "../create-auth.ts";
import { endAllAccess } from "../revoke-access.ts";
import { addTotpFactor } from "../testing/second-factors.ts";
import { clientBucket } from "./client-bucket.ts";
import { limits } from "./limits.ts";
import { createRateLimiter } from "./rate-limiter.ts";

const { db } = await testDb();
const secret = "a-secret-for-tests-of-32-characters";
const baseURL = "https://sundial.test";
const password = "a long enough password";
const storedPassword = await hashPassword(password);

const servers = [db, db].map((database) =>
  createAuth({
    db: database,
    secret,
    baseURL,
    clientAddressHeader: "x-address",
    steadyTime: 0,
  }),
);

interface Sender {
  address?: string;
  cookie?: string;
  /** Which of the two servers to call. */
  server?: number;
}

async function post(path: string, body: object, { address, cookie, server = 0 }: Sender = {}) {
  const headers = new Headers({ "content-type": "application/json", origin: baseURL });
  if (address) headers.set("x-address", address);
  if (cookie) headers.set("cookie", cookie);
  const request = new Request(`${baseURL}/api/auth${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const response = await servers[server]?.handler(request);
  if (response === undefined) throw new Error(`no server ${server}`);
  const cookies = response.headers.getSetCookie();
  return {
    status: response.status,
    retryAfter: Number(response.headers.get("retry-after")),
    error: wireError.safeParse(await response.json().catch(() => null)).data,
    cookies,
    cookie: cookies.map((line) => line.split(";")[0]).join("; "),
  };
}

let nextAddress = 0;
const newAddress = () =>
  `10.${++nextAddress >> 16}.${(nextAddress >> 8) & 255}.${nextAddress & 255}`;

async function member(data: { email?: string } = {}) {
  const { id, email } = await createUser(db, data);
  await db.account.create({
    data: { userId: id, accountId: id, providerId: "credential", password: storedPassword },
  });
  return { id, email };
}

const guess = (email: string, sender: Sender) =>
  post("/sign-in/email", { email, password: `wrong ${randomUUID()}` }, sender);

describe("clients", () => {
  it.each([
    ["198.51.100.7", ["::ffff:198.51.100.7", "::FFFF:c633:6407", "0:0:0:0:0:ffff:198.51.100.7"]],
    ["2001:db8:1:2::1", ["2001:DB8:1:2::ffff", "2001:0db8:0001:0002:ffff:ffff:ffff:ffff"]],
  ])("%s counts together with its other spellings and its network", (address, others) => {
    for (const other of others) expect(clientBucket(other)).toBe(clientBucket(address));
  });

  it("are told apart by their network", () => {
    const buckets = ["198.51.100.7", "198.51.100.8", "2001:db8:1:2::1", "2001:db8:1:3::1", "junk"];
    expect(new Set(buckets.map(clientBucket)).size).toBe(buckets.length);
  });
});

describe("guessing at one account", () => {
  it("stops after ten wrong passwords from anywhere, across all servers", async () => {
    const { email } = await member();
    const statuses: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const typed = turn % 2 === 0 ? email.toUpperCase() : email;
      const { status } = await guess(typed, { address: newAddress(), server: turn % 2 });
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(10).fill(429)]);
  });

  it.each([
    ["not of ASCII", (name: string) => `j\u00fcrgen.${name}@m\u00fcller.example`],
    ["with a quoted part", (name: string) => `"${name}..x"@quoted.example`],
    ["of a host without a dot", (name: string) => `${name}@intranet`],
    ["of a host without a name", (name: string) => `${name}@[192.0.2.7]`],
    ["with two at signs", (name: string) => `${name}@a@b.example`],
  ])("stops for migrated addresses too: one %s", async (_kind, address) => {
    const { email } = await member({ email: address(randomUUID()) });
    const statuses: number[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const typed = turn % 2 === 0 ? ` ${email.toUpperCase()}\t` : email;
      statuses.push((await guess(typed, { address: newAddress(), server: turn % 2 })).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    expect(
      (await post("/sign-in/email", { email, password }, { address: newAddress() })).status,
    ).toBe(429);
  });

  it.each([
    ["no password", { password: "" }],
    ["no text for a password", { password: 12345678 }],
    ["a password that is too long", { password: "x".repeat(129) }],
    ["a code of five digits", { code: "12345" }],
    ["a code that is no text", { code: 123456 }],
    ["a recovery code with a wrong letter", { code: `${"A".repeat(23)}1` }],
  ])("doesn't count what can't be right: %s", async (_name, broken) => {
    const { email } = await member();
    const right = { email, password };
    const address = newAddress();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        post("/sign-in/email", { ...right, ...broken }, { address }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    expect((await post("/sign-in/email", right, { address })).status).toBe(200);
  });

  it("doesn't count sign-ins another site tries to send", async () => {
    const { email } = await member();
    const headers = { "content-type": "application/json", origin: "https://evil.example" };
    for (let turn = 0; turn < 12; turn++) {
      const body = JSON.stringify({ email, password: "wrong" });
      const init = { method: "POST", headers: { ...headers, "x-address": newAddress() }, body };
      const answer = await servers[0]?.handler(
        new Request(`${baseURL}/api/auth/sign-in/email`, init),
      );
      expect(answer?.status).toBe(403);
    }
    expect((await post("/sign-in/email", { email, password })).status).toBe(200);
  });

  it("says when to retry, whether or not the account exists", async () => {
    const { email } = await member();
    for (const account of [email, `${randomUUID()}@nobody.example`]) {
      for (let turn = 0; turn < 10; turn++) await guess(account, { address: newAddress() });
      const refused = await guess(account, { address: newAddress() });
      expect(refused.status).toBe(429);
      expect(refused.retryAfter).toBeGreaterThan(limits["signIn.account"].window - 60);
      expect(refused.error).toMatchObject({
        code: "TOO_MANY_REQUESTS",
        error: "Too many attempts. Try again in 15 minutes.",
      });
    }
  });

  it("locks the owner out of neither a session nor a known browser", async () => {
    const { email } = await member();
    const home = await post("/sign-in/email", { email, password }, { address: newAddress() });
    expect(home.status).toBe(200);
    for (let turn = 0; turn < 12; turn++) await guess(email, { address: newAddress() });

    const session = await servers[1]?.getSession(new Headers({ cookie: home.cookie }));
    expect(session).toMatchObject({ email });
    const right = { email, password };
    const stranger = await post("/sign-in/email", right, { address: newAddress() });
    expect(stranger.status).toBe(429);
    const known = home.cookies.find((line) => line.includes("known_browser")) ?? "";
    expect(known).toMatch(/^__Host-.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const sender = { address: newAddress(), cookie: known.split(";")[0] };
    expect((await post("/sign-in/email", right, sender)).status).toBe(200);
  });

  it("gives a known browser ten tries of its own, and none at other accounts", async () => {
    const [mine, other] = [await member(), await member()];
    const home = await post("/sign-in/email", { email: mine.email, password });
    const cookie = home.cookies.find((line) => line.includes("known_browser"))?.split(";")[0];
    const tries = async (email: string) => {
      const found: number[] = [];
      for (let turn = 0; turn < 11; turn++) {
        found.push((await guess(email, { address: newAddress(), cookie })).status);
      }
      return found;
    };
    expect(await tries(mine.email)).toEqual([...Array(10).fill(401), 429]);
    for (let turn = 0; turn < 10; turn++) await guess(other.email, { address: newAddress() });
    expect((await guess(other.email, { address: newAddress(), cookie })).status).toBe(429);
  });

  it("forgets known browsers when a new password ends everything else", async () => {
    const { id, email } = await member();
    const home = await post("/sign-in/email", { email, password });
    const cookie = home.cookies.find((line) => line.includes("known_browser"))?.split(";")[0];
    const sender = () => ({ address: newAddress(), cookie });
    for (let turn = 0; turn < 10; turn++) await guess(email, { address: newAddress() });
    expect((await guess(email, sender())).status).toBe(401);
    await db.$transaction((tx) => endAllAccess(tx, { userId: id, now: new Date() }));
    expect((await guess(email, sender())).status).toBe(429);
    const forged = cookie?.replace(/\.0\./, ".1.");
    expect((await guess(email, { address: newAddress(), cookie: forged })).status).toBe(429);
  });

  it("lets at most ten of a hundred parallel guesses through", async () => {
    const { email } = await member();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, turn) =>
        guess(email, { address: newAddress(), server: turn % 2 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  it("doesn't count right passwords", async () => {
    const { email } = await member();
    const address = newAddress();
    for (let turn = 0; turn < 12; turn++) {
      expect((await post("/sign-in/email", { email, password }, { address })).status).toBe(200);
    }
  });

  it("doesn't count being asked for a code, but counts a wrong code", async () => {
    const { id, email } = await member();
    await addTotpFactor(db, { id });
    const sender = { address: newAddress() };
    const input = { email, password };
    const statuses: unknown[] = [];
    for (let turn = 0; turn < 12; turn++) {
      statuses.push((await post("/sign-in/email", input, sender)).error?.code);
    }
    for (let turn = 0; turn < 11; turn++) {
      const answer = await post("/sign-in/email", { ...input, code: "000000" }, sender);
      statuses.push(answer.error?.code);
    }
    expect(statuses).toEqual([
      ...Array(12).fill("SECOND_FACTOR_REQUIRED"),
      ...Array(10).fill("INVALID_CODE"),
      "TOO_MANY_REQUESTS",
    ]);
  });
});

describe("one client", () => {
  it("can't try one password on many accounts", async () => {
    const address = newAddress();
    const statuses: number[] = [];
    for (let turn = 0; turn < 40; turn++) {
      const answer = await guess(`person-${turn}@nobody.example`, { address, server: turn % 2 });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array(30).fill(401), ...Array(10).fill(429)]);
    expect((await guess("a@nobody.example", { address: newAddress() })).status).toBe(401);
  });

  it("uses up no account's limit once it is blocked", async () => {
    const { email } = await member();
    const address = newAddress();
    for (let turn = 0; turn < 30; turn++) await guess(`p${turn}@else.example`, { address });
    for (let turn = 0; turn < 20; turn++)
      expect((await guess(email, { address })).status).toBe(429);
    expect((await guess(email, { address: newAddress() })).status).toBe(401);
  });

  it.each(["//sign-in/email", "/sign-in/email/", "/Sign-In/email", "/sign-in//email"])(
    "can't get around the limit as %s",
    async (path) => {
      const address = newAddress();
      const account = `${randomUUID()}@nobody.example`;
      for (let turn = 0; turn < 10; turn++) await guess(account, { address });
      expect((await post(path, { email: account, password }, { address })).status).toBe(429);
    },
  );

  it("without a known address doesn't share a limit with all others", async () => {
    for (let turn = 0; turn < 31; turn++) {
      expect((await guess(`nowhere-${turn}@nobody.example`, {})).status).toBe(401);
    }
  });

  it.each(["/reset-password", "/confirm-address"])(
    "can't guess the tokens of emails at %s",
    async (path) => {
      const address = newAddress();
      const limiter = createRateLimiter({ db, secret });
      for (let turn = 0; turn < 29; turn++) {
        await limiter.take("proof.client", clientBucket(address));
      }
      const body = { token: randomUUID(), password, newPassword: "a quite new password" };
      expect((await post(path, body, { address })).status).toBe(400);
      expect((await post(path, body, { address })).status).toBe(429);
    },
  );

  it.each([
    ["/sign-up/email", { name: "", password }],
    ["/request-password-reset", {}],
    ["/reset-password", { token: "x", newPassword: "short" }],
    ["/reset-password", { token: "x", newPassword: "password1234" }],
    ["/confirm-address", { token: "", password }],
  ])("is not limited for invalid forms: %s %j", async (path, body) => {
    const address = newAddress();
    for (let turn = 0; turn < 31; turn++) {
      expect((await post(path, body, { address })).status).toBe(400);
    }
  });

  it("can bring a whole room to sign up, but no more", async () => {
    const address = newAddress();
    const limiter = createRateLimiter({ db, secret });
    for (let turn = 0; turn < 30; turn++)
      await limiter.take("signUp.client", clientBucket(address));
    const person = { name: "Ada", email: `${randomUUID()}@example.org`, password, timeZone: "UTC" };
    expect((await post("/sign-up/email", person, { address })).status).toBe(429);
    expect((await post("/sign-up/email", person, { address: newAddress() })).status).toBe(200);
  });
});

describe("cookies over HTTPS", () => {
  it("are restricted to this host", async () => {
    const { email } = await member();
    const { cookies } = await post("/sign-in/email", { email, password });
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-sundial\./);
      for (const part of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) {
        expect(cookie.split("; ")).toContain(part);
      }
      expect(cookie).not.toMatch(/domain/i);
    }
  });
});

describe("the key set", () => {
  it("has no limit", async () => {
    const request = () =>
      new Request(`${baseURL}/api/auth/jwks`, { headers: { "x-address": "192.0.2.9" } });
    const before = await db.rateLimit.count();
    expect((await servers[0]?.handler(request()))?.status).toBe(200);
    expect(await db.rateLimit.count()).toBe(before);
  });
});

describe("counting", () => {
  it("starts over when a window ends, and deletes old ones", async () => {
    const subject = randomUUID();
    const limiter = createRateLimiter({ db, secret });
    for (let turn = 0; turn < limits["mail.account"].points; turn++) {
      expect(await limiter.take("mail.account", subject)).toEqual({ isAllowed: true });
    }
    expect(await limiter.take("mail.account", subject)).toMatchObject({ isAllowed: false });
    await db.rateLimit.updateMany({ data: { endsAt: new Date(0) } });
    const otherServer = createRateLimiter({ db, secret });
    expect(await otherServer.take("mail.account", subject)).toEqual({ isAllowed: true });
    await db.rateLimit.updateMany({ data: { endsAt: new Date(0) } });
    await limiter.forget();
    expect(await db.rateLimit.count()).toBe(0);
  });

  it("stores no address", async () => {
    const email = `${randomUUID()}@nobody.example`;
    await guess(email, { address: "203.0.113.77" });
    const stored = JSON.stringify(await db.rateLimit.findMany());
    expect(stored).not.toMatch(/nobody\.example|203\.0\.113\.77/);
  });

  it("takes one query for many calls, and never grants more than the limit", async () => {
    const statements: string[] = [];
    const { db: counted } = await testDb({ onQuery: ({ sql }) => statements.push(sql) });
    const [one, two] = [
      createRateLimiter({ db: counted, secret }),
      createRateLimiter({ db: counted, secret }),
    ];
    const { points, lease } = limits["api.person"];
    const takes = (limiter: typeof one, count: number) =>
      Promise.all(Array.from({ length: count }, () => limiter.take("api.person", "p")));
    statements.length = 0;
    await takes(one, lease);
    expect(statements).toHaveLength(1);
    const verdicts = [...(await takes(one, points)), ...(await takes(two, points))];
    const granted = lease + verdicts.filter(({ isAllowed }) => isAllowed).length;
    expect(granted).toBe(points);
    statements.length = 0;
    expect((await takes(one, 500)).some(({ isAllowed }) => isAllowed)).toBe(false);
    expect(statements).toEqual([]);
  });

  it("lets nobody guess while counts can't be stored", async () => {
    const away = createDb({ url: "postgresql://x:y@127.0.0.1:1/nowhere", connectTimeoutMs: 300 });
    const auth = createAuth({
      db: away,
      secret,
      baseURL,
      clientAddressHeader: "x-address",
    });
    const response = await auth.handler(
      new Request(`${baseURL}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: baseURL, "x-address": "10.0.0.1" },
        body: JSON.stringify({ email: "a@b.example", password }),
      }),
    );
    await away.$disconnect();
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/127\.0\.0\.1|nowhere/);
  });
});
