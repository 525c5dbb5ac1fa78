import { randomUUID } from "node:crypto";
import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { HOUR } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import {
  createMember,
  frontDoor,
  newPerson,
  PASSWORD,
  rejectEventsOf,
} from "../testing/front-door.ts";
import { addTotpFactor, totpCode } from "../testing/second-factors.ts";

const { db, owner } = await testDb();
const door = frontDoor(db, { requireVerifiedEmail: true });

const NEW = "an even longer password";

async function forget(email: string) {
  await door.post("/request-password-reset", { email });
  return door.tokenFor(email);
}

const reset = (token: string, newPassword = NEW) =>
  door.post("/reset-password", { token, newPassword });

const signIn = (email: string, password: string) =>
  door.post("/sign-in/email", { email, password });

/** What lets others see or change an account besides a sign-in. */
async function addAccess(userId: string) {
  const [createdAt, expiresAt] = [new Date(), new Date("2099-01-01")];
  await db.calendarFeed.create({ data: { userId, tokenHash: randomUUID() } });
  await db.personalAccessToken.create({
    data: {
      userId,
      name: "script",
      tokenHash: randomUUID(),
      permissions: ["self:read"],
      authEpoch: 0,
      createdAt,
      expiresAt,
    },
  });
  await db.emailChange.create({
    data: { userId, newEmail: `${userId}@new.example`, requestedAt: createdAt, expiresAt },
  });
}

async function accessOf(userId: string) {
  const { authEpoch, emailChange } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { authEpoch: true, emailChange: true },
  });
  return {
    feeds: await db.calendarFeed.count({ where: { userId, revokedAt: null } }),
    tokens: await db.personalAccessToken.count({ where: { userId, authEpoch } }),
    emailChange,
  };
}

