import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAuth } from "../index.ts";
import { addSession, BASE_URL, testAuth } from "../testing/people.ts";

/** How long a key stays after it last signed: the life of a token, caches and clock skew. */
const AFTERLIFE = 7 * DAY + 15 * MINUTE + 30_000;

const keySet = z.object({
  keys: z.array(
    z.strictObject({
      kty: z.literal("RSA"),
      n: z.string(),
      e: z.string(),
      alg: z.literal("RS256"),
      use: z.literal("sig"),
      kid: z.string(),
    }),
  ),
});

/** A separate site with a clock that the test controls. */
async function site() {
  const { db } = await testDb();
  let now = Date.now();
  const auth = testAuth(db, { now: () => new Date(now) });
  const user = await createUser(db);
  const { cookie, session } = await addSession(db, user);
  // The session outlives every key of these tests.
  await db.session.update({
    where: { id: session.id },
    data: { expiresAt: new Date(now + 1000 * DAY) },
  });
  const readSet = (headers: Record<string, string> = {}, method = "GET") =>
    auth.handler(new Request(`${BASE_URL}/api/auth/jwks`, { method, headers }));
  return {
    db,
    auth,
    events: () =>
      db.auditEvent.findMany({ orderBy: { seq: "asc" }, where: { targetType: "signingKey" } }),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    newToken: async () => {
      const request = new Request(`${BASE_URL}/api/auth/token?audience=${BASE_URL}/api`, {
        headers: { cookie },
      });
      const response = await auth.handler(request);
      return z.object({ token: z.string() }).parse(await response.json()).token;
    },
    accepts: async (token: string) =>
      (await auth.getSession(new Headers({ authorization: `Bearer ${token}` }))) !== null,
    /** Like a service that has just fetched the key set. */
    acceptsByKeySet: async (token: string) => {
      const set = createLocalJWKSet(keySet.parse(await (await readSet()).json()));
      return jwtVerify(token, set, { currentDate: new Date(now) }).then(
        () => true,
        () => false,
      );
    },
    readSet,
    published: async () => {
      const { keys } = keySet.parse(await (await readSet()).json());
      return keys.map(({ kid }) => kid);
    },
    states: async () => (await auth.keys.list()).map(({ state }) => state),
  };
}

const kidOf = (token: string) => {
  const header: unknown = JSON.parse(
    Buffer.from(token.split(".")[0] ?? "", "base64url").toString(),
  );
  return z.object({ kid: z.string() }).parse(header).kid;
};

