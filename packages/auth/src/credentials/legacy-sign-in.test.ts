import { createUser } from "@sundial/db/factories";
import { isSomeoneWaiting, testDb } from "@sundial/db/testing";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { COGNITO, cognitoAccountId } from "../cognito/legacy-account.ts";
import { cognitoPasswordCheck } from "../cognito/password-check.ts";
import {
  createMember,
  frontDoor,
  newPerson,
  PASSWORD,
  rejectEventsOf,
} from "../testing/front-door.ts";
import { type PoolUser, poolError, userPool } from "../testing/user-pool.ts";

const { db, owner } = await testDb();
const pool = await userPool();
afterAll(() => pool.close());

const UNTIL = new Date("2100-06-01T00:00:00Z");
const NOW = new Date("2027-02-22T12:00:00Z");
const legacyPasswordCheck = cognitoPasswordCheck({ ...pool.client, until: UNTIL });
const door = frontDoor(db, { legacyPasswordCheck, now: () => NOW });
const strict = frontDoor(db, { legacyPasswordCheck, now: () => NOW, requireVerifiedEmail: true });

beforeEach(() => {
  pool.calls.length = 0;
  pool.users.clear();
});

/** Someone who moved in with a mark, and what the pool knows of them. */
async function legacyMember(
  data: Parameters<typeof createUser>[1] = {},
  there: PoolUser = { password: PASSWORD },
) {
  const user = await createUser(db, data);
  const username = `name of ${user.id}`;
  const accountId = cognitoAccountId(pool.client.poolId, username);
  await db.account.create({ data: { userId: user.id, providerId: COGNITO, accountId } });
  pool.users.set(username, { subject: user.id, ...there });
  return { ...user, username };
}

const accountsOf = (userId: string) =>
  db.account.findMany({ where: { userId }, select: { providerId: true, password: true } });
const signIn = (at: typeof door, email: string, password = PASSWORD) =>
  at.post("/sign-in/email", { email, password });
const actionsOf = async (userId: string) =>
  (await door.eventsOf(userId)).map(({ action }) => action);

describe("the first sign-in of a user whose password stayed in a user pool", () => {
  it("signs in, stores the password here and never asks the pool again", async () => {
    const user = await legacyMember();
    const answer = await signIn(door, user.email);
    expect(answer).toMatchObject({ status: 200, text: '{"signedIn":true}' });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id: user.id });
    const accounts = await accountsOf(user.id);
    expect(accounts).toMatchObject([{ providerId: "credential" }]);
    expect(accounts[0]?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
    expect(await actionsOf(user.id)).toEqual(["account.passwordMovedIn", "account.signedIn"]);
    expect((await signIn(door, user.email)).status).toBe(200);
    expect((await signIn(door, user.email, "a wrong password")).status).toBe(401);
    expect(pool.calls).toEqual([user.username]);
  });

  it("stores it once when several requests arrive together", async () => {
    const user = await legacyMember();
    const answers = await Promise.all([1, 2, 3].map(() => signIn(door, user.email)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await accountsOf(user.id)).toHaveLength(1);
    expect(
      (await actionsOf(user.id)).filter((one) => one === "account.passwordMovedIn"),
    ).toHaveLength(1);
  });

  it("stores nothing when its audit event can't be written", async () => {
    const user = await legacyMember();
    await rejectEventsOf(owner, user);
    expect((await signIn(door, user.email)).status).toBe(500);
    expect(await accountsOf(user.id)).toEqual([{ providerId: COGNITO, password: null }]);
  });

  it("accepts a password that today's rules would reject", async () => {
    const user = await legacyMember({}, { password: " a " });
    expect((await signIn(door, user.email, "a")).status).toBe(401);
    expect((await signIn(door, user.email, " a ")).status).toBe(200);
  });
});

