import { testDb } from "@sundial/db/testing";
import { MINUTE } from "@sundial/validators/durations";
import bcrypt from "bcryptjs";
import { describe, expect, it } from "vitest";
import { needsRehash, newRecoveryCodes } from "../index.ts";
import { createMember, frontDoor, PASSWORD, rejectEventsOf } from "../testing/front-door.ts";
import { addTotpFactor, totpCode } from "../testing/second-factors.ts";

const { db, owner } = await testDb();

const NOW = new Date("2027-02-22T12:00:00Z");
const door = frontDoor(db, { now: () => NOW });
const strict = frontDoor(db, { now: () => NOW, requireVerifiedEmail: true });

/** Someone whose sign-in asks for a code, and what their app shows. */
async function guarded(data: Parameters<typeof createMember>[1] = {}, hash?: string) {
  const user = await createMember(db, data, hash);
  const { secret } = await addTotpFactor(db, user);
  const codeAt = (seconds: number) => totpCode(secret, new Date(NOW.getTime() + seconds * 1000));
  const near = [-30, 0, 30].map(codeAt);
  const wrong = ["000000", "111111", "222222", "333333"].find((code) => !near.includes(code)) ?? "";
  return { user, input: { email: user.email, password: PASSWORD }, code: codeAt(0), codeAt, wrong };
}

const signIn = (input: object, at = door) => at.post("/sign-in/email", input);
const sessionsOf = (userId: string) => db.session.count({ where: { userId } });
const tell = async (id: string) =>
  (await door.eventsOf(id)).map(({ action, reason }) => (reason ? `${action}: ${reason}` : action));