describe("the first key", () => {
  it("is created once, even when two servers need it at the same time", async () => {
    const { db, auth, newToken, published, events } = await site();
    const other = testAuth(db);
    const [tokens, signing] = await Promise.all([
      Promise.all(Array.from({ length: 100 }, newToken)),
      Promise.all(Array.from({ length: 20 }, () => other.keys.signing())),
    ]);
    const kids = new Set([...tokens.map(kidOf), ...signing.map(({ kid }) => kid)]);
    expect(kids.size).toBe(1);
    expect(await db.jwks.count()).toBe(1);
    expect(await published()).toEqual([...kids]);
    expect(await auth.keys.list()).toMatchObject([{ state: "signing" }]);
    expect(await events()).toHaveLength(1);
  });

  it("is created by the sweep before the first token", async () => {
    const { auth, newToken, states } = await site();
    await auth.keys.prepareNext();
    await auth.keys.prepareNext();
    expect(await states()).toEqual(["signing"]);
    const [only] = await auth.keys.list();
    expect(kidOf(await newToken())).toBe(only?.kid);
  });

  it("is stored encrypted, and only this app's secret decrypts it", async () => {
    const { db, auth, newToken } = await site();
    const kid = kidOf(await newToken());
    const row = await db.jwks.findUniqueOrThrow({ where: { kid } });
    const [head = ""] = row.privateKey.split(".");
    expect(JSON.parse(Buffer.from(head, "base64url").toString())).toEqual({
      alg: "dir",
      enc: "A256GCM",
      kid,
    });
    const decoded = row.privateKey
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString("latin1"))
      .join();
    expect(decoded + JSON.stringify(row.publicKey)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
    const stranger = createAuth({
      db,
      secret: "another-secret-of-32-characters-00",
      baseURL: BASE_URL,
    });
    await expect(stranger.keys.signing()).rejects.toThrow(/can't be decrypted/);
    expect(await auth.keys.list()).toHaveLength(1);
  });
});

describe("the key set", () => {
  it("names each key by its thumbprint and contains only public values", async () => {
    const { auth, readSet, newToken } = await site();
    await newToken();
    await auth.keys.rotate({ atOnce: false });
    const response = await readSet();
    expect(response.status).toBe(200);
    // Strict: a private member would not parse.
    const { keys } = keySet.parse(await response.json());
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(key.kid).toBe(await calculateJwkThumbprint(key));
      expect(Buffer.from(key.n, "base64url").length * 8).toBeGreaterThanOrEqual(2048);
    }
  });

  it("can be cached for five minutes, read from any page and revalidated by its ETag", async () => {
    const { auth, readSet, newToken } = await site();
    await newToken();
    const response = await readSet();
    const etag = response.headers.get("etag") ?? "";
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "application/jwk-set+json",
      "cache-control": "public, max-age=300, stale-while-revalidate=600",
      "access-control-allow-origin": "*",
      etag,
    });
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const same = await readSet({ "if-none-match": known });
      expect(same.status).toBe(304);
      expect(await same.text()).toBe("");
      expect(same.headers.get("cache-control")).toContain("max-age=300");
    }
    await auth.keys.rotate({ atOnce: false });
    expect((await readSet({ "if-none-match": etag })).status).toBe(200);
  });

  it("answers HEAD without a body, and only GET and HEAD", async () => {
    const { readSet, newToken } = await site();
    await newToken();
    const head = await readSet({}, "HEAD");
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const response = await readSet({}, method);
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("GET, HEAD");
    }
  });

  it("is empty before the first key, and reading it creates none", async () => {
    const { published, db } = await site();
    expect(await published()).toEqual([]);
    expect(await db.jwks.count()).toBe(0);
  });
});

describe("a rotation", () => {
  it("publishes the next key a day before it signs, and keeps the last as long as its tokens", async () => {
    const { auth, newToken, accepts, acceptsByKeySet, published, states, pass } = await site();
    const first = await newToken();
    pass(89 * DAY - MINUTE);
    await auth.keys.prepareNext();
    expect(await states()).toEqual(["signing"]);

    pass(MINUTE);
    await auth.keys.prepareNext();
    await auth.keys.prepareNext();
    expect(await states()).toEqual(["signing", "next"]);
    const [old, next] = await published();
    expect(kidOf(await newToken())).toBe(old);

    pass(DAY - 1);
    const last = await newToken();
    expect(kidOf(last)).toBe(old);
    pass(1);
    const fresh = await newToken();
    expect(kidOf(fresh)).toBe(next);
    expect(await states()).toEqual(["retired", "signing"]);
    for (const token of [last, fresh]) {
      expect(await accepts(token)).toBe(true);
      expect(await acceptsByKeySet(token)).toBe(true);
    }
    expect(kidOf(first)).toBe(old);

    pass(AFTERLIFE - 1);
    expect(await published()).toEqual([old, next]);
    pass(1);
    expect(await published()).toEqual([next]);
    expect(await states()).toEqual(["expired", "signing"]);
    await auth.keys.prepareNext();
    expect(await states()).toEqual(["signing"]);
  });

  it("rejects a token of an expired key even if the token has time left", async () => {
    const { db, newToken, accepts, acceptsByKeySet, auth, pass } = await site();
    const token = await newToken();
    const [key] = await auth.keys.list();
    expect(await accepts(token)).toBe(true);
    await db.jwks.update({
      where: { kid: key?.kid },
      data: { expiresAt: new Date(Date.now() + MINUTE) },
    });
    expect(await accepts(token)).toBe(true);
    pass(2 * MINUTE);
    expect(await accepts(token)).toBe(false);
    expect(await acceptsByKeySet(token)).toBe(false);
  });

  it("by hand waits as long, and immediately on request, and both keep issued tokens valid", async () => {
    const { auth, newToken, accepts, states, pass } = await site();
    const first = await newToken();
    const waiting = await auth.keys.rotate({ atOnce: false });
    expect(await auth.keys.rotate({ atOnce: false })).toBe(waiting);
    expect(await states()).toEqual(["signing", "next"]);
    expect(kidOf(await newToken())).toBe(kidOf(first));
    pass(MINUTE);
    expect(await auth.keys.rotate({ atOnce: true })).toBe(waiting);
    const second = await newToken();
    expect(kidOf(second)).toBe(waiting);
    expect(await states()).toEqual(["retired", "signing"]);
    pass(MINUTE);
    const third = await auth.keys.rotate({ atOnce: true });
    expect(kidOf(await newToken())).toBe(third);
    expect(await accepts(first)).toBe(true);
    expect(await accepts(second)).toBe(true);
    // The predecessor of the rushed key retires at its last signature, not a day later.
    const [oldest] = await auth.keys.list();
    expect(oldest?.expiresAt?.getTime()).toBeLessThanOrEqual(Date.now() + 2 * MINUTE + AFTERLIFE);
  });

  it("creates one next key when many are requested at once", async () => {
    const { db, auth, newToken } = await site();
    await newToken();
    const other = testAuth(db);
    const kids = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? auth : other).keys.rotate({ atOnce: false }),
      ),
    );
    expect(new Set(kids).size).toBe(1);
    expect(await db.jwks.count()).toBe(2);
  });
});

