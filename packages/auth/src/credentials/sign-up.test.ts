import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { createMember, frontDoor, newPerson, PASSWORD } from "../testing/front-door.ts";

const { db } = await testDb();
const open = frontDoor(db);
const strict = frontDoor(db, { requireVerifiedEmail: true });

const byEmail = (email: string) =>
  db.user.findUnique({ where: { email: email.toLowerCase() }, include: { accounts: true } });

describe("sign-up", () => {
  it("opens an account for an active mentee, who then signs in", async () => {
    const person = newPerson({ email: `Ada.${newPerson().email}` });
    const answer = await open.post("/sign-up/email", { ...person, timeZone: "Asia/Calcutta" });
    expect(answer).toMatchObject({ status: 200, cookie: "", text: '{"next":"signIn"}' });
    const user = await byEmail(person.email);
    expect(user).toMatchObject({
      name: "Ada Lovelace",
      email: person.email.toLowerCase(),
      role: "mentee",
      status: "active",
      timeZone: "Asia/Kolkata",
      emailVerified: false,
    });
    expect(await open.eventsOf(user?.id ?? "")).toMatchObject([
      { action: "account.signedUp", actorId: user?.id, actorRole: "mentee" },
    ]);
    expect((await open.post("/sign-in/email", person)).status).toBe(200);
  });

  it("is announced once the account exists", async () => {
    const { id: endpointId } = await db.webhookEndpoint.create({
      data: { url: "https://receiver.example/", secret: "sealed", createdAt: new Date() },
    });
    const person = newPerson();
    await strict.post("/sign-up/email", person);
    const where = { endpointId };
    expect(await db.webhookDelivery.count({ where })).toBe(0);
    const link = { token: await strict.tokenFor(person.email), password: PASSWORD };
    await strict.post("/confirm-address", link);
    const user = await byEmail(person.email);
    expect(await db.webhookDelivery.findMany({ where })).toMatchObject([
      {
        kind: "member.signedUp",
        data: { id: user?.id, role: "mentee", status: "active" },
        personalTexts: null,
        personIds: [user?.id],
      },
    ]);
    await db.webhookEndpoint.delete({ where: { id: endpointId } });
  });

  it("stores the language of the browser either way", async () => {
    const german = { "accept-language": "de-AT,de;q=0.9,en;q=0.8" };
    const person = newPerson();
    await open.post("/sign-up/email", person, german);
    expect(await byEmail(person.email)).toMatchObject({ locale: "de-AT" });
    const confirmed = newPerson();
    await strict.post("/sign-up/email", confirmed, german);
    const link = { token: await strict.tokenFor(confirmed.email), password: PASSWORD };
    await strict.post("/confirm-address", link, german);
    expect(await byEmail(confirmed.email)).toMatchObject({ locale: "de-AT" });
  });

  it("stores the wish to mentor either way, and answers as to anyone else", async () => {
    const asked = { ...newPerson(), wantsToMentor: true };
    const answer = await open.post("/sign-up/email", asked);
    expect(answer.text).toBe((await open.post("/sign-up/email", newPerson())).text);
    expect(await byEmail(asked.email)).toMatchObject({ wantsToMentor: true, role: "mentee" });
    const confirmed = { ...newPerson(), wantsToMentor: true };
    await strict.post("/sign-up/email", confirmed);
    const link = { token: await strict.tokenFor(confirmed.email), password: PASSWORD };
    await strict.post("/confirm-address", link);
    expect(await byEmail(confirmed.email)).toMatchObject({ wantsToMentor: true, role: "mentee" });
  });

  it("changes nothing about a known account", async () => {
    const known = await createMember(db);
    for (const door of [open, strict]) {
      await door.post("/sign-up/email", {
        ...newPerson({ email: known.email }),
        wantsToMentor: true,
      });
      expect(await byEmail(known.email)).toMatchObject({ wantsToMentor: false });
    }
  });

  it.each(["", "*", "not a language!", `${"x".repeat(5000)}`])(
    "opens an account when the browser asks for %j",
    async (language) => {
      const person = newPerson();
      const answer = await open.post("/sign-up/email", person, { "accept-language": language });
      expect(answer.status).toBe(200);
      expect(await byEmail(person.email)).toMatchObject({ locale: null });
    },
  );

  it("creates no user until the address is confirmed", async () => {
    const person = newPerson();
    const answer = await strict.post("/sign-up/email", person);
    expect(answer).toMatchObject({ status: 200, cookie: "", text: '{"next":"confirmAddress"}' });
    expect(await byEmail(person.email)).toBeNull();
    expect(await strict.emailsTo(person.email)).toMatchObject([
      { template: "account.confirmAddress" },
    ]);
    expect((await strict.post("/sign-in/email", person)).code).toBe("INVALID_CREDENTIALS");
  });

  it.each([
    ["open", open],
    ["with proven mailboxes", strict],
  ])(
    "answers the same for new and known addresses, and notifies the owner: %s",
    async (_name, door) => {
      const person = newPerson();
      const known = await createMember(db);
      const answers = [
        await door.post("/sign-up/email", person),
        await door.post("/sign-up/email", newPerson({ email: known.email })),
        await door.post("/sign-up/email", newPerson({ email: known.email.toUpperCase() })),
      ];
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 200, setCookie: [] });
      expect(answers[0]?.text).not.toContain(person.email);
      expect(await door.emailsTo(known.email)).toMatchObject([
        { template: "account.alreadyRegistered", data: {} },
        { template: "account.alreadyRegistered", data: {} },
      ]);
      const after = await byEmail(known.email);
      expect(after).toMatchObject({ name: known.name, authEpoch: known.authEpoch });
      expect(after?.accounts).toHaveLength(1);
    },
  );

  it("leaves the same number of rows behind for known and new addresses", async () => {
    const known = await createMember(db);
    const written = () =>
      Promise.all([db.verification.count(), db.emailOutbox.count(), db.auditEvent.count()]);
    const counts: number[][] = [];
    for (const email of [known.email, newPerson().email]) {
      const before = await written();
      await strict.post("/sign-up/email", newPerson({ email }));
      counts.push((await written()).map((count, index) => count - (before[index] ?? 0)));
    }
    expect(counts).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it("answers many simultaneous requests alike and opens one account", async () => {
    const person = newPerson();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => open.post("/sign-up/email", person)),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await db.account.count({ where: { user: { email: person.email } } })).toBe(1);
    expect(await open.emailsTo(person.email)).toHaveLength(4);
  });

  it("opens no account for a placeholder address and sends it nothing", async () => {
    const known = await createMember(db, { email: `${newPerson().email}.invalid` });
    for (const email of [known.email, `${newPerson().email}.INVALID`]) {
      for (const door of [open, strict]) {
        const answer = await door.post("/sign-up/email", newPerson({ email }));
        expect(answer).toMatchObject({ status: 400, code: "INVALID_INPUT" });
        expect(answer.details).toMatchObject([{ path: ["email"] }]);
        expect(await door.emailsTo(email)).toEqual([]);
      }
      const answer = await open.post("/sign-in/email", { email, password: PASSWORD });
      expect(answer).toMatchObject({ status: 400, code: "INVALID_INPUT", cookie: "" });
    }
  });

  it.each([
    ["role", "admin"],
    ["status", "suspended"],
    ["emailVerified", true],
    ["authEpoch", 9],
    ["lastLoginAt", "2020-01-01T00:00:00Z"],
    ["createdAt", "2020-01-01T00:00:00Z"],
    ["id", "chosen-by-me"],
    ["userMetadata", { role: "admin" }],
    ["__proto__", { role: "admin" }],
  ])("never lets a client set %s", async (field, value) => {
    const person = newPerson();
    const body = JSON.parse(
      `${JSON.stringify(person).slice(0, -1)},"${field}":${JSON.stringify(value)}}`,
    );
    const init = { method: "POST", headers: { "content-type": "application/json" } };
    await open.send("/sign-up/email", { ...init, body: JSON.stringify(body) });
    const stored = await byEmail(person.email);
    expect(stored).toMatchObject({
      role: "mentee",
      status: "active",
      emailVerified: false,
      authEpoch: 0,
      lastLoginAt: null,
    });
    expect(stored?.id).not.toBe("chosen-by-me");
    expect(stored?.createdAt.getFullYear()).not.toBe(2020);
  });

  it("names each invalid field in the shape all errors have", async () => {
    const answer = await open.post("/sign-up/email", {
      name: "",
      email: "nonsense",
      password: "short",
      timeZone: "EST",
    });
    expect(answer).toMatchObject({ status: 400, code: "INVALID_INPUT" });
    expect(answer.details).toMatchObject([
      { path: ["name"] },
      { path: ["email"] },
      { path: ["password"] },
      { path: ["timeZone"] },
    ]);
  });

  it.each([null, [], "text", 1, {}, { email: { $ne: null } }])(
    "rejects an invalid body: %j",
    async (body) => {
      expect((await open.post("/sign-up/email", body)).status).toBe(400);
    },
  );

  it.each([
    ["7 characters", "1234 67", 400],
    ["8 characters", "ab 45 78", 200],
    ["64 characters", "x".repeat(64), 200],
    ["73 bytes", "y".repeat(73), 200],
    ["128 characters", "z".repeat(128), 200],
    ["129 characters", "z".repeat(129), 400],
    ["10,000 characters", "z".repeat(10_000), 400],
    ["a NUL", "before\0after", 400],
    ["half a surrogate pair", "before\ud800after", 400],
    ["spaces alone", " ".repeat(12), 200],
    ["emoji", "🔑🗝🔑🗝🔑🗝🔑🗝", 200],
    ["decomposed letters", "cafe\u0301 au lait", 200],
    ["no digit, capital or sign", "onlylowercaseletters", 200],
  ])("enforces the password rule: %s", async (_name, password, status) => {
    const person = newPerson({ password });
    expect((await open.post("/sign-up/email", person)).status).toBe(status);
    if (status !== 200) return;
    expect((await open.post("/sign-in/email", person)).status).toBe(200);
    const cut = { ...person, password: [...password].slice(0, -1).join("") };
    expect((await open.post("/sign-in/email", cut)).status).toBe(401);
    const composed = { ...person, password: password.normalize("NFC") };
    const same = composed.password === password;
    expect((await open.post("/sign-in/email", composed)).status).toBe(same ? 200 : 401);
  });

  it.each(["password", "Password", "12345678", "QWERTYUIOP"])(
    "rejects a common password: %s",
    async (password) => {
      const answer = await strict.post("/sign-up/email", newPerson({ password }));
      expect(answer).toMatchObject({ status: 400, code: "INVALID_INPUT" });
      expect(answer.details).toMatchObject([{ path: ["password"] }]);
    },
  );

  it("keeps the password out of everything it stores", async () => {
    const person = newPerson();
    await strict.post("/sign-up/email", person);
    const rows = await db.verification.findMany({ where: { subject: person.email } });
    expect(rows).toHaveLength(1);
    const { events, emails } = await strict.writtenDown();
    expect(`${JSON.stringify(rows)}${events}${emails}`).not.toContain(PASSWORD);
    expect(events).not.toContain(person.email);
  });
});
