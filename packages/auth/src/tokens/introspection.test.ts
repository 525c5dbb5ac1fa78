import { createHash, randomBytes } from "node:crypto";
import { createDb } from "@sundial/db";
import { testDb } from "@sundial/db/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createAuth } from "../index.ts";
import { BASE_URL, SECRET, signedInUser, testAuth } from "../testing/people.ts";

const { db } = await testDb();

const secret = randomBytes(32).toString("base64url");
const ledgerSecret = "of the ledger";
const secretHash = createHash("sha256").update(secret).digest("hex");
const auth = createAuth({
  db,
  secret: SECRET,
  baseURL: BASE_URL,
  rateLimit: false,
  tokens: { services: ["reports", "ledger"] },
  introspectionClients: [
    { id: "ledger", secretHash: createHash("sha256").update(ledgerSecret).digest("hex") },
    { id: "reports", secretHash },
    { id: "a:b c", secretHash: createHash("sha256").update("ä+&=%").digest("hex") },
  ],
});

const basic = (id: string, password: string) =>
  `Basic ${Buffer.from(`${id}:${password}`).toString("base64")}`;

function introspect(
  body: string,
  { authorization = basic("reports", secret), type = "application/x-www-form-urlencoded" } = {},
) {
  return auth.handler(
    new Request(`${BASE_URL}/api/auth/introspect`, {
      method: "POST",
      headers: { authorization, "content-type": type },
      body,
    }),
  );
}

async function signedIn(asked: Record<string, string> = {}) {
  const person = await signedInUser(db, { role: "mentor" });
  return { ...person, token: await tokenFor(person.cookie, asked) };
}

async function tokenFor(cookie: string, asked: Record<string, string>) {
  const response = await auth.handler(
    new Request(`${BASE_URL}/api/auth/token?${new URLSearchParams(asked)}`, {
      headers: { cookie },
    }),
  );
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

describe("introspection (RFC 7662)", () => {
  it("tells a service whose token it is, with the current role and status", async () => {
    const { user, session, token } = await signedIn();
    await db.user.update({ where: { id: user.id }, data: { role: "pm" } });
    const response = await introspect(`token=${token}&token_type_hint=access_token`);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      active: true,
      token_type: "Bearer",
      sub: user.id,
      role: "pm",
      status: "active",
      epoch: 0,
      sid: session.id,
      iss: BASE_URL,
      aud: "sundial",
      scope: "read",
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
  });

  it("tells each service only about tokens issued for it", async () => {
    const { cookie } = await signedIn();
    const [common, reports, ledger, ours] = await Promise.all([
      tokenFor(cookie, {}),
      tokenFor(cookie, { audience: "reports", scope: "write" }),
      tokenFor(cookie, { audience: "ledger" }),
      tokenFor(cookie, { audience: `${BASE_URL}/api`, scope: "write" }),
    ]);
    const seenBy = async (authorization: string, token: string) => {
      const response = await introspect(`token=${token}`, { authorization });
      expect(response.status).toBe(200);
      return response.json();
    };
    const forReports = basic("reports", secret);
    const forLedger = basic("ledger", ledgerSecret);
    expect(await seenBy(forReports, reports)).toMatchObject({ aud: "reports", scope: "write" });
    expect(await seenBy(forLedger, ledger)).toMatchObject({ aud: "ledger", scope: "read" });
    for (const authorization of [forReports, forLedger]) {
      expect(await seenBy(authorization, common)).toMatchObject({ aud: "sundial", scope: "read" });
      expect(await seenBy(authorization, ours)).toEqual({ active: false });
    }
    expect(await seenBy(forReports, ledger)).toEqual({ active: false });
    expect(await seenBy(forLedger, reports)).toEqual({ active: false });
    // A client without an audience of its own name learns only about the shared one.
    const other = basic(encodeURIComponent("a:b c"), encodeURIComponent("ä+&=%"));
    expect(await seenBy(other, common)).toMatchObject({ active: true });
    expect(await seenBy(other, reports)).toEqual({ active: false });
  });

  it("returns only inactive for every invalid token", async () => {
    const ended = await signedIn();
    await db.session.delete({ where: { id: ended.session.id } });
    const suspended = await signedIn();
    await db.user.update({ where: { id: suspended.user.id }, data: { status: "suspended" } });
    const { token, cookie } = await signedIn();
    const tampered = `${token.slice(0, -4)}AAAA`;
    for (const each of [ended.token, suspended.token, tampered, "nonsense", cookie]) {
      const response = await introspect(new URLSearchParams({ token: each }).toString());
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ active: false });
    }
  });

  it.each([
    ["no credentials", ""],
    ["a wrong secret", basic("reports", "wrong")],
    ["an unknown client", basic("nobody", secret)],
    ["an empty secret", basic("reports", "")],
    ["the secret's hash", basic("reports", secretHash)],
    ["no secret", `Basic ${Buffer.from("reports").toString("base64")}`],
    ["a colon more", basic("reports", `${secret}:`)],
    ["another scheme", `Bearer ${secret}`],
    ["no base64", "Basic !!"],
  ])("returns 401 with the same body for %s", async (_case, authorization) => {
    const { token } = await signedIn();
    const response = await introspect(`token=${token}`, { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Basic realm="introspection"');
    expect(await response.json()).toEqual({
      error: "Unknown client, or wrong secret.",
      code: "UNAUTHORIZED",
    });
  });

  it("decodes credentials the way the standard has clients encode them", async () => {
    const authorization = basic(encodeURIComponent("a:b c"), encodeURIComponent("ä+&=%"));
    expect((await introspect("token=x", { authorization })).status).toBe(200);
  });

  it.each([
    ["", 400],
    ["token=", 400],
    ["token=a&token=b", 400],
    ["other=a", 400],
    [`token=${"a".repeat(5000)}`, 413],
  ])("rejects the body %s", async (body, status) => {
    expect((await introspect(body)).status).toBe(status);
  });

  it("accepts only form posts, and never a token in the URL", async () => {
    const { token } = await signedIn();
    const json = await introspect(JSON.stringify({ token }), { type: "application/json" });
    expect(json.status).toBe(415);
    const get = await auth.handler(
      new Request(`${BASE_URL}/api/auth/introspect?token=${token}`, {
        headers: { authorization: basic("reports", secret) },
      }),
    );
    expect(get.status).toBe(405);
  });

  it("answers 503 like every token endpoint while the database is unreachable", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const away = createDb({
      url: "postgresql://someone:hunter2@127.0.0.1:1/nowhere",
      connectTimeoutMs: 300,
    });
    const { cookie } = await signedIn();
    for (const path of ["jwks", "token"]) {
      const request = new Request(`${BASE_URL}/api/auth/${path}`, { headers: { cookie } });
      const response = await testAuth(away).handler(request);
      expect(response.status).toBe(503);
      expect(response.headers.get("cache-control")).toBe("private, no-store");
      const text = await response.text();
      expect(text).toContain("DATABASE_UNAVAILABLE");
      expect(text + log.mock.calls.flat().join()).not.toMatch(/hunter2|someone/);
    }
    await away.$disconnect();
    log.mockRestore();
  });

  it("is off when no client is registered", async () => {
    const closed = await testAuth(db).handler(
      new Request(`${BASE_URL}/api/auth/introspect`, { method: "POST", body: "token=x" }),
    );
    expect(closed.status).toBe(404);
  });
});