describe("a forgotten password", () => {
  it("answers the same for every address, and emails only people who may come in", async () => {
    const elsewhere = await createUser(db);
    await db.account.create({
      data: { userId: elsewhere.id, accountId: elsewhere.id, providerId: "google" },
    });
    const member = await createMember(db, { emailVerified: true });
    const movedIn = await createUser(db);
    const people = [
      [member, 1],
      [movedIn, 1],
      [await createMember(db, { emailVerified: false }), 1],
      [await createMember(db, { status: "inactive" }), 1],
      [await createMember(db, { status: "suspended" }), 0],
      [elsewhere, 1],
      [await createMember(db, { email: `${newPerson().email}.invalid` }), 0],
      [newPerson(), 0],
    ] as const;
    const answers = [];
    for (const [{ email }] of people) {
      const before = [await db.verification.count(), await db.auditEvent.count()];
      answers.push(await door.post("/request-password-reset", { email: email.toUpperCase() }));
      const after = [await db.verification.count(), await db.auditEvent.count()];
      expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1]);
    }
    expect(answers[0]).toMatchObject({ status: 200, text: '{"next":"readMail"}', setCookie: [] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const [{ email }, mails] of people) expect(await door.emailsTo(email)).toHaveLength(mails);
  });

  it("sets the new password once and confirms the address", async () => {
    const user = await createMember(db, { emailVerified: false });
    const token = await forget(user.email);
    const answer = await reset(token);
    expect(answer).toMatchObject({ status: 200, text: '{"next":"signIn"}', cookie: "" });
    expect((await signIn(user.email, PASSWORD)).status).toBe(401);
    expect((await signIn(user.email, NEW)).status).toBe(200);
    expect(await reset(token, "and another one")).toMatchObject({
      status: 400,
      code: "INVALID_LINK",
    });
    expect((await signIn(user.email, NEW)).status).toBe(200);
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.emailVerified).toBe(true);
    expect((await door.eventsOf(user.id)).map(({ action }) => action)).toContain(
      "account.passwordReset",
    );
  });

  it("sets a first password for a user who migrated without one", async () => {
    const user = await createUser(db);
    await reset(await forget(user.email));
    expect((await signIn(user.email, NEW)).status).toBe(200);
    expect(await db.account.count({ where: { userId: user.id } })).toBe(1);
  });

  it("ends all sessions and tokens, and notifies the owner", async () => {
    const user = await createMember(db, { emailVerified: true });
    const devices = [await signIn(user.email, PASSWORD), await signIn(user.email, PASSWORD)];
    await reset(await forget(user.email));
    for (const { cookie } of devices) expect(await door.sessionOf(cookie)).toBeNull();
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.authEpoch).toBe(user.authEpoch + 1);
    expect((await door.emailsTo(user.email)).at(-1)?.template).toBe("account.passwordChanged");
  });

  it("revokes everything that reads or changes an account without signing in, and says so", async () => {
    const user = await createMember(db, { emailVerified: true });
    await addAccess(user.id);
    const other = await createMember(db, { emailVerified: true });
    await addAccess(other.id);
    await addTotpFactor(db, user);
    await reset(await forget(user.email));
    expect(await accessOf(user.id)).toEqual({ feeds: 0, tokens: 0, emailChange: null });
    expect(await accessOf(other.id)).toMatchObject({ feeds: 1, tokens: 1 });
    expect((await door.emailsTo(user.email)).at(-1)).toMatchObject({
      template: "account.passwordChanged",
      data: { everythingEnded: true, secondFactorRemoved: false },
    });
    // The mailbox alone does not open an account that is known to be its owner's.
    expect((await signIn(user.email, NEW)).code).toBe("SECOND_FACTOR_REQUIRED");
  });

  it("goes to the owner of the mailbox, whoever registered it first", async () => {
    const open = frontDoor(db);
    const theirs = newPerson();
    await open.post("/sign-up/email", theirs);
    const session = await open.post("/sign-in/email", theirs);
    const user = await db.user.findUniqueOrThrow({ where: { email: theirs.email } });
    await addAccess(user.id);
    const { secret } = await addTotpFactor(db, user);
    await db.recoveryCode.create({
      data: { userId: user.id, codeHash: user.id, createdAt: new Date() },
    });
    await open.post("/request-password-reset", { email: theirs.email });
    const token = await open.tokenFor(theirs.email);
    expect((await open.post("/reset-password", { token, newPassword: NEW })).status).toBe(200);

    const answer = await open.post("/sign-in/email", { email: theirs.email, password: NEW });
    expect(answer.text).toBe('{"signedIn":true}');
    expect(await open.sessionOf(session.cookie)).toBeNull();
    expect(await accessOf(user.id)).toEqual({ feeds: 0, tokens: 0, emailChange: null });
    expect(await db.recoveryCode.count({ where: { userId: user.id } })).toBe(0);
    const code = totpCode(secret, new Date());
    const again = await open.post("/sign-in/email", { ...theirs, code });
    expect(again.code).toBe("INVALID_CREDENTIALS");
    expect((await open.emailsTo(theirs.email)).at(-1)).toMatchObject({
      data: { everythingEnded: true, secondFactorRemoved: true },
    });
    expect(await open.eventsOf(user.id)).toContainEqual(
      expect.objectContaining({ action: "secondFactor.removed" }),
    );

    // Once proven, a mailbox does not take the second factor away again.
    await addTotpFactor(db, user);
    await open.post("/request-password-reset", { email: theirs.email });
    const second = { token: await open.tokenFor(theirs.email), newPassword: `${NEW} again` };
    await open.post("/reset-password", second);
    const guarded = { email: theirs.email, password: second.newPassword };
    expect((await open.post("/sign-in/email", guarded)).code).toBe("SECOND_FACTOR_REQUIRED");
  });

  it("leaves 2FA that could not be migrated to staff, even with a confirmed address", async () => {
    const user = await createMember(db, { emailVerified: false, mustEnrolFactor: true });
    await reset(await forget(user.email));
    expect((await signIn(user.email, NEW)).code).toBe("SECOND_FACTOR_LOST");
  });

  it("works only with the newest link", async () => {
    const user = await createMember(db);
    const other = await createMember(db);
    const older = await forget(user.email);
    const others = await forget(other.email);
    const newer = await forget(user.email);
    expect((await reset(older)).code).toBe("INVALID_LINK");
    expect((await reset(newer)).status).toBe(200);
    expect((await reset(others)).status).toBe(200);
  });

  it("leaves no other working link behind", async () => {
    const user = await createMember(db);
    const older = await forget(user.email);
    await reset(await forget(user.email));
    expect((await reset(older, "yet another one")).code).toBe("INVALID_LINK");
  });

  it("works only for the address the link was sent to", async () => {
    const user = await createMember(db);
    const token = await forget(user.email);
    await db.user.update({ where: { id: user.id }, data: { email: newPerson().email } });
    expect((await reset(token)).code).toBe("INVALID_LINK");
  });

  it("expires after an hour", async () => {
    const user = await createMember(db);
    const token = await forget(user.email);
    const inAnHour = new Date(Date.now() + HOUR);
    const later = frontDoor(db, { now: () => inAnHour });
    const answer = await later.post("/reset-password", { token, newPassword: NEW });
    expect(answer.code).toBe("INVALID_LINK");
    expect((await reset(token)).status).toBe(200);
  });

  it("goes to only one of several simultaneous uses of the link", async () => {
    const user = await createMember(db);
    const token = await forget(user.email);
    const answers = await Promise.all(
      ["first new password", "second new password"].map((each) => reset(token, each)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it("does not let a suspended person in", async () => {
    const user = await createMember(db);
    const token = await forget(user.email);
    await db.user.update({ where: { id: user.id }, data: { status: "suspended" } });
    expect((await reset(token)).status).toBe(200);
    expect(await signIn(user.email, NEW)).toMatchObject({
      status: 403,
      code: "ACCOUNT_SUSPENDED",
      cookie: "",
    });
    expect((await signIn(user.email, PASSWORD)).status).toBe(401);
  });

  it.each([
    ["too short", "1234567"],
    ["too long", "x".repeat(129)],
    ["one of the most common passwords", "password1234"],
  ])("rejects %s, and the link still works", async (_name, newPassword) => {
    const user = await createMember(db);
    const token = await forget(user.email);
    const answer = await reset(token, newPassword);
    expect(answer).toMatchObject({ status: 400, code: "INVALID_INPUT" });
    expect(answer.details).toMatchObject([{ path: ["newPassword"] }]);
    expect((await reset(token)).status).toBe(200);
  });

  it.each(["", "x", "\0", "x".repeat(300), null])("rejects the token %j", async (token) => {
    expect((await door.post("/reset-password", { token, newPassword: NEW })).status).toBe(400);
  });

  it("changes nothing when the email can't be queued", async () => {
    const user = await createMember(db, { emailVerified: true });
    const token = await forget(user.email);
    const accept = await rejectEventsOf(owner, user);
    expect((await reset(token)).status).toBe(500);
    await accept();
    expect((await signIn(user.email, PASSWORD)).status).toBe(200);
    expect((await reset(token)).status).toBe(200);
  });

  it("queues the token, and leaves building the link to the email", async () => {
    const user = await createMember(db);
    const body = { email: user.email, redirectTo: "/x" };
    const headers = { "x-forwarded-host": "evil.example", host: "evil.example" };
    await door.post("/request-password-reset", body, headers);
    expect(Object.keys((await door.emailsTo(user.email))[0]?.data ?? {})).toEqual([
      "token",
      "expiresAt",
    ]);
  });
});
