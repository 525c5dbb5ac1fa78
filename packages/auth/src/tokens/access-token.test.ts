import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { testDb } from "@sundial/db/testing";
import { type CryptoKey, exportSPKI, importPKCS8, SignJWT } from "jose";
import { describe, expect, it, vi } from "vitest";
import { scopePermissions } from "../permissions.ts";
import { addSession, BASE_URL, SECRET, signedInUser, testAuth } from "../testing/people.ts";

const { db } = await testDb();
const auth = testAuth(db);

const bearer = (token: string) => new Headers({ authorization: `Bearer ${token}` });
const personOf = (token: string) => auth.getSession(bearer(token));

/** For our own API, with everything a token may do here. */
async function tokenFor(cookie: string, issuer = auth) {
  const response = await issuer.handler(
    new Request(`${BASE_URL}/api/auth/token?audience=${BASE_URL}/api&scope=write`, {
      headers: { cookie },
    }),
  );
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null || !("token" in body)) throw new Error("no token");
  return String(body.token);
}

async function signedIn(data: Parameters<typeof signedInUser>[1] = {}) {
  const person = await signedInUser(db, data);
  return { ...person, token: await tokenFor(person.cookie) };
}

const person = await signedIn({ role: "mentor" });
const good = partsOf(person.token);

function partsOf(token: string) {
  const [head = "", body = "", signature = ""] = token.split(".");
  return { header: json(head), payload: json(body), text: { head, body, signature } };
}

function json(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString());
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token like ours except for the given parts, signed with our key by default. */
async function forged({
  header = {},
  payload = {},
  key,
}: {
  header?: object;
  payload?: object;
  key?: CryptoKey | Uint8Array;
}) {
  const { privateKey } = await auth.keys.signing();
  return new SignJWT({ ...good.payload, ...payload })
    .setProtectedHeader({ ...good.header, alg: "RS256", ...header })
    .sign(key ?? privateKey);
}

const seconds = () => Math.floor(Date.now() / 1000);

