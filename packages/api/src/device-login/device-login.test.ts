import { createAuth, revokeAccess } from "@sundial/auth";
import { createMentee, createUser } from "@sundial/db/factories";
import { MINUTE, SECOND } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter, createCallerFactory, createContext, serveDeviceLogin } from "../index.ts";
import { appOf } from "../testing/authenticator-app.ts";
import { contextOf, NOW, refusalOf, SITE_URL, testApi } from "../testing/callers.ts";
import { waitingLogin } from "../testing/device-logins.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";
import { forgetDeviceLogins } from "./sweep.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";

const at = (ms: number) => new Date(NOW.getTime() + ms);

async function post(step: string, body: string | Record<string, string>, now = NOW) {
  const request = new Request(`${SITE_URL}/api/auth/device/${step}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: typeof body === "string" ? body : new URLSearchParams(body).toString(),
  });
  const response = await serveDeviceLogin(contextOf(db, { session: null, now }), request, step);
  const answer: unknown = await response.json();
  return { status: response.status, headers: response.headers, answer };
}

const poll = (deviceCode: string, now = NOW) =>
  post("token", { grant_type: GRANT, device_code: deviceCode, client_id: "sundial" }, now);

const errorOf = async (answered: ReturnType<typeof post>) => {
  const { status, answer } = await answered;
  expect(status).toBe(400);
  return z.object({ error: z.string() }).parse(answer).error;
};

const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number(),
  scope: z.string(),
});

async function person() {
  const user = await createMentee(db, { emailVerified: true });
  await door.givePassword(user);
  return { user, caller: await as(user) };
}

/** Somebody who signed in at this moment. */
async function signedIn(since: Date) {
  const { user } = await person();
  const session = await db.session.create({
    data: {
      userId: user.id,
      token: crypto.randomUUID(),
      expiresAt: at(60 * MINUTE),
      createdAt: since,
    },
  });
  return { user, caller: await as(user, { sessionId: session.id }) };
}

async function approved(asked?: Record<string, string>) {
  const { user, caller } = await person();
  const login = await waitingLogin(db, NOW, asked);
  await caller.deviceLogin.approve({ userCode: login.userCode, password: PASSWORD });
  return { user, caller, ...login };
}

/** Calls procedures with a token. */
function script(token: string) {
  const auth = createAuth({
    db,
    secret: "a-secret-for-tests-of-32-characters",
    baseURL: SITE_URL,
    rateLimit: false,
    tokens: { now: () => NOW },
  });
  const headers = new Headers({ authorization: `Bearer ${token}` });
  return createCallerFactory(appRouter)(
    createContext({ headers, db, auth, siteUrl: SITE_URL, now: () => NOW }),
  );
}

describe("starting a device login", () => {
  it("returns two codes and the page, and stores only hashes of the codes", async () => {
    const { status, headers, answer } = await post("code", {
      client_id: "sundial",
      device_name: "Ada's laptop",
    });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    const codes = z.object({ device_code: z.string(), user_code: z.string() }).parse(answer);
    expect(codes.user_code).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
    expect(answer).toEqual({
      ...codes,
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      verification_uri: `${SITE_URL}/device`,
      verification_uri_complete: `${SITE_URL}/device?code=${codes.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    const row = await db.deviceLogin.findFirstOrThrow({ where: { device: "Ada's laptop" } });
    expect(row).toMatchObject({ access: "read", status: "pending", userAgent: "vitest" });
    const stored = JSON.stringify(row);
    for (const code of [codes.device_code, codes.user_code, codes.user_code.replace("-", "")]) {
      expect(stored).not.toContain(code);
    }
  });

  it.each([
    ["nothing", "", "invalid_request"],
    ["no client", "scope=read", "invalid_request"],
    ["another scope", "client_id=x&scope=admin", "invalid_scope"],
    ["a parameter twice", "client_id=x&scope=read&scope=write", "invalid_request"],
    ["a long name", `client_id=x&device_name=${"a".repeat(61)}`, "invalid_request"],
    ["a name with a line break", "client_id=x&device_name=a%0Ab", "invalid_request"],
    ["a name that the database can't store", "client_id=x&device_name=a%00b", "invalid_request"],
    ["half a character", "client_id=x&device_name=%ED%A0%80%00", "invalid_request"],
  ])("rejects %s", async (_what, body, error) => {
    expect(await errorOf(post("code", body))).toBe(error);
  });

  it("accepts only forms, by POST, at its own paths", async () => {
    const ctx = contextOf(db, { session: null, now: NOW });
    const url = `${SITE_URL}/api/auth/device/code`;
    const json = new Request(url, { method: "POST", body: '{"client_id":"x"}' });
    expect((await serveDeviceLogin(ctx, json, "code")).status).toBe(400);
    expect((await serveDeviceLogin(ctx, new Request(url), "code")).status).toBe(405);
    expect((await serveDeviceLogin(ctx, new Request(url), "approve")).status).toBe(404);
  });
});

