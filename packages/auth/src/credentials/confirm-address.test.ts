import { testDb } from "@sundial/db/testing";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { issueOneTimeToken } from "../index.ts";
import { createMember, frontDoor, newPerson, PASSWORD } from "../testing/front-door.ts";

const { db } = await testDb();
const open = frontDoor(db);
const door = frontDoor(db, { requireVerifiedEmail: true });

/** Signs up and gives back what only the mailbox knows. */
async function attempt(email: string, password: string) {
  await door.post("/sign-up/email", newPerson({ email, password }));
  return door.tokenFor(email);
}

const confirm = (token: string, password: string) =>
  door.post("/confirm-address", { token, password });

const signIn = (email: string, password: string) =>
  door.post("/sign-in/email", { email, password });

describe("confirming an email address", () => {
  it("opens the account with the link and password together, and signs in", async () => {
    const person = newPerson();
    const token = await attempt(person.email, PASSWORD);
    const answer = await confirm(token, PASSWORD);
    expect(answer).toMatchObject({ status: 200, text: '{"signedIn":true}' });
    const session = await door.sessionOf(answer.cookie);
    expect(session).toMatchObject({ email: person.email, name: person.name, role: "mentee" });
    const user = await db.user.findUniqueOrThrow({ where: { email: person.email } });
    expect(user).toMatchObject({ emailVerified: true, timeZone: "Europe/London" });
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signedUp" },
      { action: "account.signedIn" },
    ]);
    expect((await signIn(person.email, PASSWORD)).status).toBe(200);
  });

  const THEIRS = "chosen by the attacker";
  const MINE = "chosen by the owner";

  it("ignores an earlier attempt by someone else", async () => {
    const { email } = newPerson();
    const theirs = await attempt(email, THEIRS);
    const mine = await attempt(email, MINE);
    // The owner, who never saw the attacker's password, may try either link.
    expect((await confirm(theirs, MINE)).code).toBe("INVALID_CREDENTIALS");
    expect((await confirm(mine, MINE)).status).toBe(200);
    expect((await signIn(email, MINE)).status).toBe(200);
    expect((await signIn(email, THEIRS)).status).toBe(401);
    expect((await confirm(theirs, THEIRS)).code).toBe("INVALID_LINK");
    expect((await signIn(email, THEIRS)).status).toBe(401);
  });

  it("ignores a later attempt by someone else", async () => {
    const { email } = newPerson();
    const mine = await attempt(email, MINE);
    const theirs = await attempt(email, THEIRS);
    expect((await confirm(theirs, MINE)).code).toBe("INVALID_CREDENTIALS");
    expect((await signIn(email, THEIRS)).status).toBe(401);
    expect((await confirm(mine, MINE)).status).toBe(200);
    expect((await signIn(email, MINE)).status).toBe(200);
    expect((await signIn(email, THEIRS)).status).toBe(401);
  });

  it("an attempt after the account exists changes nothing, and its owner gets an email", async () => {
    const { email } = newPerson();
    await confirm(await attempt(email, MINE), MINE);
    const links = (await door.emailsTo(email)).length;
    await door.post("/sign-up/email", newPerson({ email, password: THEIRS }));
    expect((await door.emailsTo(email)).slice(links)).toMatchObject([
      { template: "account.alreadyRegistered" },
    ]);
    expect((await signIn(email, THEIRS)).status).toBe(401);
    expect((await signIn(email, MINE)).status).toBe(200);
  });

  it("an account opened before email confirmation goes to whoever confirms the address", async () => {
    const theirs = newPerson({ password: THEIRS });
    const { email } = theirs;
    await open.post("/sign-up/email", theirs);
    // The attacker's sign-in only sends email to the owner; its link asks for the attacker's password.
    expect((await signIn(email, THEIRS)).code).toBe("EMAIL_NOT_VERIFIED");
    expect((await confirm(await door.tokenFor(email), MINE)).code).toBe("INVALID_CREDENTIALS");
    await door.post("/request-password-reset", { email });
    const token = await door.tokenFor(email);
    expect((await door.post("/reset-password", { token, newPassword: MINE })).status).toBe(200);
    expect((await signIn(email, THEIRS)).status).toBe(401);
    expect((await signIn(email, MINE)).status).toBe(200);
  });

  it("an unconfirmed migrated account stays locked until its owner confirms with the password", async () => {
    const user = await createMember(db, { emailVerified: false });
    expect((await signIn(user.email, PASSWORD)).code).toBe("EMAIL_NOT_VERIFIED");
    const answer = await confirm(await door.tokenFor(user.email), PASSWORD);
    expect(answer.status).toBe(200);
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id: user.id });
    expect((await door.eventsOf(user.id)).map(({ action }) => action)).toEqual([
      "account.signInFailed",
      "account.addressConfirmed",
      "account.signedIn",
    ]);
    expect((await signIn(user.email, PASSWORD)).status).toBe(200);
  });

  it("revokes access granted before the address was confirmed, and keeps the new session", async () => {
    const theirs = newPerson();
    await open.post("/sign-up/email", theirs);
    const earlier = await open.post("/sign-in/email", theirs);
    const { id } = await db.user.findUniqueOrThrow({ where: { email: theirs.email } });
    await db.calendarFeed.create({ data: { userId: id, tokenHash: id } });
    await signIn(theirs.email, PASSWORD);
    const answer = await confirm(await door.tokenFor(theirs.email), PASSWORD);
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id });
    expect(await door.sessionOf(earlier.cookie)).toBeNull();
    expect(await db.calendarFeed.count({ where: { userId: id, revokedAt: null } })).toBe(0);
    expect((await door.emailsTo(theirs.email)).at(-1)?.template).toBe(
      "account.signedOutEverywhere",
    );
  });

  it("a used link does nothing in any browser", async () => {
    const { email } = newPerson();
    const token = await attempt(email, PASSWORD);
    const first = await confirm(token, PASSWORD);
    const { id } = await db.user.findUniqueOrThrow({ where: { email } });
    const sessions = await db.session.count({ where: { userId: id } });
    for (const cookie of ["", first.cookie]) {
      const again = await door.post("/confirm-address", { token, password: PASSWORD }, { cookie });
      expect(again).toMatchObject({ status: 400, code: "INVALID_LINK", cookie: "" });
    }
    expect(await db.session.count({ where: { userId: id } })).toBe(sessions);
  });

  it("a link does nothing once the account has a different address", async () => {
    const user = await createMember(db);
    await signIn(user.email, PASSWORD);
    const token = await door.tokenFor(user.email);
    await db.user.update({ where: { id: user.id }, data: { email: newPerson().email } });
    expect((await confirm(token, PASSWORD)).code).toBe("INVALID_LINK");
    const after = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(after.emailVerified).toBe(false);
  });

  it("opens one account when a link is used twice at once", async () => {
    const { email } = newPerson();
    const token = await attempt(email, PASSWORD);
    const answers = await Promise.all([1, 2, 3].map(() => confirm(token, PASSWORD)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await db.user.count({ where: { email } })).toBe(1);
  });

  it("opens one account when two attempts are confirmed at once", async () => {
    const { email } = newPerson();
    const tokens = [await attempt(email, MINE), await attempt(email, MINE)];
    const answers = await Promise.all(tokens.map((token) => confirm(token, MINE)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await db.user.count({ where: { email } })).toBe(1);
  });

  it("allows five attempts, after which even the right password fails", async () => {
    const token = await attempt(newPerson().email, PASSWORD);
    for (const _ of [1, 2, 3, 4, 5]) {
      expect((await confirm(token, "a wrong password")).code).toBe("INVALID_CREDENTIALS");
    }
    expect((await confirm(token, PASSWORD)).code).toBe("INVALID_LINK");
  });

  it("expires after a day", async () => {
    const { email } = newPerson();
    const token = await attempt(email, PASSWORD);
    const tomorrow = new Date(Date.now() + DAY);
    const later = frontDoor(db, { requireVerifiedEmail: true, now: () => tomorrow });
    const answer = await later.post("/confirm-address", { token, password: PASSWORD });
    expect(answer.code).toBe("INVALID_LINK");
    expect((await confirm(token, PASSWORD)).status).toBe(200);
  });

  it("rejects a suspended person", async () => {
    const user = await createMember(db);
    await signIn(user.email, PASSWORD);
    await db.user.update({ where: { id: user.id }, data: { status: "suspended" } });
    const answer = await confirm(await door.tokenFor(user.email), PASSWORD);
    expect(answer).toMatchObject({ status: 403, code: "ACCOUNT_SUSPENDED", cookie: "" });
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("rejects tokens of any other kind", async () => {
    const user = await createMember(db);
    const expiresAt = new Date(Date.now() + MINUTE);
    for (const purpose of ["account.resetPassword", "account.confirmNewAddress"] as const) {
      const subject = user.id;
      const data = { kind: "account", userId: user.id, email: user.email };
      const token = await issueOneTimeToken(db, { purpose, subject, data, expiresAt });
      expect((await confirm(token, PASSWORD)).code).toBe("INVALID_LINK");
    }
    await signIn(user.email, PASSWORD);
    const answer = await door.post("/reset-password", {
      token: await door.tokenFor(user.email),
      newPassword: "another long password",
    });
    expect(answer.code).toBe("INVALID_LINK");
  });
});
