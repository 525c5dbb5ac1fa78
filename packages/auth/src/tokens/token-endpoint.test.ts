import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { decodeJwt } from "jose";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { scopePermissions } from "../permissions.ts";
import { rejectEventsOf } from "../testing/front-door.ts";
import { addSession, BASE_URL, signedInUser, testAuth } from "../testing/people.ts";

const { db, owner } = await testDb();
const tokens = { audience: "services", services: ["reports", "ledger.v2"] };
const auth = testAuth(db, tokens);
const person = await signedInUser(db, { role: "admin" });
const API = `${BASE_URL}/api`;

const answer = z.object({
  token: z.string(),
  tokenType: z.literal("Bearer"),
  expiresAt: z.iso.datetime(),
  audience: z.string(),
  scope: z.string(),
});

interface Asking {
  query?: string;
  method?: string;
  headers?: Headers | Record<string, string>;
  body?: string;
}

function ask({ query = "", method = "GET", headers, body }: Asking, issuer = auth) {
  const request = new Request(`${BASE_URL}/api/auth/token${query}`, {
    method,
    headers: headers ?? { cookie: person.cookie },
    body: body ?? null,
  });
  return issuer.handler(request);
}

const tokenOf = async (response: Response) => answer.parse(await response.json()).token;

const bearer = (token: string) => new Headers({ authorization: `Bearer ${token}` });

describe("/api/auth/token", () => {
  it.each([
    ["", "services", "read"],
    ["?scope=write", "services", "write"],
    ["?audience=services", "services", "read"],
    ["?audience=reports&scope=read", "reports", "read"],
    ["?scope=write&audience=ledger.v2", "ledger.v2", "write"],
    [`?audience=${API}`, API, "read"],
    [`?audience=${encodeURIComponent(API)}&scope=write`, API, "write"],
  ] as const)("issues what is requested with %j: for %s, to %s", async (query, audience, scope) => {
    const { searchParams } = new URL(`${BASE_URL}/${query}`);
    const body = JSON.stringify(Object.fromEntries(searchParams));
    for (const asking of [{ query }, { query, method: "POST" }, { method: "POST", body }]) {
      const response = await ask(asking);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      const given = answer.parse(await response.json());
      expect(given).toMatchObject({ audience, scope });
      expect(decodeJwt(given.token)).toMatchObject({ aud: audience, scope });
      const isOurs = audience === API;
      const actor = await auth.getSession(bearer(given.token));
      expect(actor).toEqual(
        isOurs ? expect.objectContaining({ permissions: scopePermissions[scope] }) : null,
      );
    }
  });

  it.each([
    "?audience=",
    "?audience=elsewhere",
    "?audience=Reports",
    "?audience=reports%20",
    "?audience=reports%20ledger.v2",
    "?audience=reports,ledger.v2",
    "?audience=reports&audience=ledger.v2",
    "?audience=reports&audience=reports",
    `?audience=${BASE_URL}`,
    `?audience=${API}/`,
    `?audience=${API}/trpc`,
    "?audience=%ED%A0%80",
    "?scope=",
    "?scope=admin",
    "?scope=WRITE",
    "?scope=read%20write",
    "?scope=read&scope=write",
    "?resource=reports",
    "?audience=reports&lifetime=30d",
  ])("returns 400 for %s and issues nothing", async (query) => {
    const before = await db.auditEvent.count();
    for (const method of ["GET", "POST"]) {
      const response = await ask({ query, method });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "INVALID_INPUT" });
    }
    expect(await db.auditEvent.count()).toBe(before);
  });

  it.each([
    "nonsense",
    "[]",
    "null",
    '"reports"',
    '{"audience":["reports"]}',
    '{"audience":["reports","ledger.v2"]}',
    '{"audience":null}',
    '{"scope":7}',
    '{"audience":"elsewhere"}',
    '{"audience":"\\ud800"}',
    '{"audiences":"reports"}',
  ])("returns 400 for the body %s", async (body) => {
    expect((await ask({ method: "POST", body })).status).toBe(400);
  });

  it("returns 400 when URL and body disagree", async () => {
    const body = JSON.stringify({ scope: "write" });
    expect((await ask({ method: "POST", query: "?scope=read", body })).status).toBe(400);
  });

  it("records what each token was issued for, without the token, and issues none if that fails", async () => {
    const query = "?audience=reports&scope=write";
    const token = await tokenOf(await ask({ query }));
    const event = await db.auditEvent.findFirst({ orderBy: { seq: "desc" }, omit: { seq: true } });
    expect(event).toMatchObject({
      action: "account.tokenIssued",
      actorId: person.user.id,
      actorRole: "admin",
      targetId: person.user.id,
      after: { audience: "reports", scope: "write", jti: decodeJwt(token).jti },
    });
    expect(JSON.stringify(event)).not.toContain(token);

    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    await rejectEventsOf(owner, person.user);
    const failed = await ask({ query });
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain("eyJ");
    log.mockRestore();
  });

  it("returns 401 without a session, after signing out, and for an access token", async () => {
    const ended = await signedInUser(db);
    await db.session.delete({ where: { id: ended.session.id } });
    const ours = await tokenOf(await ask({ query: `?audience=${API}&scope=write` }));
    const theirs = await tokenOf(await ask({ query: "?audience=reports" }));
    const nobody = [
      new Headers(),
      new Headers({ cookie: ended.cookie }),
      ...[ours, theirs].map(bearer),
    ];
    for (const headers of nobody) {
      // Nobody learns the configuration before signing in.
      for (const query of ["", "?audience=elsewhere"]) {
        const response = await ask({ query, headers });
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
        expect(await response.json()).toEqual({ error: "Please sign in.", code: "UNAUTHORIZED" });
      }
    }
  });

  it("returns 401 for a suspended person", async () => {
    const { cookie, user } = await signedInUser(db);
    await db.user.update({ where: { id: user.id }, data: { status: "suspended" } });
    expect((await ask({ headers: { cookie } })).status).toBe(401);
  });

  it("accepts no other method", async () => {
    expect((await ask({ method: "DELETE" })).status).toBe(405);
  });

  it("issues different tokens to two people, and never the same one twice", async () => {
    const user = await createUser(db);
    const { cookie } = await addSession(db, user);
    const given = await Promise.all(
      [1, 2].map(async () => tokenOf(await ask({ headers: { cookie } }))),
    );
    const [one, two] = given.map((token) => decodeJwt(token));
    expect(one?.jti).not.toBe(two?.jti);
    expect(one?.sub).toBe(user.id);
  });
});

describe("a site's audiences", () => {
  it.each([
    { audience: API },
    { services: [API] },
    { audience: "services", services: ["reports", API] },
  ])("never make our own API a service: %j", (options) => {
    expect(() => testAuth(db, options)).toThrow("own API");
  });

  it("change with its settings: tokens for a removed service stop working", async () => {
    const token = await tokenOf(await ask({ query: "?audience=reports" }));
    const without = testAuth(db, { audience: "services" });
    expect((await ask({ query: "?audience=reports" }, without)).status).toBe(400);
    expect(await without.getSession(bearer(token))).toBeNull();
  });
});