describe("what strangers see", () => {
  it("is the same as for any other wrong password, whatever the pool answers", async () => {
    const refused = [
      poolError("NotAuthorizedException"),
      poolError("UserNotFoundException"),
      poolError("UserNotConfirmedException"),
      poolError("PasswordResetRequiredException"),
      poolError("NotAuthorizedException", "Password attempts exceeded"),
    ];
    const people = [
      await createMember(db),
      newPerson(),
      await legacyMember(),
      await legacyMember({ status: "suspended" }),
      await legacyMember({ emailVerified: false }),
      await legacyMember({}, { password: PASSWORD, challenge: "SMS_MFA" }),
      await legacyMember({}, { password: PASSWORD, subject: "someone else" }),
      ...(await Promise.all(refused.map((answer) => legacyMember({}, { answer })))),
    ];
    const answers = [];
    for (const { email } of people) answers.push(await signIn(strict, email, "a wrong password"));
    expect(answers[0]).toMatchObject({ status: 401, code: "INVALID_CREDENTIALS", setCookie: [] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const { email } of people) expect(await strict.emailsTo(email)).toEqual([]);
  });

  it.each([
    ["is throttled", poolError("TooManyRequestsException", "Too fast", 429)],
    ["fails", poolError("InternalErrorException", "db.internal is down", 500)],
    ["breaks off", "breaks" as const],
  ])("is a plain 503 when the pool %s, and nothing changes", async (_name, answer) => {
    const user = await legacyMember({}, { answer });
    const refusal = await signIn(door, user.email);
    expect(refusal).toMatchObject({ status: 503, code: "SERVER_BUSY", cookie: "" });
    expect(JSON.parse(refusal.text)).toEqual({
      error: "You can't sign in right now. Try again in a moment.",
      code: "SERVER_BUSY",
    });
    expect(await accountsOf(user.id)).toEqual([{ providerId: COGNITO, password: null }]);
    expect(await actionsOf(user.id)).toEqual(["account.signInFailed"]);
    pool.users.set(user.username, { password: PASSWORD, subject: user.id });
    expect((await signIn(door, user.email)).status).toBe(200);
  });

  it.each(["hangs", "breaks"] as const)(
    "answers everybody alike while the pool %s, after asking it about somebody",
    async (state) => {
      const impatient = cognitoPasswordCheck({ ...pool.client, timeout: 300, until: UNTIL });
      const at = frontDoor(db, { legacyPasswordCheck: impatient, now: () => NOW });
      const otherPool = await createUser(db);
      await db.account.create({
        data: { userId: otherPool.id, providerId: COGNITO, accountId: `eu-west-1_Other/${state}` },
      });
      const marked = await legacyMember();
      const local = await createMember(db);
      const people = [marked, newPerson(), local, await createUser(db), otherPool];
      pool.become(state);
      const before = pool.askedAboutNobody();
      const answers = [];
      for (const { email } of people) answers.push(await signIn(at, email, "a wrong password"));
      // Each waited for the pool.
      expect([pool.calls.length, pool.askedAboutNobody() - before]).toEqual([1, 4]);
      expect(answers[0]).toMatchObject({ status: 503, code: "SERVER_BUSY" });
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect((await signIn(at, local.email)).status).toBe(200);
      pool.become("up");
      expect((await signIn(at, marked.email)).status).toBe(200);
    },
  );

  it("asks about nobody only while it may ask, and while anybody's password is there", async () => {
    await legacyMember();
    const before = pool.askedAboutNobody();
    const late = frontDoor(db, { legacyPasswordCheck, now: () => UNTIL });
    for (const at of [late, frontDoor(db)]) await signIn(at, newPerson().email);
    expect(pool.askedAboutNobody()).toBe(before);
    await signIn(door, newPerson().email);
    expect(pool.askedAboutNobody()).toBe(before + 1);
    await db.account.deleteMany({ where: { providerId: COGNITO } });
    pool.become("breaks");
    expect((await signIn(door, newPerson().email)).status).toBe(401);
    expect(pool.askedAboutNobody()).toBe(before + 1);
    pool.become("up");
  });

  it("the pool is not asked about users without the mark", async () => {
    const withBoth = await createMember(db);
    const accountId = cognitoAccountId(pool.client.poolId, "both");
    await db.account.create({ data: { userId: withBoth.id, providerId: COGNITO, accountId } });
    const federated = await createUser(db);
    await db.account.create({ data: { userId: federated.id, providerId: "google", accountId } });
    const otherPool = await createUser(db);
    await db.account.create({
      data: { userId: otherPool.id, providerId: COGNITO, accountId: "eu-west-1_Other/both" },
    });
    const people = [withBoth, await createMember(db), federated, otherPool, newPerson()];
    for (const { email } of people) await signIn(door, email, "a wrong password");
    await signIn(door, withBoth.email);
    await signIn(door, "no address", PASSWORD);
    expect(pool.calls).toEqual([]);
  });

  it("the pool is not called when the feature is off or past its last day", async () => {
    const user = await legacyMember();
    const off = frontDoor(db, { now: () => NOW });
    const late = frontDoor(db, { legacyPasswordCheck, now: () => UNTIL });
    for (const at of [off, late]) {
      expect(await signIn(at, user.email)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    }
    expect(pool.calls).toEqual([]);
  });

  it("the pool is not called beyond the rate limits", async () => {
    const user = await legacyMember();
    const clientAddressHeader = "x-client";
    const limited = frontDoor(db, { legacyPasswordCheck, rateLimit: true, clientAddressHeader });
    const input = { email: user.email, password: "a wrong password" };
    const answers = [];
    for (let n = 0; n < 12; n++) {
      answers.push(await limited.post("/sign-in/email", input, { "x-client": "192.0.2.7" }));
    }
    expect(answers.at(-1)?.status).toBe(429);
    expect(pool.calls.length).toBeLessThanOrEqual(10);
  });

  it("the password appears in no event, email or row", async () => {
    const user = await legacyMember();
    const typed = "a-password-to-look-for";
    await signIn(door, user.email, typed);
    pool.users.set(user.username, { password: typed, subject: user.id });
    await signIn(door, user.email, typed);
    const [rows] = await db.$queryRaw<{ text: string }[]>`
      SELECT concat((SELECT string_agg(a::text, '') FROM accounts a WHERE user_id = ${user.id}),
        (SELECT string_agg(v::text, '') FROM verifications v)) AS text`;
    const { events, emails } = await door.writtenDown();
    for (const written of [rows?.text, events, emails]) {
      expect(written).not.toContain(typed);
    }
  });
});

describe("a user whom the pool asks for more than the password", () => {
  it.each([
    ["SOFTWARE_TOKEN_MFA", true],
    ["SMS_MFA", true],
    ["NEW_PASSWORD_REQUIRED", false],
  ])("is not signed in past %s and has to choose a new password", async (challenge, guarded) => {
    const user = await legacyMember({}, { password: PASSWORD, challenge });
    const answer = await signIn(door, user.email);
    expect(answer).toMatchObject({ status: 403, code: "PASSWORD_RESET_REQUIRED", cookie: "" });
    expect(await accountsOf(user.id)).toEqual([{ providerId: COGNITO, password: null }]);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    // Two factors there do not become one here by way of a reset.
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.mustEnrolFactor).toBe(guarded);
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signInFailed", reason: expect.stringContaining(challenge) },
    ]);
  });

  it("learns first that they are suspended", async () => {
    const there = { password: PASSWORD, challenge: "SMS_MFA" };
    const challenged = await legacyMember({ status: "suspended" }, there);
    expect((await signIn(door, challenged.email)).code).toBe("ACCOUNT_SUSPENDED");
    const plain = await legacyMember({ status: "suspended" });
    expect((await signIn(door, plain.email)).code).toBe("ACCOUNT_SUSPENDED");
    expect(await db.session.count({ where: { userId: plain.id } })).toBe(0);
  });
});

