import { testDb } from "@sundial/db/testing";
import { HOUR } from "@sundial/validators/durations";
import { beforeEach, describe, expect, it } from "vitest";
import { issueOneTimeToken, offerAdminSetUp } from "../index.ts";
import { createMember, frontDoor, newPerson, PASSWORD } from "../testing/front-door.ts";
import { BASE_URL } from "../testing/people.ts";

const { db, owner } = await testDb();
const door = frontDoor(db, { requireVerifiedEmail: true });

const offer = (now = new Date()) => offerAdminSetUp({ db, now, siteUrl: BASE_URL });

async function linkToken(now?: Date) {
  const made = await offer(now);
  if (made === null) throw new Error("there is an admin");
  return new URL(made.url).hash.slice(1);
}

const setUp = (token: string, person = newPerson()) =>
  door.post("/set-up-admin", { ...person, token });

const admins = () => db.user.findMany({ where: { role: "admin" }, orderBy: { createdAt: "asc" } });

/** A program without an admin, as at the beginning. The trigger would not let the last one go. */
beforeEach(async () => {
  await owner.$executeRaw`ALTER TABLE users DISABLE TRIGGER USER`;
  await owner.$executeRaw`UPDATE users SET role = 'mentee'`;
  await owner.$executeRaw`ALTER TABLE users ENABLE TRIGGER USER`;
});

describe("the first admin", () => {
  it("has an active account with a confirmed address, and is signed in", async () => {
    const person = newPerson();
    const answer = await setUp(await linkToken(), person);
    expect(answer).toMatchObject({ status: 200, text: '{"signedIn":true}' });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({
      email: person.email,
      role: "admin",
      status: "active",
    });
    const [admin, ...others] = await admins();
    expect(others).toEqual([]);
    expect(admin).toMatchObject({ emailVerified: true, timeZone: "Europe/London" });
    expect(await door.eventsOf(admin?.id ?? "")).toMatchObject([
      { action: "program.adminSetUp", actorId: admin?.id, actorRole: "admin" },
      { action: "account.signedIn" },
    ]);
    const again = { email: person.email, password: PASSWORD };
    expect((await door.post("/sign-in/email", again)).status).toBe(200);
  });

  it("needs a link that only works for this, once, for an hour", async () => {
    const now = new Date();
    const late = await linkToken(new Date(now.getTime() - HOUR));
    const other = await issueOneTimeToken(db, {
      purpose: "account.confirmAddress",
      subject: "admin",
      expiresAt: new Date(now.getTime() + HOUR),
    });
    for (const token of [late, other, "guess", "x".repeat(200)]) {
      expect((await setUp(token)).code).toBe("INVALID_LINK");
    }
    expect(await admins()).toEqual([]);
    const token = await linkToken();
    expect((await setUp(token)).status).toBe(200);
    expect((await setUp(token)).code).toBe("INVALID_LINK");
  });

  it("ends every other link, and there is no new one", async () => {
    const [first, second] = [await linkToken(), await linkToken()];
    expect((await setUp(first)).status).toBe(200);
    expect((await setUp(second)).code).toBe("INVALID_LINK");
    expect(await offer()).toBeNull();
    expect(await admins()).toHaveLength(1);
  });

  it("doesn't depend on the sign-up policy", async () => {
    const policy = (signUpPolicy: "open" | "invitation") =>
      db.programSettings.update({ where: { id: 1 }, data: { signUpPolicy } });
    await policy("invitation");
    expect((await setUp(await linkToken())).status).toBe(200);
    await policy("open");
  });
});

describe("two people with two links", () => {
  it.each(Array.from({ length: 5 }, (_, round) => round + 1))(
    "become one admin, in round %i",
    async () => {
      const tokens = [await linkToken(), await linkToken(), await linkToken()];
      const answers = await Promise.all(tokens.map((token) => setUp(token)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
      expect(await admins()).toHaveLength(1);
    },
  );

  it("with one link become one admin", async () => {
    const token = await linkToken();
    const answers = await Promise.all([setUp(token), setUp(token), setUp(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await admins()).toHaveLength(1);
  });
});

describe("a refused set-up", () => {
  it("changes nothing about an account with that address, and keeps the link", async () => {
    const member = await createMember(db);
    const token = await linkToken();
    expect(await setUp(token, newPerson({ email: member.email }))).toMatchObject({
      status: 400,
      code: "INVALID_INPUT",
      details: [{ path: ["email"] }],
    });
    expect(await db.user.findUnique({ where: { id: member.id } })).toMatchObject({
      role: "mentee",
      authEpoch: 0,
    });
    expect((await setUp(token)).status).toBe(200);
  });

  it.each([
    ["a common password", { password: "password1" }],
    ["a short password", { password: "short" }],
    ["no address", { email: "ada" }],
  ])("because of %s keeps the link", async (_name, wrong) => {
    const token = await linkToken();
    expect((await setUp(token, newPerson(wrong))).code).toBe("INVALID_INPUT");
    expect((await setUp(token)).status).toBe(200);
  });
});

it("nothing that is written down contains the link", async () => {
  const token = await linkToken();
  await setUp(token);
  const { events, emails } = await door.writtenDown();
  expect(events).not.toContain(token);
  expect(emails).not.toContain(token);
});