describe("an access token", () => {
  it("identifies its owner as the database knows them", async () => {
    expect(await personOf(person.token)).toMatchObject({
      id: person.user.id,
      email: person.user.email,
      role: "mentor",
      status: "active",
      credential: "access_token",
      credentialId: person.session.id,
      permissions: scopePermissions.write,
    });
  });

  it("contains exactly these claims, nothing personal, in less than a kilobyte", () => {
    expect(good.header).toEqual({ alg: "RS256", typ: "at+jwt", kid: expect.any(String) });
    expect(good.payload).toEqual({
      sub: person.user.id,
      role: "mentor",
      status: "active",
      epoch: 0,
      sid: person.session.id,
      iss: BASE_URL,
      aud: `${BASE_URL}/api`,
      scope: "write",
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
    expect(Number(good.payload.exp) - Number(good.payload.iat)).toBe(7 * 86_400);
    expect(person.token.length).toBeLessThan(1024);
  });

  it("is verified with one statement once its key is known", async () => {
    const statements: string[] = [];
    const { db: counted } = await testDb({ onQuery: ({ sql }) => statements.push(sql) });
    const other = testAuth(counted);
    const { cookie } = await signedInUser(counted);
    const token = await tokenFor(cookie, other);
    await other.getSession(bearer(token));
    statements.length = 0;
    expect(await other.getSession(bearer(token))).not.toBeNull();
    expect(statements).toHaveLength(1);
  });
});

describe("a bearer header", () => {
  it.each([
    ["nothing", new Headers()],
    ["an empty header", new Headers({ authorization: "" })],
    ["no token", new Headers({ authorization: "Bearer" })],
    ["a blank token", new Headers({ authorization: "Bearer  " })],
    ["two tokens", new Headers({ authorization: `Bearer ${person.token} ${person.token}` })],
    ["a list", new Headers({ authorization: `Bearer ${person.token}, Bearer ${person.token}` })],
    ["a list of schemes", new Headers({ authorization: `Basic eDp5, Bearer ${person.token}` })],
    ["a parameter", new Headers({ authorization: `Bearer token="${person.token}"` })],
    ["another scheme", new Headers({ authorization: `Token ${person.token}` })],
    ["no scheme", new Headers({ authorization: person.token })],
    ["another header", new Headers({ "x-access-token": person.token })],
    ["a cookie of its own", new Headers({ cookie: `access_token=${person.token}` })],
    ["the session's cookie", new Headers({ cookie: `sundial.session_token=${person.token}` })],
  ])("authenticates nobody for %s", async (_case, headers) => {
    expect(await auth.getSession(headers)).toBeNull();
  });

  it("authenticates nobody with two headers, or a token next to a session cookie", async () => {
    const two = bearer(person.token);
    two.append("authorization", `Bearer ${person.token}`);
    expect(await auth.getSession(two)).toBeNull();

    const both = bearer(person.token);
    both.set("cookie", person.cookie);
    expect(await auth.getSession(both)).toBeNull();
    both.set("authorization", "Bearer nonsense");
    expect(await auth.getSession(both)).toBeNull();
  });

  it("is recognized in any case, and other schemes don't affect the cookie", async () => {
    const lower = new Headers({ authorization: `bearer ${person.token}` });
    expect(await auth.getSession(lower)).toMatchObject({ id: person.user.id });
    const proxy = new Headers({ authorization: "Basic c3RhZ2luZzpkb29y", cookie: person.cookie });
    expect(await auth.getSession(proxy)).toMatchObject({ credential: "session" });
  });
});

describe("a damaged token", () => {
  const { head, body, signature } = good.text;

  it("is rejected for any single changed character", async () => {
    const foreign = (letter: string) => (letter === "A" ? "B" : "A");
    for (const index of Array(person.token.length).keys()) {
      const letter = person.token[index] ?? "";
      if (letter === ".") continue;
      const damaged = `${person.token.slice(0, index)}${foreign(letter)}${person.token.slice(index + 1)}`;
      expect(await personOf(damaged), `at ${index}`).toBeNull();
    }
  });

  it("is rejected for a changed bit that carries no data", async () => {
    // The last character of 256 bytes has four unused bits: the same signature in other letters.
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(signature.at(-1) ?? "");
    const twin = `${signature.slice(0, -1)}${alphabet[last ^ 1]}`;
    expect(Buffer.from(twin, "base64url")).toEqual(Buffer.from(signature, "base64url"));
    expect(await personOf(`${head}.${body}.${twin}`)).toBeNull();
  });

  it.each([
    ["truncated", person.token.slice(0, -1)],
    ["without a signature", `${head}.${body}.`],
    ["without its third part", `${head}.${body}`],
    ["with a dot more", `${person.token}.`],
    ["with a part more", `${person.token}.${signature}`],
    ["with a dot before", `.${person.token}`],
    ["padded", `${head}.${body}.${signature}==`],
    ["in the other alphabet", `${head}.${body}.${signature.replaceAll(/[-_]/g, "+")}/+`],
    ["not base64", "!!.!!.!!"],
    ["not JSON", `${Buffer.from("{").toString("base64url")}.${body}.${signature}`],
    ["an array", `${encode([])}.${body}.${signature}`],
    ["null", `${encode(null)}.${body}.${signature}`],
    ["one character", "a"],
    ["with a blank", `${head}.${body} .${signature}`],
    ["of a megabyte", "a".repeat(1_000_000)],
    ["of a megabyte in its payload", `${head}.${"a".repeat(1_000_000)}.${signature}`],
  ])("is rejected when %s", async (_case, token) => {
    expect(await personOf(token)).toBeNull();
  });
});

describe("another algorithm", () => {
  it.each(["none", "None", "nOnE", "NONE", ""])("is rejected: %s", async (alg) => {
    const head = encode({ ...good.header, alg });
    expect(await personOf(`${head}.${good.text.body}.`)).toBeNull();
    expect(await personOf(`${head}.${good.text.body}.${good.text.signature}`)).toBeNull();
  });

  it("is rejected: HS256 with the public key as its secret", async () => {
    const key = await auth.keys.publicKey(String(good.header.kid));
    if (key === null) throw new Error("no key");
    const jwks: unknown = await (
      await auth.handler(new Request(`${BASE_URL}/api/auth/jwks`))
    ).text();
    for (const text of [await exportSPKI(key), String(jwks), SECRET]) {
      const secret = new TextEncoder().encode(text);
      expect(await personOf(await forged({ header: { alg: "HS256" }, key: secret }))).toBeNull();
    }
  });

  it.each(["RS384", "RS512", "PS256", "PS384", "ES256", "EdDSA", "HS512", "rs256"])(
    "is rejected: %s in the header with our signature",
    async (alg) => {
      const head = encode({ ...good.header, alg });
      expect(await personOf(`${head}.${good.text.body}.${good.text.signature}`)).toBeNull();
    },
  );
});

describe("a key chosen by the sender", () => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = pair.publicKey.export({ format: "jwk" });

  it.each([
    ["jwk", { jwk }],
    ["jku", { jku: "https://evil.example/jwks" }],
    ["x5u", { x5u: "https://evil.example/cert" }],
    ["x5c", { x5c: ["MIIB"] }],
    ["crit", { crit: ["exp"] }],
    ["b64", { b64: true }],
    ["zip", { zip: "DEF" }],
  ])("in %s is rejected whoever signed it, and nothing is fetched", async (_name, header) => {
    const fetched = vi.spyOn(globalThis, "fetch");
    const key = pair.privateKey.export({ format: "pem", type: "pkcs8" });
    const theirs = await importPKCS8(String(key), "RS256");
    for (const signer of [theirs, undefined]) {
      const head = encode({ ...good.header, ...header });
      const token = await forged({ key: signer });
      const [, body, signature] = token.split(".");
      expect(await personOf(`${head}.${body}.${signature}`)).toBeNull();
    }
    expect(await personOf(await forged({ key: theirs }))).toBeNull();
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  it("is rejected if its ID is unknown, missing or not a thumbprint", async () => {
    const unknown = createHash("sha256").update("x").digest("base64url");
    for (const kid of [unknown, undefined, "", "../../etc/passwd", "' OR 1=1 --", 7]) {
      expect(await personOf(await forged({ header: { kid } })), String(kid)).toBeNull();
    }
  });
});

describe("token times", () => {
  it.each([
    ["exp an hour ago", () => ({ exp: seconds() - 3600 })],
    ["exp 61 seconds ago", () => ({ exp: seconds() - 61 })],
    ["exp missing", () => ({ exp: undefined })],
    ["exp a string", () => ({ exp: String(seconds() + 60) })],
    ["exp a fraction", () => ({ exp: seconds() + 60.5 })],
    ["exp beyond all numbers", () => ({ exp: 1e20 })],
    ["exp null", () => ({ exp: null })],
    ["iat missing", () => ({ iat: undefined })],
    ["iat a string", () => ({ iat: String(seconds()) })],
    ["iat 61 seconds ahead", () => ({ iat: seconds() + 61 })],
    ["iat longer ago than a token lives", () => ({ iat: seconds() - 7 * 86_400 - 61 })],
    ["nbf 61 seconds ahead", () => ({ nbf: seconds() + 61 })],
    ["nbf a string", () => ({ nbf: "now" })],
  ])("%s is rejected", async (_case, payload) => {
    expect(await personOf(await forged({ payload: payload() }))).toBeNull();
  });

  it.each([
    ["exp 20 seconds ago", () => ({ exp: seconds() - 20 })],
    ["iat 20 seconds ahead", () => ({ iat: seconds() + 20 })],
    ["nbf 20 seconds ahead", () => ({ nbf: seconds() + 20 })],
  ])("%s is within the 30 seconds of allowed clock skew", async (_case, payload) => {
    expect(await personOf(await forged({ payload: payload() }))).not.toBeNull();
  });
});

describe("issuer and audience", () => {
  it.each([
    ["another issuer", { iss: "https://evil.example" }],
    ["no issuer", { iss: undefined }],
    ["a trailing slash", { iss: `${BASE_URL}/` }],
    ["a list of issuers", { iss: [BASE_URL] }],
    ["another audience", { aud: "elsewhere" }],
    ["no audience", { aud: undefined }],
    ["the services' audience", { aud: "sundial" }],
    ["our audience and another", { aud: [`${BASE_URL}/api`, "elsewhere"] }],
    ["the services' audience and ours", { aud: ["sundial", `${BASE_URL}/api`] }],
    ["our audience in a list", { aud: [`${BASE_URL}/api`] }],
    ["our audience in capitals", { aud: `${BASE_URL}/API` }],
    ["our audience with a slash", { aud: `${BASE_URL}/api/` }],
    ["the issuer as the audience", { aud: BASE_URL }],
    ["both audiences in one text", { aud: `${BASE_URL}/api sundial` }],
    ["no scope, as before audiences", { scope: undefined }],
    ["an unknown scope", { scope: "admin" }],
    ["two scopes", { scope: "read write" }],
    ["a list of scopes", { scope: ["write"] }],
    ["an empty scope", { scope: "" }],
    ["a scope in capitals", { scope: "READ" }],
  ])("%s is rejected", async (_case, payload) => {
    expect(await personOf(await forged({ payload }))).toBeNull();
  });

  it.each(["sub", "role", "status", "epoch", "sid", "jti"])(
    "a token is rejected with %s missing or of another type",
    async (claim) => {
      for (const value of [undefined, null, [], {}, true]) {
        expect(await personOf(await forged({ payload: { [claim]: value } }))).toBeNull();
      }
    },
  );
});

describe("a token made for something else", () => {
  it.each(["JWT", "logout+jwt", "id+jwt", "secevent+jwt", "dpop+jwt", "at+JWT", undefined])(
    "is not an access token: typ %s",
    async (typ) => {
      expect(await personOf(await forged({ header: { typ } }))).toBeNull();
    },
  );

  it("is not an access token: one that Better Auth signs with the app's secret", async () => {
    const key = new TextEncoder().encode(SECRET);
    const { email } = person.user;
    const verification = await new SignJWT({ email })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(key);
    expect(await personOf(verification)).toBeNull();
  });

  it("and an access token confirms no address and is no session", async () => {
    const address = `${BASE_URL}/api/auth/verify-email?token=${person.token}`;
    await auth.handler(new Request(address));
    const user = await db.user.findUniqueOrThrow({ where: { id: person.user.id } });
    expect(user.emailVerified).toBe(false);
    const cookie = `sundial.session_token=${person.token}`;
    expect(await auth.getSession(new Headers({ cookie }))).toBeNull();
  });
});

describe("a token on every request", () => {
  it.each([
    ["a sign-out", ({ cookie }) => signOut(cookie)],
    ["its session revoked", ({ session }) => db.session.delete({ where: { id: session.id } })],
    [
      "its session expired",
      ({ session }) =>
        db.session.update({
          where: { id: session.id },
          data: { expiresAt: new Date(Date.now() - 1) },
        }),
    ],
    [
      "a suspension, even one by SQL",
      ({ user }) => db.$executeRaw`UPDATE users SET status = 'suspended' WHERE id = ${user.id}`,
    ],
    [
      "a higher epoch (password, role, sign-out everywhere)",
      ({ user }) =>
        db.user.update({ where: { id: user.id }, data: { authEpoch: { increment: 1 } } }),
    ],
    ["its person deleted", ({ user }) => db.user.delete({ where: { id: user.id } })],
  ] satisfies [string, (person: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>][])(
    "ends with %s",
    async (_case, end) => {
      const mine = await signedIn();
      expect(await personOf(mine.token)).not.toBeNull();
      await end(mine);
      expect(await personOf(mine.token)).toBeNull();
    },
  );

  it("takes role and status from the database, not from its claims", async () => {
    const { user, token } = await signedIn({ role: "pm" });
    await db.user.update({ where: { id: user.id }, data: { role: "mentee", status: "inactive" } });
    expect(await personOf(token)).toMatchObject({ role: "mentee", status: "inactive" });
  });

  it("does not continue with another person's session", async () => {
    const other = await signedIn();
    const mixed = await forged({ payload: { sub: other.user.id } });
    expect(await personOf(mixed)).toBeNull();
    expect(await personOf(await forged({ payload: { sid: randomUUID() } }))).toBeNull();
  });

  it("does not end with other sessions of its owner", async () => {
    const mine = await signedIn();
    const { session } = await addSession(db, mine.user);
    await db.session.delete({ where: { id: session.id } });
    expect(await personOf(mine.token)).not.toBeNull();
  });

  function signOut(cookie: string) {
    return auth.handler(
      new Request(`${BASE_URL}/api/auth/sign-out`, {
        method: "POST",
        headers: { cookie, origin: BASE_URL, "content-type": "application/json" },
        body: "{}",
      }),
    );
  }
});