describe("an unconfirmed address", () => {
  it("keeps the person out until they use the link together with the password", async () => {
    const user = await legacyMember({ emailVerified: false });
    expect((await signIn(strict, user.email)).code).toBe("EMAIL_NOT_VERIFIED");
    const token = await strict.tokenFor(user.email);
    const wrong = await strict.post("/confirm-address", { token, password: "a wrong password" });
    expect(wrong.status).toBe(401);
    expect((await strict.post("/confirm-address", { token, password: PASSWORD })).status).toBe(200);
  });
});

describe("a forgotten password that stayed in the pool", () => {
  async function reset(email: string) {
    expect((await door.post("/request-password-reset", { email })).status).toBe(200);
    const body = { token: await door.tokenFor(email), newPassword: "a fine new password" };
    expect((await door.post("/reset-password", body)).status).toBe(200);
  }

  it("is replaced by a new one here, and the mark is removed", async () => {
    const user = await legacyMember();
    await reset(user.email);
    expect(await accountsOf(user.id)).toMatchObject([{ providerId: "credential" }]);
    expect((await signIn(door, user.email, "a fine new password")).status).toBe(200);
    expect((await signIn(door, user.email)).status).toBe(401);
    expect(pool.calls).toEqual([]);
  });

  it("does not come back through a sign-in already under way", async () => {
    const user = await legacyMember();
    const signingIn = await db.$transaction(async (tx) => {
      await tx.account.deleteMany({ where: { userId: user.id } });
      const answer = signIn(door, user.email);
      // The pool has said yes when it waits for the mark.
      await expect.poll(() => isSomeoneWaiting(tx)).toBe(true);
      return { answer };
    });
    expect((await signingIn.answer).code).toBe("INVALID_CREDENTIALS");
    expect(await accountsOf(user.id)).toEqual([]);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });
});
