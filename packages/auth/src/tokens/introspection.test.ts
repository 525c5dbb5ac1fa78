import { createHash, randomBytes } from "node:crypto";
import { createDb } from "@sundial/db";
import { testDb } from "@sundial/db/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createAuth } from "../index.ts";
import { BASE_URL, SECRET, signedInUser, testAuth } from "../testing/people.ts";

const { db } = await testDb();

const secret = randomBytes(32).toString("base64url");
const secretHash = createHash("sha256").update(secret).digest("hex");
const auth = createAuth({
  ...{ db, secret: SECRET, baseURL: BASE_URL, rateLimit: false },
  audit: async () => {},
  email: async () => {},
  introspectionClients: [
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

async function signedIn() {
  const person = await signedInUser(db, { role: "mentor" });
  const response = await auth.handler(
    new Request(`${BASE_URL}/api/auth/token`, { headers: { cookie: person.cookie } }),
  );
  const { token } = z.object({ token: z.string() }).parse(await response.json());
  return { ...person, token };
}

describe("introspection (RFC 7662)", () => {
  it("tells a service who a token is, with role and status as they are now", async () => {
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
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
  });

  it("says no more than inactive of whatever is not good", async () => {
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
  ])("is 401 with one body for %s", async (_case, authorization) => {
    const { token } = await signedIn();
    const response = await introspect(`token=${token}`, { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Basic realm="introspection"');
    expect(await response.json()).toEqual({
      error: "Unknown client, or wrong secret.",
      code: "UNAUTHORIZED",
    });
  });

  it("decodes what the standard has clients encode", async () => {
    const authorization = basic(encodeURIComponent("a:b c"), encodeURIComponent("ä+&=%"));
    expect((await introspect("token=x", { authorization })).status).toBe(200);
  });

  it.each([
    ["", 400],
    ["token=", 400],
    ["token=a&token=b", 400],
    ["other=a", 400],
    [`token=${"a".repeat(5000)}`, 413],
  ])("refuses the body %s", async (body, status) => {
    expect((await introspect(body)).status).toBe(status);
  });

  it("takes forms only, by POST only, and a token never from the address", async () => {
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

  it("and every token endpoint says 503 while the database is away, and no more", async () => {
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
      expect(response.headers.get("cache-control")).toBe("no-store");
      const text = await response.text();
      expect(text).toContain("DATABASE_UNAVAILABLE");
      expect(text + log.mock.calls.flat().join()).not.toMatch(/hunter2|someone/);
    }
    await away.$disconnect();
    log.mockRestore();
  });

  it("is not there when no client is registered", async () => {
    const closed = await testAuth(db).handler(
      new Request(`${BASE_URL}/api/auth/introspect`, { method: "POST", body: "token=x" }),
    );
    expect(closed.status).toBe(404);
  });
});
