import { DEMO_PASSWORD, DEMO_PASSWORD_HASH } from "@sundial/db/demo";
import { createUser } from "@sundial/db/factories";
import { isSomeoneWaiting, testDb } from "@sundial/db/testing";
import { DAY } from "@sundial/validators/durations";
import bcrypt from "bcryptjs";
import { describe, expect, it } from "vitest";
import { needsRehash, revokeAccess } from "../index.ts";
import {
  createMember,
  frontDoor,
  newPerson,
  PASSWORD,
  rejectEventsOf,
} from "../testing/front-door.ts";

const { db, owner } = await testDb();
const door = frontDoor(db);
const strict = frontDoor(db, { requireVerifiedEmail: true });

const CORRECT = "correct horse battery staple";
const BCRYPT = "$2b$04$FpEGAMyoHyNUOxb/WR3Nz.IqwIY5EFb8f8.zmIfFCVzgsfnQb5UPG";
const FIREBASE =
  "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=ou9tdYTGyYm8kuR6Dt0Bp0kDuAYoXrK16mbZO4yGwAn3oLspjnN0/c41v8xZnO1n14J3MjKj1b2g6AUCAlFwMw==$C0sHCg9ek77hsg==$zKVTMvnWVw5BBOZNUdnsalx4c4c7y/w7IS5p6Ut2+CfEFFlz37J9huyQfov4iizN8dbjvEJlM5tQaJP84+hfTw==";

const hashOf = async (userId: string) => {
  const account = await db.account.findFirstOrThrow({ where: { userId } });
  return account.password ?? "";
};

