import { randomUUID } from "node:crypto";
import { DEMO_PASSWORD, DEMO_PASSWORD_HASH } from "@sundial/db/demo";
import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { wireError } from "@sundial/validators";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { describe, expect, it } from "vitest";
import { type AuthEvent, createAuth } from "./index.ts";

const { db } = await testDb();
const baseURL = "http://localhost:3000";
const password = "a long enough password";

const events: AuthEvent[] = [];
const auth = createAuth({
  db,
  secret: "a-secret-for-tests-of-32-characters",
  baseURL,
  rateLimit: false,
  audit: async (_tx, event) => {
    events.push(event);
  },
  email: async () => {},
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await auth.handler(
    new Request(`${baseURL}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: baseURL, ...headers },
      body: JSON.stringify(body),
    }),
  );
  const text = await response.text();
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return { status: response.status, text, cookie, setCookie: response.headers.getSetCookie() };
}

const newPerson = () => ({
  name: "Ada Lovelace",
  email: `Ada.${randomUUID()}@Example.org`,
  password,
  timeZone: "Asia/Calcutta",
});

const sessionOf = (cookie: string) => auth.getSession(new Headers({ cookie }));

/** A person with a password, made behind the front door. */
async function memberWith(data: Parameters<typeof createUser>[1]) {
  const user = await createUser(db, data);
  await db.account.create({
    data: {
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: await hashPassword(password),
    },
  });
  return user;
}

describe("sign-up", () => {
  it("creates an active mentee, signs them in and writes both events", async () => {
    const person = newPerson();
    events.length = 0;
    const answer = await post("/sign-up/email", person);
    expect(answer.status).toBe(200);
    const session = await sessionOf(answer.cookie);
    expect(session).toMatchObject({
      name: "Ada Lovelace",
      email: person.email.toLowerCase(),
      role: "mentee",
      status: "active",
      timeZone: "Asia/Kolkata",
    });
    const stored = await db.user.findUniqueOrThrow({ where: { id: session?.id } });
    expect(stored.lastLoginAt).toBeInstanceOf(Date);
    expect(events.map(({ action, user }) => [action, user.id])).toEqual([
      ["account.signedUp", stored.id],
      ["account.signedIn", stored.id],
    ]);
  });

  it.each([
    ["role", "admin"],
    ["status", "active"],
    ["emailVerified", true],
    ["authEpoch", 9],
    ["lastLoginAt", "2020-01-01T00:00:00Z"],
    ["id", "chosen-by-me"],
  ])("never lets a client set %s", async (field, value) => {
    const person = newPerson();
    const answer = await post("/sign-up/email", { ...person, [field]: value });
    const stored = await db.user.findUnique({ where: { email: person.email.toLowerCase() } });
    if (stored === null) {
      expect(answer.status).toBe(400);
      return;
    }
    expect(stored).toMatchObject({
      role: "mentee",
      status: "active",
      emailVerified: false,
      authEpoch: 0,
    });
    expect(stored.id).not.toBe("chosen-by-me");
    expect(stored.lastLoginAt?.getFullYear()).not.toBe(2020);
  });

  it("names each invalid field, in the shape all errors have", async () => {
    const answer = await post("/sign-up/email", {
      name: "",
      email: "nonsense",
      password: "short",
      timeZone: "EST",
    });
    expect(answer.status).toBe(400);
    const error = wireError.parse(JSON.parse(answer.text));
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.details).toMatchObject([
      { path: ["name"] },
      { path: ["email"] },
      { path: ["password"] },
      { path: ["timeZone"] },
    ]);
  });

  it("stores the session in the database, and sets a cookie scripts cannot read", async () => {
    const answer = await post("/sign-up/email", newPerson());
    const session = await sessionOf(answer.cookie);
    expect(await db.session.count({ where: { id: session?.credentialId } })).toBe(1);
    expect(answer.setCookie.join()).toMatch(/sundial\.session_token=.*HttpOnly.*SameSite=Lax/i);
  });
});

describe("sign-in", () => {
  it("knows the person whatever the case of the address, and notes when", async () => {
    const user = await memberWith({ role: "mentor" });
    const answer = await post("/sign-in/email", { email: user.email.toUpperCase(), password });
    expect(answer.status).toBe(200);
    expect(await sessionOf(answer.cookie)).toMatchObject({ id: user.id, role: "mentor" });
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.lastLoginAt).toBeInstanceOf(Date);
  });

  it("answers alike to a wrong password, an unknown address and a suspended account", async () => {
    const user = await memberWith({});
    const suspended = await memberWith({ status: "suspended" });
    const answers = await Promise.all([
      post("/sign-in/email", { email: user.email, password: "wrong password" }),
      post("/sign-in/email", { email: "nobody@example.org", password: "wrong password" }),
      post("/sign-in/email", { email: suspended.email, password: "wrong password" }),
    ]);
    for (const { status, text } of answers) {
      expect({ status, text }).toEqual({ status: 401, text: answers[0]?.text });
    }
    expect(wireError.parse(JSON.parse(answers[0]?.text ?? "")).code).toBe("INVALID_CREDENTIALS");
  });

  it("refuses a suspended person, and says so only after the right password", async () => {
    const user = await memberWith({ status: "suspended" });
    const answer = await post("/sign-in/email", { email: user.email, password });
    expect(answer.status).toBe(403);
    expect(wireError.parse(JSON.parse(answer.text)).code).toBe("ACCOUNT_SUSPENDED");
    expect(answer.cookie).toBe("");
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("lets the demo accounts in with their public password", async () => {
    expect(await verifyPassword({ hash: DEMO_PASSWORD_HASH, password: DEMO_PASSWORD })).toBe(true);
  });
});

describe("getSession", () => {
  const signedIn = async () => {
    const answer = await post("/sign-up/email", newPerson());
    const session = await sessionOf(answer.cookie);
    if (session === null) throw new Error("sign-up gave no session");
    return { cookie: answer.cookie, session };
  };

  it("sees a suspension with the next request", async () => {
    const { cookie, session } = await signedIn();
    await db.user.update({ where: { id: session.id }, data: { status: "suspended" } });
    expect(await sessionOf(cookie)).toBeNull();
  });

  it("ends with the session, and with its time", async () => {
    const { cookie, session } = await signedIn();
    await db.session.update({
      where: { id: session.credentialId },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await sessionOf(cookie)).toBeNull();

    const other = await signedIn();
    expect((await post("/sign-out", {}, { cookie: other.cookie })).status).toBe(200);
    expect(await sessionOf(other.cookie)).toBeNull();
  });

  it.each([
    ["no cookie", () => ""],
    ["an empty cookie", () => "sundial.session_token="],
    ["the bare token", (cookie: string) => cookie.split(".").slice(0, 2).join(".")],
    ["another signature", (cookie: string) => `${cookie.slice(0, -6)}AAAA%3D`],
    ["another token", (cookie: string) => cookie.replace("session_token=", "session_token=x")],
    ["broken encoding", () => "sundial.session_token=%E0%A4%A.abc"],
  ])("is nobody for %s", async (_case, forge) => {
    const { cookie } = await signedIn();
    expect(await sessionOf(forge(cookie))).toBeNull();
    expect(await sessionOf(cookie)).not.toBeNull();
  });

  it("reads session, user and status in one statement", async () => {
    const statements: string[] = [];
    const { db: counted } = await testDb({ onQuery: ({ sql }) => statements.push(sql) });
    const countedAuth = createAuth({
      db: counted,
      secret: "a-secret-for-tests-of-32-characters",
      baseURL,
      rateLimit: false,
      audit: async () => {},
      email: async () => {},
    });
    const { cookie } = await signedIn();
    statements.length = 0;
    await countedAuth.getSession(new Headers({ cookie }));
    expect(statements).toHaveLength(1);
  });
});

describe("what is switched off", () => {
  it.each(["/update-user", "/delete-user", "/change-email"])("%s is not served", async (path) => {
    expect((await post(path, { name: "x" })).status).toBe(404);
  });

  it("refuses requests from other sites", async () => {
    const answer = await post(
      "/sign-in/email",
      { email: "a@b.example", password },
      {
        origin: "https://evil.example",
        cookie: "sundial.session_token=x",
      },
    );
    expect(answer.status).toBe(403);
  });
});