describe("an emergency removal", () => {
  it("invalidates the key's tokens at once on every server, and another key signs", async () => {
    const { db, auth, newToken, accepts, acceptsByKeySet, states, events } = await site();
    const stolen = await newToken();
    const other = testAuth(db);
    const headers = new Headers({ authorization: `Bearer ${stolen}` });
    expect(await other.getSession(headers)).not.toBeNull();
    await auth.keys.remove(kidOf(stolen));
    expect(await accepts(stolen)).toBe(false);
    expect(await acceptsByKeySet(stolen)).toBe(false);
    expect(await other.getSession(headers)).toBeNull();
    const fresh = await newToken();
    expect(await accepts(fresh)).toBe(true);
    expect(await states()).toEqual(["signing"]);
    expect((await events()).map(({ action }) => action)).toEqual([
      "signingKey.created",
      "signingKey.removed",
      "signingKey.created",
    ]);
  });

  it("promotes the next key if there is one, and retired keys stay retired", async () => {
    const { auth, newToken, accepts, states, pass } = await site();
    const oldest = await newToken();
    pass(MINUTE);
    await auth.keys.rotate({ atOnce: true });
    const stolen = await newToken();
    pass(MINUTE);
    const next = await auth.keys.rotate({ atOnce: false });
    expect(await states()).toEqual(["retired", "signing", "next"]);
    await auth.keys.remove(kidOf(stolen));
    expect(await states()).toEqual(["retired", "signing"]);
    expect(kidOf(await newToken())).toBe(next);
    expect(await accepts(stolen)).toBe(false);
    expect(await accepts(oldest)).toBe(true);
  });

  it("of a retired key leaves the others alone, and of the next keeps the current one signing", async () => {
    const { auth, newToken, accepts, states, pass } = await site();
    const oldest = await newToken();
    pass(MINUTE);
    await auth.keys.rotate({ atOnce: true });
    const current = await newToken();
    await auth.keys.remove(kidOf(oldest));
    expect(await states()).toEqual(["signing"]);
    const next = await auth.keys.rotate({ atOnce: false });
    await auth.keys.remove(next);
    expect(await auth.keys.list()).toMatchObject([
      { kid: kidOf(current), state: "signing", expiresAt: null },
    ]);
    expect(await accepts(current)).toBe(true);
  });

  it("reports an unknown key", async () => {
    const { auth } = await site();
    await expect(auth.keys.remove("nothing")).rejects.toThrow("The key nothing doesn't exist.");
  });
});