describe("sign-in", () => {
  it("finds the account regardless of the case of the address, and records the time and an event", async () => {
    const user = await createMember(db, { role: "mentor" });
    const email = ` ${user.email.toUpperCase()} `;
    const answer = await door.post("/sign-in/email", { email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 200, text: '{"signedIn":true}' });
    const session = await door.sessionOf(answer.cookie);
    expect(session).toMatchObject({ id: user.id, role: "mentor" });
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.lastLoginAt).toBeInstanceOf(Date);
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signedIn", actorId: user.id, actorRole: "mentor" },
    ]);
  });

  it("adopts the language of a new browser, and ignores programs that send none", async () => {
    const user = await createMember(db, { locale: "en-US" });
    const signIn = async (headers: Record<string, string>) => {
      await door.post("/sign-in/email", { email: user.email, password: PASSWORD }, headers);
      return db.user.findUniqueOrThrow({ where: { id: user.id }, select: { locale: true } });
    };
    expect(await signIn({ "accept-language": "fr-FR, en;q=0.5" })).toEqual({ locale: "fr-FR" });
    expect(await signIn({})).toEqual({ locale: "fr-FR" });
    expect(await signIn({ "accept-language": "*" })).toEqual({ locale: "fr-FR" });
  });

  it("stores the session in the database and its token in a cookie that scripts can't read", async () => {
    const user = await createMember(db);
    const answer = await door.post("/sign-in/email", { email: user.email, password: PASSWORD });
    const stored = await db.session.findFirstOrThrow({ where: { userId: user.id } });
    expect(answer.setCookie.join()).toMatch(/sundial\.session_token=.*HttpOnly.*SameSite=Lax/i);
    expect(decodeURIComponent(answer.cookie)).toContain(`${stored.token}.`);
    expect(answer.text).not.toContain(stored.token);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const days = (stored.expiresAt.getTime() - stored.createdAt.getTime()) / DAY;
    expect(days).toBe(7);
  });

  it("ends the session it replaces, whoever that belongs to", async () => {
    const [mine, theirs] = [await createMember(db), await createMember(db)];
    const signIn = ({ email }: { email: string }, cookie = "", password = PASSWORD) =>
      door.post("/sign-in/email", { email, password }, { cookie });
    const first = await signIn(theirs);
    const elsewhere = await signIn(theirs);
    const failed = await signIn(mine, first.cookie, "a wrong password");
    expect(failed.status).toBe(401);
    expect(await door.sessionOf(first.cookie)).toMatchObject({ id: theirs.id });

    const second = await signIn(mine, first.cookie);
    expect(await door.sessionOf(first.cookie)).toBeNull();
    expect(await door.sessionOf(second.cookie)).toMatchObject({ id: mine.id });
    const third = await signIn(mine, second.cookie);
    expect(await door.sessionOf(second.cookie)).toBeNull();
    expect(await door.sessionOf(third.cookie)).toMatchObject({ id: mine.id });
    expect(third.cookie).not.toBe(second.cookie);
    expect(await door.sessionOf(elsewhere.cookie)).toMatchObject({ id: theirs.id });
    expect((await door.eventsOf(theirs.id)).map(({ action }) => action)).toEqual([
      ...["account.signedIn", "account.signedIn", "account.signedOut"],
    ]);
  });

  it("ends no session for an unsigned cookie", async () => {
    const [mine, theirs] = [await createMember(db), await createMember(db)];
    const first = await door.post("/sign-in/email", { email: theirs.email, password: PASSWORD });
    const { token } = await db.session.findFirstOrThrow({ where: { userId: theirs.id } });
    const input = { email: mine.email, password: PASSWORD };
    for (const forged of [token, `${token}.`, `${token}.AAAA`]) {
      const cookie = `sundial.session_token=${forged}`;
      expect((await door.post("/sign-in/email", input, { cookie })).status).toBe(200);
    }
    expect(await door.sessionOf(first.cookie)).toMatchObject({ id: theirs.id });
  });

  it("creates a separate session for each sign-in", async () => {
    const user = await createMember(db);
    const input = { email: user.email, password: PASSWORD };
    const first = await door.post("/sign-in/email", input);
    const second = await door.post("/sign-in/email", input);
    expect(second.cookie).not.toBe(first.cookie);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(2);
  });

  it("gives the same error whatever is wrong", async () => {
    const otherWayIn = await createUser(db);
    await db.account.create({
      data: { userId: otherWayIn.id, accountId: "12345", providerId: "google" },
    });
    const withoutPassword = await createUser(db);
    const people = [
      await createMember(db),
      await createMember(db, { status: "suspended" }),
      await createMember(db, { status: "inactive" }),
      await createMember(db, { emailVerified: false }),
      await createMember(db, {}, BCRYPT),
      await createMember(db, {}, "$unknown$hash"),
      otherWayIn,
      withoutPassword,
      newPerson(),
    ];
    const answers = [];
    for (const { email } of people) {
      answers.push(await strict.post("/sign-in/email", { email, password: "a wrong password" }));
    }
    expect(answers[0]).toMatchObject({ status: 401, code: "INVALID_CREDENTIALS", setCookie: [] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const { email } of people) expect(await strict.emailsTo(email)).toEqual([]);
  });

  it("records each failure under the account or a key derived from the address, never the address", async () => {
    const user = await createMember(db);
    const nobody = newPerson();
    const before = await db.auditEvent.count();
    for (const email of [user.email, nobody.email, nobody.email]) {
      await door.post("/sign-in/email", { email, password: "a wrong password" });
    }
    const events = await db.auditEvent.findMany({ orderBy: { seq: "asc" } });
    const [known, first, second] = events.slice(before);
    expect(known).toMatchObject({
      action: "account.signInFailed",
      actorId: null,
      targetId: user.id,
      reason: "wrong password",
    });
    expect(first?.targetId).toMatch(/^address:[\w-]{43}$/);
    expect(second?.targetId).toBe(first?.targetId);
    const written = (await door.writtenDown()).events;
    for (const secret of [user.email, nobody.email, "a wrong password"]) {
      expect(written).not.toContain(secret);
    }
  });

  it("keeps suspended users out, and says so only after the right password", async () => {
    const user = await createMember(db, { status: "suspended" });
    const answer = await door.post("/sign-in/email", { email: user.email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 403, code: "ACCOUNT_SUSPENDED", cookie: "" });
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signInFailed", reason: "suspended" },
    ]);
  });

  it("rejects unconfirmed addresses where confirmation is required", async () => {
    const user = await createMember(db, { emailVerified: false });
    const input = { email: user.email, password: PASSWORD };
    const answer = await strict.post("/sign-in/email", input);
    expect(answer).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED", cookie: "" });
    expect(await strict.emailsTo(user.email)).toMatchObject([
      { template: "account.confirmAddress" },
    ]);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    expect((await door.post("/sign-in/email", input)).status).toBe(200);
  });

  it("always requires confirmation from migrated users with an unconfirmed address", async () => {
    const user = await createMember(db, { emailVerified: false, mustVerifyEmail: true });
    const input = { email: user.email, password: PASSWORD };
    const wrong = await door.post("/sign-in/email", { ...input, password: "a wrong password" });
    expect(wrong).toMatchObject({ status: 401, code: "INVALID_CREDENTIALS" });
    const answer = await door.post("/sign-in/email", input);
    expect(answer).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED", cookie: "" });
    const token = await door.tokenFor(user.email);
    const confirmed = await door.post("/confirm-address", { token, password: PASSWORD });
    expect(confirmed.status).toBe(200);
    expect((await door.post("/sign-in/email", input)).status).toBe(200);
  });

  it.each([
    ["bcrypt", CORRECT, BCRYPT],
    ["Firebase scrypt", "mytestpassword", FIREBASE],
  ])(
    "replaces a migrated hash on the first successful sign-in: %s",
    async (_name, password, hash) => {
      const user = await createMember(db, {}, hash);
      const input = { email: user.email, password };
      expect((await door.post("/sign-in/email", { ...input, password: "wrong one" })).status).toBe(
        401,
      );
      expect(await hashOf(user.id)).toBe(hash);
      expect((await door.post("/sign-in/email", input)).status).toBe(200);
      const replaced = await hashOf(user.id);
      expect(needsRehash(replaced)).toBe(false);
      expect((await door.post("/sign-in/email", input)).status).toBe(200);
      expect(await hashOf(user.id)).toBe(replaced);
      const actions = (await door.eventsOf(user.id)).map(({ action }) => action);
      expect(actions).toEqual([
        "account.signInFailed",
        "account.signedIn",
        "account.passwordRehashed",
        "account.signedIn",
      ]);
    },
  );

  it("replaces it once when several requests arrive together", async () => {
    const user = await createMember(db, {}, BCRYPT);
    const input = { email: user.email, password: CORRECT };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => door.post("/sign-in/email", input)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rehashed = (await door.eventsOf(user.id)).filter(
      ({ action }) => action === "account.passwordRehashed",
    );
    expect(rehashed).toHaveLength(1);
    expect((await door.post("/sign-in/email", input)).status).toBe(200);
  });

  it("replaces a bcrypt hash, which stops after 72 bytes, by one of the whole password", async () => {
    const hash = "$2b$04$lH25/KwOOcGPagsopFaNneg3ycUp8Z0qLc8n8J3FGOJmVSf7OaYBK";
    const { email } = await createMember(db, {}, hash);
    const whole = `${"x".repeat(72)} and the rest of it`;
    const signIn = async (password: string) =>
      (await door.post("/sign-in/email", { email, password })).status;
    expect(await signIn(whole)).toBe(200);
    expect(await signIn("x".repeat(72))).toBe(401);
    expect(await signIn(whole)).toBe(200);
  });

  it("accepts an old password that is too short or too common today", async () => {
    const user = await createMember(db, {}, await bcrypt.hash("abc123", 4));
    const input = { email: user.email, password: "abc123" };
    expect((await door.post("/sign-in/email", input)).status).toBe(200);
    expect(needsRehash(await hashOf(user.id))).toBe(false);
    expect((await door.post("/sign-in/email", input)).status).toBe(200);
  });

  it("accepts migrated addresses that new users could not register", async () => {
    for (const email of ["someone@intranet", `ünï.${newPerson().email}`]) {
      await createMember(db, { email });
      const answer = await door.post("/sign-in/email", { email, password: PASSWORD });
      expect(answer.status).toBe(200);
    }
  });

  it.each([
    { email: "a@b.example" },
    { email: "a\0@b.example", password: PASSWORD },
    { email: `${"a".repeat(250)}@b.example`, password: PASSWORD },
    { email: "a@b.example", password: "" },
    { email: "a@b.example", password: "x".repeat(129) },
    { email: ["a@b.example"], password: PASSWORD },
    null,
  ])("rejects an invalid body with 400: %j", async (body) => {
    expect(await door.post("/sign-in/email", body)).toMatchObject({
      status: 400,
      code: "INVALID_INPUT",
    });
  });

  it("creates no session and updates no time when the event can't be written", async () => {
    const user = await createMember(db);
    await rejectEventsOf(owner, user);
    const answer = await door.post("/sign-in/email", { email: user.email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 500, code: "INTERNAL", cookie: "" });
    expect(answer.text).not.toContain("the log is full");
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    expect((await db.user.findUniqueOrThrow({ where: { id: user.id } })).lastLoginAt).toBeNull();
  });

  it("creates no session for a password that is being replaced", async () => {
    const user = await createMember(db);
    const input = { email: user.email, password: PASSWORD };
    const signingIn = await db.$transaction(async (tx) => {
      await tx.account.updateMany({ where: { userId: user.id }, data: { password: "gone" } });
      await revokeAccess(tx, { userId: user.id });
      const answer = door.post("/sign-in/email", input);
      // It has found the old password right when it waits for the person's row.
      await expect.poll(() => isSomeoneWaiting(tx)).toBe(true);
      return { answer };
    });
    expect((await signingIn.answer).code).toBe("INVALID_CREDENTIALS");
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("lets demo accounts in with their public password", async () => {
    const user = await createMember(db, {}, DEMO_PASSWORD_HASH);
    const input = { email: user.email, password: DEMO_PASSWORD };
    expect((await door.post("/sign-in/email", input)).status).toBe(200);
  });
});

describe("sign-out", () => {
  it("ends the session, records it once and clears the cookie", async () => {
    const user = await createMember(db);
    const input = { email: user.email, password: PASSWORD };
    const { cookie } = await door.post("/sign-in/email", input);
    const other = await door.post("/sign-in/email", input);
    const answer = await door.post("/sign-out", {}, { cookie });
    expect(answer.status).toBe(200);
    expect(answer.setCookie.join()).toMatch(/sundial\.session_token=;.*Max-Age=0/i);
    expect(await door.sessionOf(cookie)).toBeNull();
    expect(await door.sessionOf(other.cookie)).not.toBeNull();
    expect((await door.post("/sign-out", {}, { cookie })).status).toBe(200);
    const actions = (await door.eventsOf(user.id)).map(({ action }) => action);
    expect(actions.filter((action) => action === "account.signedOut")).toHaveLength(1);
  });

  it("succeeds for someone who is not signed in", async () => {
    expect((await door.post("/sign-out", {})).status).toBe(200);
  });
});