describe("sign-in with two-factor authentication", () => {
  it("creates no cookie, session or token for the password alone", async () => {
    const { user, input } = await guarded();
    const answer = await signIn(input);
    expect(answer).toMatchObject({ status: 401, code: "SECOND_FACTOR_REQUIRED", setCookie: [] });
    expect(await sessionsOf(user.id)).toBe(0);
    expect(await db.user.findUnique({ where: { id: user.id } })).toMatchObject({
      lastLoginAt: null,
    });
    const token = await door.send("/token", { method: "GET", headers: { cookie: answer.cookie } });
    expect(token.status).toBe(401);
    expect(await door.sessionOf(answer.cookie)).toBeNull();
    expect(await tell(user.id)).toEqual(["account.codeRequired"]);
  });

  it("succeeds with password and code in one request", async () => {
    const { user, input, code } = await guarded();
    const answer = await signIn({ ...input, code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(answer).toMatchObject({ status: 200, text: '{"signedIn":true}' });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id: user.id });
    expect(await tell(user.id)).toEqual(["account.signedIn"]);
  });

  it("answers a wrong password the same way, with or without a code", async () => {
    const { user, input, code, wrong } = await guarded();
    const plain = await createMember(db);
    const lost = await createMember(db, { mustEnrolFactor: true });
    const password = "a wrong password";
    const answers = [
      await signIn({ email: plain.email, password }),
      await signIn({ ...input, password }),
      await signIn({ ...input, password, code }),
      await signIn({ ...input, password, code: wrong }),
      await signIn({ email: lost.email, password, code }),
    ];
    expect(answers[0]).toMatchObject({ status: 401, code: "INVALID_CREDENTIALS" });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    // A stranger's guesses do not make the owner wait either.
    expect(await db.totpFactor.findFirst({ where: { userId: user.id } })).toMatchObject({
      wrongCodes: 0,
    });
  });

  it("accepts a code once, even when it arrives ten times together", async () => {
    const { user, input, code, codeAt } = await guarded();
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn({ ...input, code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.code === "INVALID_CODE")).toHaveLength(9);
    expect(await sessionsOf(user.id)).toBe(1);
    expect((await signIn({ ...input, code })).code).toBe("INVALID_CODE");
    expect((await signIn({ ...input, code: codeAt(-30) })).code).toBe("INVALID_CODE");
  });

  it("rejects the right code after five wrong ones, with the same message", async () => {
    const { user, input, code, codeAt, wrong } = await guarded();
    const answers = [];
    for (const typed of [wrong, wrong, wrong, wrong, wrong, code]) {
      answers.push(await signIn({ ...input, code: typed }));
    }
    expect(answers[0]).toMatchObject({ status: 401, code: "INVALID_CODE", setCookie: [] });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await tell(user.id)).toEqual(Array(6).fill("account.signInFailed: wrong code"));
    const { waitsUntil } = await db.totpFactor.findFirstOrThrow({ where: { userId: user.id } });
    expect(waitsUntil).toEqual(new Date(NOW.getTime() + 15 * MINUTE));
    const later = frontDoor(db, { now: () => waitsUntil ?? NOW });
    expect((await signIn({ ...input, code: codeAt(15 * 60) }, later)).status).toBe(200);
  });

  it("accepts a recovery code once and notifies the owner", async () => {
    const { user, input } = await guarded();
    const { codes, codeHashes } = newRecoveryCodes();
    await db.recoveryCode.createMany({
      data: codeHashes.map((codeHash) => ({ codeHash, userId: user.id, createdAt: NOW })),
    });
    const code = codes[0];
    expect((await signIn({ ...input, code })).status).toBe(200);
    expect((await signIn({ ...input, code })).code).toBe("INVALID_CODE");
    expect(await door.emailsTo(user.email)).toEqual([
      { template: "account.recoveryCodeUsed", data: { left: 9 } },
    ]);
    expect(await tell(user.id)).toEqual([
      ...["account.signedIn", "account.recoveryCodeUsed", "account.signInFailed: wrong code"],
    ]);
    expect((await door.writtenDown()).events).not.toContain(code);
  });

  it("never asks for or accepts codes from an unverified authenticator", async () => {
    const user = await createMember(db);
    const { secret } = await addTotpFactor(db, user, { verifiedAt: null });
    const input = { email: user.email, password: PASSWORD };
    expect((await signIn(input)).status).toBe(200);
    const code = totpCode(secret, NOW);
    expect((await signIn({ ...input, password: "a wrong password", code })).status).toBe(401);
    const { user: other, input: others } = await guarded();
    const unverified = await addTotpFactor(db, other, { verifiedAt: null });
    expect((await signIn({ ...others, code: totpCode(unverified.secret, NOW) })).code).toBe(
      "INVALID_CODE",
    );
  });

  it("still asks for a code after a password reset", async () => {
    const { user, input, code } = await guarded({ emailVerified: true });
    await door.post("/request-password-reset", { email: user.email });
    const newPassword = "another quite long password";
    const token = await door.tokenFor(user.email);
    const reset = await door.post("/reset-password", { token, newPassword });
    expect(reset).toMatchObject({ status: 200, setCookie: [] });
    const again = { ...input, password: newPassword };
    expect((await signIn(again)).code).toBe("SECOND_FACTOR_REQUIRED");
    expect((await signIn({ ...again, code })).status).toBe(200);
    expect(await sessionsOf(user.id)).toBe(1);
  });

  it("a reset does not restore an authenticator lost in the migration", async () => {
    const user = await createMember(db, { mustEnrolFactor: true });
    await door.post("/request-password-reset", { email: user.email });
    const newPassword = "another quite long password";
    await door.post("/reset-password", { token: await door.tokenFor(user.email), newPassword });
    const answer = await signIn({ email: user.email, password: newPassword });
    expect(answer).toMatchObject({ status: 403, code: "SECOND_FACTOR_LOST", setCookie: [] });
  });

  it("confirming an address does not bypass it", async () => {
    const { user, input, code } = await guarded({ emailVerified: false });
    expect((await signIn({ ...input, code }, strict)).code).toBe("EMAIL_NOT_VERIFIED");
    const token = await strict.tokenFor(user.email);
    const confirmed = await strict.post("/confirm-address", { token, password: PASSWORD });
    expect(confirmed).toMatchObject({ status: 200, text: '{"signedIn":false}', setCookie: [] });
    expect(await sessionsOf(user.id)).toBe(0);
    expect((await signIn(input, strict)).code).toBe("SECOND_FACTOR_REQUIRED");
    expect((await signIn({ ...input, code }, strict)).status).toBe(200);
  });

  it("asks for a code whatever the hash of the migrated password, and replaces the hash only after the code", async () => {
    const hash = await bcrypt.hash(PASSWORD, 4);
    const { user, input, code } = await guarded({}, hash);
    const stored = async () =>
      (await db.account.findFirstOrThrow({ where: { userId: user.id } })).password ?? "";
    expect((await signIn(input)).code).toBe("SECOND_FACTOR_REQUIRED");
    expect(await stored()).toBe(hash);
    expect((await signIn({ ...input, code })).status).toBe(200);
    expect(needsRehash(await stored())).toBe(false);
  });

  it("keeps out users whose authenticator was not migrated until staff clear it", async () => {
    const user = await createMember(db, { mustEnrolFactor: true });
    const input = { email: user.email, password: PASSWORD };
    const answer = await signIn({ ...input, code: "123456" });
    expect(answer).toMatchObject({ status: 403, code: "SECOND_FACTOR_LOST", setCookie: [] });
    expect(await sessionsOf(user.id)).toBe(0);
    expect(await tell(user.id)).toEqual(["account.signInFailed: second factor lost"]);
    await db.user.update({ where: { id: user.id }, data: { mustEnrolFactor: false } });
    expect((await signIn(input)).status).toBe(200);
  });

  it("keeps suspended users out, and says so before it asks for a code", async () => {
    const { input, code } = await guarded({ status: "suspended" });
    expect((await signIn({ ...input, code })).code).toBe("ACCOUNT_SUSPENDED");
  });

  it("uses up no code when the audit event can't be written", async () => {
    const { user, input, code } = await guarded();
    const accept = await rejectEventsOf(owner, user);
    expect((await signIn({ ...input, code })).status).toBe(500);
    await accept();
    expect((await signIn({ ...input, code })).status).toBe(200);
  });

  it.each(["12345", "1234567", "12345a", "ABCD-EFGH", ""])("rejects %j as a code", async (code) => {
    const { input } = await guarded();
    expect(await signIn({ ...input, code })).toMatchObject({
      status: 400,
      code: "INVALID_INPUT",
    });
  });
});
