import { randomUUID } from "node:crypto";
import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { createMember, frontDoor, newPerson, PASSWORD } from "../testing/front-door.ts";
import { addTotpFactor, totpCode } from "../testing/second-factors.ts";

const { db } = await testDb();
const door = frontDoor(db);

async function ask(email: string, { next, cookie }: { next?: string; cookie?: string } = {}) {
  const answer = await door.post("/sign-in/email-link", { email, next }, cookie ? { cookie } : {});
  expect(answer).toMatchObject({ status: 200, text: '{"next":"readMail"}' });
  return answer.cookie;
}

const follow = (token: string, cookie: string, at = door) =>
  at.post("/complete-email-link", { token }, cookie ? { cookie } : {});

describe("a sign-in link", () => {
  it("signs in once, in the browser that asked, and leads on", async () => {
    const user = await createMember(db, { emailVerified: true });
    const cookie = await ask(user.email.toUpperCase(), { next: "/profile" });
    const token = await door.tokenFor(user.email);
    for (const elsewhere of ["", await ask(newPerson().email)]) {
      expect(await follow(token, elsewhere)).toMatchObject({ status: 400, code: "INVALID_LINK" });
    }
    const answer = await follow(token, cookie);
    expect(answer).toMatchObject({ status: 200, text: '{"next":"/profile"}' });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id: user.id });
    expect(await follow(token, cookie)).toMatchObject({ code: "INVALID_LINK" });
    expect(await door.eventsOf(user.id)).toMatchObject([
      { action: "account.signInLinkRequested", actorId: null },
      { action: "account.signedIn", actorId: user.id },
    ]);
    const { events } = await door.writtenDown();
    expect(events).not.toContain(token);
  });

  it("opens one session when it is followed twice at once", async () => {
    const user = await createMember(db, { emailVerified: true });
    const cookie = await ask(user.email);
    const token = await door.tokenFor(user.email);
    const both = await Promise.all([follow(token, cookie), follow(token, cookie)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(1);
  });

  it("lives ten minutes, and only the newest works", async () => {
    const user = await createMember(db, { emailVerified: true });
    const cookie = await ask(user.email);
    const first = await door.tokenFor(user.email);
    await ask(user.email, { cookie });
    const second = await door.tokenFor(user.email);
    expect(await follow(first, cookie)).toMatchObject({ code: "INVALID_LINK" });
    const late = frontDoor(db, { now: () => new Date(Date.now() + 10 * MINUTE + 1000) });
    expect(await follow(second, cookie, late)).toMatchObject({ code: "INVALID_LINK" });
    expect(await follow(second, cookie)).toMatchObject({ status: 200 });
  });

  it("is asked for alike by everybody, and sent only to those who may come in", async () => {
    const elsewhere = await createUser(db);
    const people = [
      [await createMember(db, { emailVerified: true }), 1],
      [await createMember(db, { emailVerified: false }), 1],
      [await createMember(db, { status: "suspended" }), 0],
      [elsewhere, 1],
      [newPerson(), 0],
    ] as const;
    const answers = [];
    for (const [{ email }] of people) {
      const before = [await db.verification.count(), await db.auditEvent.count()];
      const { cookie: _, setCookie, ...answer } = await door.post("/sign-in/email-link", { email });
      answers.push({ ...answer, headers: Object.keys(answer.headers), cookies: setCookie.length });
      const after = [await db.verification.count(), await db.auditEvent.count()];
      expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const [{ email }, mails] of people) expect(await door.emailsTo(email)).toHaveLength(mails);
  });

  it("stops at a suspension or a new address in the meantime", async () => {
    const user = await createMember(db, { emailVerified: true });
    const cookie = await ask(user.email);
    const token = await door.tokenFor(user.email);
    await db.user.update({ where: { id: user.id }, data: { status: "suspended" } });
    expect(await follow(token, cookie)).toMatchObject({ code: "ACCOUNT_SUSPENDED" });
    const moved = await createMember(db, { emailVerified: true });
    const theirs = await ask(moved.email);
    const link = await door.tokenFor(moved.email);
    await db.user.update({
      where: { id: moved.id },
      data: { email: `${randomUUID()}@example.org` },
    });
    expect(await follow(link, theirs)).toMatchObject({ code: "INVALID_LINK" });
  });

  it("is the first proof of a mailbox, and removes what was set up before", async () => {
    const user = await createMember(db, { emailVerified: false });
    await addTotpFactor(db, user);
    const cookie = await ask(user.email);
    const answer = await follow(await door.tokenFor(user.email), cookie);
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id: user.id });
    expect(await db.totpFactor.count({ where: { userId: user.id } })).toBe(0);
    const signIn = { email: user.email, password: PASSWORD };
    expect(await door.post("/sign-in/email", signIn)).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
  });

  it("still needs a code with two-factor authentication", async () => {
    const user = await createMember(db, { emailVerified: true });
    const { secret } = await addTotpFactor(db, user);
    const cookie = await ask(user.email, { next: "/profile" });
    const first = await follow(await door.tokenFor(user.email), cookie);
    expect(first).toMatchObject({ status: 200, text: '{"next":"/sign-in/code"}' });
    expect(await door.sessionOf(first.cookie)).toBeNull();
    const code = totpCode(secret, new Date());
    const second = await door.post("/complete-sign-in", { code }, { cookie: first.cookie });
    expect(second).toMatchObject({ status: 200, text: '{"next":"/profile"}' });
    expect(await door.sessionOf(second.cookie)).toMatchObject({ id: user.id });
  });

  it("opens nothing while a factor that couldn't be migrated blocks the account", async () => {
    const user = await createMember(db, { emailVerified: true, mustEnrolFactor: true });
    const cookie = await ask(user.email);
    const answer = await follow(await door.tokenFor(user.email), cookie);
    expect(answer).toMatchObject({ code: "SECOND_FACTOR_LOST" });
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example"])(
    "never leads to %s",
    async (next) => {
      const user = await createMember(db, { emailVerified: true });
      const cookie = await ask(user.email, { next });
      const answer = await follow(await door.tokenFor(user.email), cookie);
      expect(answer.text).toBe('{"next":"/mentors"}');
    },
  );
});
