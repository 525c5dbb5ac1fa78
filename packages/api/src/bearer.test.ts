import { createHmac, randomUUID } from "node:crypto";
import { can, createAuth } from "@sundial/auth";
import { createMentee, createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import {
  type CreateProfileInput,
  isReadPermission,
  servicePermission,
  servicePermissions,
  tokenPermissions,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  appRouter,
  createCallerFactory,
  createContext,
  responseMeta,
  serveAuditExport,
  serveCalendarFeed,
  serveSessionFile,
} from "./index.ts";
import { callers, refusalOf, SITE_URL } from "./testing/callers.ts";

const { db } = await testDb();

const SECRET = "a-secret-for-tests-of-32-characters";
const auth = createAuth({
  db,
  secret: SECRET,
  baseURL: SITE_URL,
  rateLimit: false,
  tokens: { services: ["reports"] },
});

/** The audience of this API itself. */
const API = `${SITE_URL}/api`;

async function signedIn(data: Parameters<typeof createUser>[1] = {}) {
  const user = await createUser(db, data);
  const token = randomUUID();
  const expiresAt = new Date(Date.now() + DAY);
  const session = await db.session.create({ data: { userId: user.id, token, expiresAt } });
  const signature = createHmac("sha256", SECRET).update(token).digest("base64");
  const name = "__Host-sundial.session_token";
  const cookie = `${name}=${encodeURIComponent(`${token}.${signature}`)}`;
  return {
    user,
    session,
    cookie,
    token: await tokenFor(cookie, { audience: API, scope: "write" }),
  };
}

async function tokenFor(cookie: string, asked: Record<string, string>) {
  const response = await auth.handler(
    new Request(`${SITE_URL}/api/auth/token?${new URLSearchParams(asked)}`, {
      headers: { cookie },
    }),
  );
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

/** Like a request to the site's tRPC route. */
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

/** A caller whose request has this bearer token. */
function callerWith(token: string) {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  return createCaller(createContext({ headers, db, auth, siteUrl: SITE_URL }));
}

const createCaller = createCallerFactory(appRouter);

const router: AnyTRPCRouter = appRouter;
const procedures = Object.entries<AnyTRPCProcedure>(router._def.procedures)
  // A stream says it in its first event; see below.
  .filter(([, { _def }]) => _def.type !== "subscription")
  .map(([name, { _def }]) => ({
    name,
    method: _def.type === "mutation" ? "POST" : "GET",
    meta: _def.meta,
    permission: z.object({ permission: z.string() }).safeParse(_def.meta).data?.permission,
  }));
const guarded = procedures.filter(({ meta }) => meta !== undefined);

const person = await signedIn({ role: "admin" });
const tampered = `${person.token.slice(0, -4)}AAAA`;
const ended = await signedIn();
await db.session.delete({ where: { id: ended.session.id } });

/** Tokens an admin's services get: one for all of them, one for a service by name. */
const serviceTokens = {
  "the services' common": await tokenFor(person.cookie, {}),
  "a service's own": await tokenFor(person.cookie, { audience: "reports", scope: "write" }),
};

/** A service account that may do all it can be given. */
async function serviceAccount() {
  const { user } = await signedIn({ role: "admin" });
  const { serviceAccount: admin } = await callers(db).as(user, { now: new Date() });
  const created = await admin.create({
    name: randomUUID(),
    ownerEmail: "team@test.example",
    permissions: [...servicePermissions],
    lifetimeDays: 30,
  });
  return { ...created, end: () => admin.end({ id: created.id }) };
}

const service = await serviceAccount();
const endedService = await serviceAccount();
await endedService.end();
const expiredService = await serviceAccount();
await db.serviceAccountKey.updateMany({
  where: { serviceAccountId: expiredService.id },
  data: { createdAt: new Date(0), expiresAt: new Date() },
});

describe("every procedure with an invalid bearer token", () => {
  it.each(guarded)(
    "$name returns 401 with the same body and challenge",
    async ({ name, method }) => {
      const answers = [
        await request(name, {}, method),
        await request(name, { authorization: "Bearer" }, method),
        await request(name, { authorization: `Bearer ${tampered}` }, method),
        await request(name, { authorization: `Bearer ${ended.token}` }, method),
        await request(name, { authorization: `Bearer sundial_pat_${"A".repeat(43)}` }, method),
        ...(await Promise.all(
          Object.values(serviceTokens).map((token) =>
            request(name, { authorization: `Bearer ${token}` }, method),
          ),
        )),
        await request(name, { authorization: `Bearer sundial_svc_${"A".repeat(43)}` }, method),
        await request(name, { authorization: `Bearer ${endedService.key}` }, method),
        await request(name, { authorization: `Bearer ${expiredService.key}` }, method),
        await request(name, { authorization: `Bearer ${service.key}A` }, method),
        await request(name, { authorization: `Basic ${btoa(`x:${service.key}`)}` }, method),
        await request(`${name}?access_token=${service.key}`, {}, method),
        await request(
          name,
          { authorization: `Bearer ${service.key}`, cookie: person.cookie },
          method,
        ),
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
    },
  );
});

describe("a stream", () => {
  it.each([
    ["an invalid token", tampered, "UNAUTHORIZED"],
    ["a service account's key", service.key, "FORBIDDEN"],
    ["a person's access token", person.token, "FORBIDDEN"],
  ])("ends with %s, without a number", async (_of, token, code) => {
    const answer = await request("notification.live", { authorization: `Bearer ${token}` });
    const text = await answer.text();
    expect(text).toContain(`"code":"${code}"`);
    expect(text).not.toContain("unread");
  });
});

describe.each(Object.entries(serviceTokens))(
  "an admin's token with %s audience",
  (_name, token) => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const context = () => createContext({ headers, db, auth, siteUrl: SITE_URL });

    it("can't change a role", async () => {
      const { id, version } = await createMentee(db);
      const change = { id, version, role: "admin", reason: "As agreed by all" } as const;
      expect(await refusalOf(callerWith(token).member.changeRole(change))).toMatchObject({
        code: "UNAUTHORIZED",
      });
      // What a token for our API may do, if requested.
      expect(await callerWith(person.token).member.changeRole(change)).toBeDefined();
    });

    it.each(["events.csv", "events.jsonl"])("can't download the audit log as %s", async (file) => {
      const query = new URLSearchParams();
      const answer = await serveAuditExport(context(), { method: "GET", file, query });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
      expect(await answer.text()).not.toContain("account.");
    });

    it("can't read a session's calendar file or serve as a feed's secret", async () => {
      const file = `${randomUUID()}.ics`;
      expect((await serveSessionFile(context(), { method: "GET", file })).status).toBe(401);
      const feed = await serveCalendarFeed(context(), { method: "GET", file: `${token}.ics` });
      expect(feed.status).toBe(404);
    });

    it("can't get another token", async () => {
      const address = `${SITE_URL}/api/auth/token?audience=${API}`;
      expect((await auth.handler(new Request(address, { headers }))).status).toBe(401);
    });
  },
);

describe("a service account's key", () => {
  const headers = new Headers({ authorization: `Bearer ${service.key}` });
  const context = () => createContext({ headers, db, auth, siteUrl: SITE_URL });

  it("opens what staff do, and nothing that a person does", async () => {
    for (const { name, method, permission } of guarded) {
      const answer = await request(name, { authorization: `Bearer ${service.key}` }, method);
      const isForServices =
        permission === "identity:read" || servicePermission.safeParse(permission).success;
      expect(answer.status === 403, `${name}: ${answer.status}`).toBe(!isForServices);
      expect(answer.status, name).not.toBe(401);
      expect(answer.status, name).toBeLessThan(500);
    }
  });

  it("gets no token, no calendar file and no feed", async () => {
    const address = `${SITE_URL}/api/auth/token?audience=${API}`;
    expect((await auth.handler(new Request(address, { headers }))).status).toBe(401);
    const file = `${randomUUID()}.ics`;
    expect((await serveSessionFile(context(), { method: "GET", file })).status).toBe(403);
    const feed = { method: "GET", file: `${service.key}.ics` };
    expect((await serveCalendarFeed(context(), feed)).status).toBe(404);
  });

  it("downloads the audit log only with that permission", async () => {
    const query = new URLSearchParams();
    const download = () =>
      serveAuditExport(context(), { method: "GET", file: "events.jsonl", query });
    expect((await download()).status).toBe(200);
    const without = { permissions: ["audit:read"] };
    await db.serviceAccount.update({ where: { id: service.id }, data: without });
    expect((await download()).status).toBe(403);
  });
});

describe("a valid bearer token", () => {
  it("authenticates its owner without a cookie", async () => {
    const answer = await request("account.me", { authorization: `Bearer ${person.token}` });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("www-authenticate")).toBeNull();
    expect(await answer.text()).toContain(person.user.id);
  });

  it("can read everything else served to signed-in people", async () => {
    const headers = new Headers({ authorization: `Bearer ${person.token}` });
    const context = createContext({ headers, db, auth, siteUrl: SITE_URL });
    const missing = await serveSessionFile(context, { method: "GET", file: `${randomUUID()}.ics` });
    expect(missing.status).toBe(404);
    const nobody = createContext({ headers: new Headers(), db, auth, siteUrl: SITE_URL });
    const refused = await serveSessionFile(nobody, { method: "GET", file: `${randomUUID()}.ics` });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  });

  it("reads the profiles other services show, and changes them if its scope allows", async () => {
    const { cookie } = await signedIn({ role: "mentee" });
    const profileWith = async (asked: Record<string, string>) =>
      callerWith(await tokenFor(cookie, asked)).profile;
    const profile: CreateProfileInput = {
      kind: "mentee",
      experienceLevel: "junior",
      goals: "To build things that last",
      interests: ["Postgres"],
      weeklyHours: "two_to_five",
      learningStyle: "hands_on",
      background: "",
    };
    const forService = await profileWith({ audience: "reports", scope: "write" });
    expect(await refusalOf(forService.create(profile))).toMatchObject({ code: "UNAUTHORIZED" });
    const reading = await profileWith({ audience: API });
    expect(await refusalOf(reading.create(profile))).toMatchObject({ code: "FORBIDDEN" });
    await (await profileWith({ audience: API, scope: "write" })).create(profile);
    expect(await reading.me()).toMatchObject({ menteeProfile: { goals: profile.goals } });
  });

  it.each(["admin", "mentor", "mentee"] as const)(
    "with read scope gets 403 for every mutation of this %s",
    async (role) => {
      const { user, cookie } = await signedIn({ role });
      const { personalAccessToken } = await callers(db).as(user, { now: new Date() });
      const input = {
        name: "Reader",
        permissions: tokenPermissions.filter((name) => isReadPermission(name) && can(user, name)),
        lifetimeDays: 7,
      } as const;
      const { token } = await personalAccessToken.create(input);
      for (const bearer of [token, await tokenFor(cookie, { audience: API })]) {
        const headers = { authorization: `Bearer ${bearer}` };
        expect((await request("account.me", headers)).status).toBe(200);
        for (const { name } of guarded.filter(({ method }) => method === "POST")) {
          expect((await request(name, headers, "POST")).status, name).toBe(403);
        }
      }
    },
  );
});
