import { createHmac, randomUUID } from "node:crypto";
import { createAuth } from "@sundial/auth";
import { createMentee, createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter, createContext, responseMeta, serveSessionFile } from "./index.ts";
import { callers, SITE_URL } from "./testing/callers.ts";

const { db } = await testDb();

const SECRET = "a-secret-for-tests-of-32-characters";
const auth = createAuth({
  ...{ db, secret: SECRET, baseURL: SITE_URL, rateLimit: false },
  audit: async () => {},
  email: async () => {},
});

async function signedIn(data: Parameters<typeof createUser>[1] = {}) {
  const user = await createUser(db, data);
  const token = randomUUID();
  const expiresAt = new Date(Date.now() + 86_400_000);
  const session = await db.session.create({ data: { userId: user.id, token, expiresAt } });
  const signature = createHmac("sha256", SECRET).update(token).digest("base64");
  const name = "__Host-sundial.session_token";
  const cookie = `${name}=${encodeURIComponent(`${token}.${signature}`)}`;
  const response = await auth.handler(
    new Request(`${SITE_URL}/api/auth/token`, { headers: { cookie } }),
  );
  const { token: jwt } = z.object({ token: z.string() }).parse(await response.json());
  return { user, session, cookie, token: jwt };
}

/** As the site's tRPC route has it. */
function request(path: string, headers: Record<string, string>, method = "GET") {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(`${SITE_URL}/api/trpc/${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: method === "POST" ? "{}" : undefined,
    }),
    router: appRouter,
    createContext: ({ req }) =>
      createContext({ headers: req.headers, db, auth, siteUrl: SITE_URL }),
    responseMeta,
  });
}

const router: AnyTRPCRouter = appRouter;
const procedures = Object.entries<AnyTRPCProcedure>(router._def.procedures).map(
  ([name, { _def }]) => ({
    name,
    method: _def.type === "mutation" ? "POST" : "GET",
    meta: _def.meta,
  }),
);
const guarded = procedures.filter(({ meta }) => meta !== undefined);

const person = await signedIn({ role: "admin" });
const tampered = `${person.token.slice(0, -4)}AAAA`;
const ended = await signedIn();
await db.session.delete({ where: { id: ended.session.id } });

describe("E7: every procedure with a bearer that is not good", () => {
  it.each(guarded)("$name is 401, with one body and the challenge", async ({ name, method }) => {
    const answers = [
      await request(name, {}, method),
      await request(name, { authorization: "Bearer" }, method),
      await request(name, { authorization: `Bearer ${tampered}` }, method),
      await request(name, { authorization: `Bearer ${ended.token}` }, method),
      await request(name, { authorization: `Bearer sundial_pat_${"A".repeat(43)}` }, method),
      await request(`${name}?access_token=${person.token}`, {}, method),
      await request(
        name,
        { authorization: `Bearer ${person.token}`, cookie: person.cookie },
        method,
      ),
    ];
    const bodies = new Set<string>();
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      bodies.add(await answer.text());
    }
    expect(bodies.size).toBe(1);
    expect([...bodies].join()).toContain("UNAUTHORIZED");
  });
});

describe("a bearer that is good", () => {
  it("is its person, and no cookie is asked for", async () => {
    const answer = await request("account.me", { authorization: `Bearer ${person.token}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("www-authenticate")).toBeNull();
    expect(await answer.text()).toContain(person.user.id);
  });

  it("reads what else is served to signed-in people", async () => {
    const headers = new Headers({ authorization: `Bearer ${person.token}` });
    const context = createContext({ headers, db, auth, siteUrl: SITE_URL });
    const missing = await serveSessionFile(context, { method: "GET", file: `${randomUUID()}.ics` });
    expect(missing.status).toBe(404);
    const nobody = createContext({ headers: new Headers(), db, auth, siteUrl: SITE_URL });
    const refused = await serveSessionFile(nobody, { method: "GET", file: `${randomUUID()}.ics` });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  });

  it("of a read scope is refused by every mutation with 403", async () => {
    const owner = await createMentee(db);
    const { personalAccessToken } = await callers(db).as(owner, { now: new Date() });
    const input = { name: "Reader", scope: "read", lifetimeDays: 7 } as const;
    const { token } = await personalAccessToken.create(input);
    const headers = { authorization: `Bearer ${token}` };
    expect((await request("account.me", headers)).status).toBe(200);
    for (const { name } of guarded.filter(({ method }) => method === "POST")) {
      const answer = await request(name, headers, "POST");
      expect(answer.status, name).toBe(403);
    }
  });
});