describe("a client that starts or asks too much", () => {
  // Where the sign-in of these tests is.
  const baseURL = "http://localhost:3000";
  const auth = createAuth({ db, secret: "a-secret-for-tests-of-32-characters", baseURL });
  const from = (ip: string, step: string, body: string) => {
    const ctx = createContext({
      headers: new Headers(),
      db,
      auth,
      siteUrl: SITE_URL,
      ip,
      limiter: auth.limiter,
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const request = new Request(`${SITE_URL}/api/auth/device/${step}`, {
      method: "POST",
      headers,
      body,
    });
    return serveDeviceLogin(ctx, request, step);
  };

  it("has to wait, and others don't", async () => {
    for (const _ of Array(30)) {
      expect((await from("192.0.2.1", "code", "client_id=x")).status).toBe(200);
    }
    const refused = await from("192.0.2.1", "code", "client_id=x");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect((await from("192.0.2.2", "code", "client_id=x")).status).toBe(200);
  });

  it("may try a code only a few times", async () => {
    const { user } = await person();
    const { cookie } = await door.signIn(user);
    const headers = new Headers({ cookie });
    const caller = createCallerFactory(appRouter)(
      createContext({ headers, db, auth, siteUrl: SITE_URL, limiter: auth.limiter }),
    );
    const guess = () => refusalOf(caller.deviceLogin.byCode({ userCode: "BBBBBBBB" }));
    for (const _ of Array(20)) expect(await guess()).toMatchObject({ code: "NOT_FOUND" });
    expect(await guess()).toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });
});

describe("the page of a device login", () => {
  it("shows what is asked and from where, in any spelling of the code", async () => {
    const { caller } = await person();
    const { userCode } = await waitingLogin(db, NOW, { device_name: "laptop", scope: "write" });
    const typed = ` ${userCode.slice(0, 4).toLowerCase()}-${userCode.slice(4)} `;
    expect(await caller.deviceLogin.byCode({ userCode: typed })).toMatchObject({
      program: "sundial",
      device: "laptop",
      access: "write",
      userAgent: "vitest",
      userCode: `${userCode.slice(0, 4)}-${userCode.slice(4)}`,
      proof: "password",
    });
  });

  it("knows no wrong, expired or answered code", async () => {
    const { user, caller } = await person();
    const { userCode } = await waitingLogin(db);
    const late = await as(user, { now: at(10 * MINUTE) });
    expect(await refusalOf(late.deviceLogin.byCode({ userCode }))).toMatchObject({
      code: "NOT_FOUND",
    });
    await caller.deviceLogin.deny({ userCode });
    for (const code of [userCode, "BBBBBBBB"]) {
      for (const call of [
        () => caller.deviceLogin.byCode({ userCode: code }),
        () => caller.deviceLogin.approve({ userCode: code, password: PASSWORD }),
        () => caller.deviceLogin.deny({ userCode: code }),
      ]) {
        expect(await refusalOf(call())).toMatchObject({ code: "NOT_FOUND" });
      }
    }
  });

  it.each(["", "BBBB", "AAAAAAAA", "BBBBBBBB\0", "\ud800BBBBBBB"])(
    "rejects %j as a code",
    async (code) => {
      const { caller } = await person();
      await expect(caller.deviceLogin.byCode({ userCode: code })).rejects.toThrow();
    },
  );
});

describe("approving a device login", () => {
  it("gives the program a token named after the device, for reading, once", async () => {
    const { user, caller, deviceCode } = await approved({ device_name: "Ada's laptop" });
    const { status, headers, answer } = await poll(deviceCode);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    const { access_token: token, ...rest } = tokenAnswer.parse(answer);
    expect(rest).toEqual({ token_type: "Bearer", expires_in: 30 * 24 * 60 * 60, scope: "read" });
    expect(await caller.personalAccessToken.list()).toMatchObject([{ name: "Ada's laptop" }]);
    expect(await script(token).account.me()).toMatchObject({ id: user.id });
    expect(await refusalOf(script(token).account.update({ name: "x" }))).toMatchObject({
      code: "FORBIDDEN",
    });

    expect(await errorOf(poll(deviceCode, at(5 * SECOND)))).toBe("invalid_grant");
    expect(await errorOf(poll(deviceCode, at(20 * MINUTE)))).toBe("invalid_grant");
    const events = await db.auditEvent.findMany({
      where: { actorId: user.id },
      orderBy: { seq: "asc" },
    });
    expect(events).toMatchObject([
      {
        action: "deviceLogin.approved",
        credential: "session",
        after: { program: "sundial", device: "Ada's laptop", access: "read" },
      },
      { action: "personalAccessToken.created", after: { name: "Ada's laptop" } },
    ]);
    expect(events[0]?.groupId).toBe(events[1]?.groupId);
    expect(JSON.stringify(events.map(({ after }) => after))).not.toContain(token);
  });

  it("gives write access only to a program that asked for it", async () => {
    const { deviceCode } = await approved({ scope: "write" });
    const { access_token: token, scope } = tokenAnswer.parse((await poll(deviceCode)).answer);
    expect(scope).toBe("write");
    expect(await script(token).account.update({ name: "By a program" })).toBeDefined();
  });

  it("needs no password within ten minutes of signing in", async () => {
    const recent = await signedIn(at(-10 * MINUTE + 1));
    const { userCode } = await waitingLogin(db);
    expect(await recent.caller.deviceLogin.byCode({ userCode })).toMatchObject({
      proof: "nothing",
    });
    expect(await recent.caller.deviceLogin.approve({ userCode })).toMatchObject({
      status: "approved",
    });
  });

  it("needs the password later, and a code with two-factor authentication", async () => {
    const { caller } = await signedIn(at(-10 * MINUTE));
    const { userCode } = await waitingLogin(db);
    const { approve } = caller.deviceLogin;
    for (const password of [undefined, "wrong"]) {
      expect(await refusalOf(approve({ userCode, password }))).toMatchObject({
        code: "INVALID_CREDENTIALS",
      });
    }
    const app = appOf(await caller.secondFactor.setUp());
    const used = app(at(-30 * SECOND));
    await caller.secondFactor.confirm({ password: PASSWORD, code: used });
    expect(await caller.deviceLogin.byCode({ userCode })).toMatchObject({
      proof: "passwordAndCode",
    });
    const password = PASSWORD;
    expect(await refusalOf(approve({ userCode, password }))).toMatchObject({
      code: "SECOND_FACTOR_REQUIRED",
    });
    expect(await refusalOf(approve({ userCode, password, code: used }))).toMatchObject({
      code: "INVALID_CODE",
    });
    expect(await db.totpFactor.findFirst({ where: { wrongCodes: 1 } })).not.toBeNull();
    expect(await approve({ userCode, password, code: app(NOW) })).toMatchObject({
      status: "approved",
    });
  });

  it("is for people with their own session, not for tokens or inactive people", async () => {
    const { userCode } = await waitingLogin(db);
    const { deviceCode } = await approved({ scope: "write" });
    const { access_token: token } = tokenAnswer.parse((await poll(deviceCode)).answer);
    const byToken = script(token).deviceLogin;
    const inactive = await as(await createUser(db, { status: "inactive" }));
    for (const [calls, code] of [
      [byToken, "FORBIDDEN"],
      [inactive.deviceLogin, "ACCOUNT_INACTIVE"],
    ] as const) {
      expect(await refusalOf(calls.byCode({ userCode }))).toMatchObject({ code });
      expect(await refusalOf(calls.approve({ userCode, password: PASSWORD }))).toMatchObject({
        code,
      });
      expect(await refusalOf(calls.deny({ userCode }))).toMatchObject({ code });
    }
  });

  it("belongs to the first person who answers", async () => {
    const [one, other] = [await person(), await person()];
    const { userCode, deviceCode } = await waitingLogin(db);
    const outcomes = await Promise.allSettled([
      one.caller.deviceLogin.approve({ userCode, password: PASSWORD }),
      other.caller.deviceLogin.approve({ userCode, password: PASSWORD }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { access_token: token } = tokenAnswer.parse((await poll(deviceCode)).answer);
    const winner = outcomes[0]?.status === "fulfilled" ? one : other;
    expect(await script(token).account.me()).toMatchObject({ id: winner.user.id });
  });

  it("can't go past the limit of tokens", async () => {
    const { caller, deviceCode } = await approved();
    const input = { name: "script", permissions: ["self:read" as const], lifetimeDays: 7 as const };
    for (const _ of Array(10)) await caller.personalAccessToken.create(input);
    const { userCode } = await waitingLogin(db);
    expect(
      await refusalOf(caller.deviceLogin.approve({ userCode, password: PASSWORD })),
    ).toMatchObject({ code: "LIMIT_REACHED" });
    // Approved while there was room.
    expect((await poll(deviceCode)).answer).toEqual({
      error: "access_denied",
      error_description: expect.stringContaining("limit of 10"),
    });
  });
});

describe("a program that waits", () => {
  it("is told to wait, and to ask less often", async () => {
    const { deviceCode } = await waitingLogin(db);
    expect(await errorOf(poll(deviceCode))).toBe("authorization_pending");
    expect(await errorOf(poll(deviceCode, at(3 * SECOND)))).toBe("slow_down");
    expect(await errorOf(poll(deviceCode, at(5 * SECOND)))).toBe("authorization_pending");
  });

  it("is told that it was denied, or that its code expired, until the row is deleted", async () => {
    const { user, caller } = await person();
    const denied = await waitingLogin(db);
    await caller.deviceLogin.deny({ userCode: denied.userCode });
    expect(await errorOf(poll(denied.deviceCode))).toBe("access_denied");
    const where = { actorId: user.id, action: "deviceLogin.denied" };
    expect(await db.auditEvent.count({ where })).toBe(1);

    const expired = await waitingLogin(db);
    expect(await errorOf(poll(expired.deviceCode, at(10 * MINUTE)))).toBe("expired_token");
    await forgetDeviceLogins({ db, now: at(60 * MINUTE) });
    expect(await errorOf(poll(expired.deviceCode, at(60 * MINUTE)))).toBe("expired_token");
    const nextDay = at(24 * 60 * MINUTE + 10 * MINUTE + 1);
    await forgetDeviceLogins({ db, now: nextDay });
    expect(await errorOf(poll(expired.deviceCode, nextDay))).toBe("invalid_grant");
  });

  it("gets nothing for an approval that came too late to be used", async () => {
    const { deviceCode } = await approved();
    expect(await errorOf(poll(deviceCode, at(10 * MINUTE)))).toBe("expired_token");
  });

  it("gets one token, even when it asks many times at once", async () => {
    const { caller, deviceCode } = await approved();
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(deviceCode)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await caller.personalAccessToken.list()).toHaveLength(1);
  });

  it("gets nothing when the person's access has ended since they approved", async () => {
    const { user, deviceCode } = await approved();
    await db.$transaction((tx) => revokeAccess(tx, { userId: user.id }));
    expect(await errorOf(poll(deviceCode))).toBe("access_denied");
    const other = await approved();
    await db.user.update({ where: { id: other.user.id }, data: { status: "suspended" } });
    expect(await errorOf(poll(other.deviceCode))).toBe("access_denied");
    expect(await db.personalAccessToken.count({ where: { userId: user.id } })).toBe(0);
  });

  it.each([
    ["an unknown code", { grant_type: GRANT, device_code: "x".repeat(43) }, "invalid_grant"],
    ["a malformed code", { grant_type: GRANT, device_code: "a\0b" }, "invalid_grant"],
    ["no code", { grant_type: GRANT }, "invalid_request"],
    [
      "another grant",
      { grant_type: "password", device_code: "x".repeat(43) },
      "unsupported_grant_type",
    ],
  ])("is rejected with %s", async (_what, body, error) => {
    expect(await errorOf(post("token", body))).toBe(error);
  });

  it("can't use the short code instead of the long one", async () => {
    const { userCode } = await approved();
    expect(await errorOf(poll(userCode))).toBe("invalid_grant");
  });
});
