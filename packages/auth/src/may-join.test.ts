import { testDb } from "@sundial/db/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { requireMayJoin } from "./may-join.ts";
import { createMember, frontDoor, newPerson, PASSWORD } from "./testing/front-door.ts";

const { db } = await testDb();
const doors = {
  open: frontDoor(db),
  "with proven mailboxes": frontDoor(db, { requireVerifiedEmail: true }),
};
const { open, "with proven mailboxes": strict } = doors;

/** Sets the policy until the test ends. */
async function policy(signUpPolicy: "open" | "domains" | "invitation", domains: string[] = []) {
  const set = (data: object) =>
    db.programSettings.update({ where: { id: 1 }, data, select: { id: true } });
  await set({ signUpPolicy, signUpDomains: domains });
  onTestFinished(async () => {
    await set({ signUpPolicy: "open", signUpDomains: [] });
  });
}

const exists = async (email: string) => (await db.user.count({ where: { email } })) > 0;

describe("a listed domain", () => {
  it.each([
    ["ada@example.org", true],
    ["ada@EXAMPLE.ORG", true],
    ["ada@xn--bcher-kva.example", true],
    ["ada@bücher.example", true],
    ["ada@BÜCHER.example", true],
    ['"ada@evil.example"@example.org', true],
    ["ada@evil-example.org", false],
    ["ada@evilexample.org", false],
    ["ada@sub.example.org", false],
    ["ada@example.org.evil.example", false],
    ["ada@example.org@evil.example", false],
    ["ada@example.org.", false],
    ["ada@example.orɡ", false],
    ["ada@example", false],
    ["example.org", false],
    ["ada@", false],
    ["", false],
  ])("lets %s in: %s", async (address, isAllowed) => {
    await policy("domains", ["example.org", "xn--bcher-kva.example"]);
    const outcome = await requireMayJoin(db, address).then(
      () => true,
      () => false,
    );
    expect(outcome).toBe(isAllowed);
  });
});

describe.each(Object.entries(doors))("signing up, %s", (_name, door) => {
  it("is closed to everyone where people are invited", async () => {
    await policy("invitation");
    const person = newPerson();
    expect(await door.post("/sign-up/email", person)).toMatchObject({
      status: 403,
      code: "SIGN_UP_CLOSED",
      details: { signUpPolicy: "invitation" },
    });
    expect(await exists(person.email)).toBe(false);
    expect(await door.emailsTo(person.email)).toEqual([]);
  });

  it("is closed to other domains, with or without an account, in the same words", async () => {
    const member = await createMember(db);
    const known = member.email.replace(/@.*/, "@known.example");
    await db.user.update({ where: { id: member.id }, data: { email: known } });
    await policy("domains", ["listed.example"]);
    const answers = [];
    for (const email of [known, known.replace("known", "unknown")]) {
      const { status, text, headers } = await door.post("/sign-up/email", newPerson({ email }));
      answers.push({ status, text, headers: Object.keys(headers) });
      expect(await door.emailsTo(email)).toEqual([]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.text).toContain("an email address at listed.example");
  });

  it("stays possible at a listed domain", async () => {
    await policy("domains", ["listed.example"]);
    const person = newPerson();
    const email = person.email.replace(/@.*/, "@listed.example");
    expect((await door.post("/sign-up/email", { ...person, email })).status).toBe(200);
  });
});

describe("a policy that changes", () => {
  it("holds for links that were sent before, which work again once it allows them", async () => {
    const person = newPerson();
    await strict.post("/sign-up/email", person);
    const link = { token: await strict.tokenFor(person.email), password: PASSWORD };
    await policy("invitation");
    expect((await strict.post("/confirm-address", link)).code).toBe("SIGN_UP_CLOSED");
    expect(await exists(person.email)).toBe(false);
    await policy("open");
    expect((await strict.post("/confirm-address", link)).status).toBe(200);
  });

  it("doesn't concern people who have an account", async () => {
    const member = await createMember(db);
    await policy("invitation");
    const input = { email: member.email, password: PASSWORD };
    expect((await open.post("/sign-in/email", input)).status).toBe(200);
  });

  it("waits for accounts that are being created, so none is created under it", async () => {
    const moments: string[] = [];
    let closing: Promise<unknown> = Promise.resolve();
    await db.$transaction(async (tx) => {
      await requireMayJoin(tx, "ada@example.org");
      closing = policy("invitation").then(() => moments.push("closed"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      moments.push("joined");
    });
    await closing;
    expect(moments).toEqual(["joined", "closed"]);
  });
});
