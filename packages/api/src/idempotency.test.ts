import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import type {
  CreatePersonalAccessTokenInput,
  CreateServiceAccountInput,
  menteeProfileFields,
} from "@sundial/validators";
import { DAY, MINUTE } from "@sundial/validators/durations";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "./index.ts";
import { type Caller, NOW, refusalOf, testApi } from "./testing/callers.ts";
import { bookingWith } from "./testing/office-sessions.ts";

const { db, as, asService } = await testApi();

const router: AnyTRPCRouter = appRouter;
const mutations = Object.entries<AnyTRPCProcedure>(router._def.procedures).filter(
  ([, { _def }]) => _def.type === "mutation",
);

/** Why a repeated call of a mutation makes nothing twice, although it takes no key. */
const KEYLESS = {
  "only the first call finds the version it names": [
    "availability.update",
    "member.changeRole",
    "member.changeStatus",
    "member.changeStatuses",
    "member.clearSecondFactor",
    "member.erase",
    "officeSession.approve",
    "officeSession.cancel",
    "officeSession.complete",
    "officeSession.correct",
    "actionItem.edit",
    "goal.edit",
    "staffNote.edit",
    "officeSession.decline",
    "officeSession.edit",
    "officeSession.reportNoShow",
    "officeSession.reschedule",
    "profile.update",
    "program.removeLogo",
    "program.setLogo",
    "program.updateSettings",
    "serviceAccount.update",
    "webhook.pause",
    "webhook.remove",
    "webhook.resume",
    "webhook.update",
  ],
  "it leaves what is already so": [
    "account.cancelEmailChange",
    "account.signOutEverywhere",
    "account.signOutSession",
    "account.update",
    "signInMethod.renamePasskey",
    "officeSession.checkIn",
    "actionItem.tick",
    "goal.settle",
    "savedFilter.save",
    "goal.tickMilestone",
    "sessionNote.write",
    "notification.choose",
    "notification.read",
    "notification.updateSettings",
    "officeSession.runLate",
    "calendar.revokeFeed",
    "personalAccessToken.revoke",
    "serviceAccount.end",
    "webhook.redeliver",
  ],
  "only the first call finds what waits for an answer": [
    "invitation.revoke",
    "mentorApplication.approve",
    "mentorApplication.decline",
    "mentorApplication.withdraw",
    "misuseReport.decide",
    "reliability.decide",
  ],
  "it works once in a while": ["availability.pause", "stuck.nudge"],
  "only the first call finds something to delete": [
    "account.erase",
    "actionItem.remove",
    "goal.remove",
    "savedFilter.remove",
    "staffNote.remove",
    "signInMethod.disconnect",
    "signInMethod.removePasskey",
    "profile.delete",
    "profile.forceDelete",
  ],
  "a link, a code or the current password works once": [
    "deviceLogin.approve",
    "invitation.accept",
    "deviceLogin.deny",
    "signInMethod.addPasskey",
    "account.changePassword",
    "account.confirmEmailChange",
    "secondFactor.confirm",
    "secondFactor.remove",
    "secondFactor.renewCodes",
  ],
  "what it starts replaces what was started before": [
    "account.requestEmailChange",
    "secondFactor.setUp",
  ],
  "it makes a link that expires unused within minutes": [
    "signInMethod.connect",
    "signInMethod.startPasskey",
  ],
  "it only reads, and each reading is recorded": ["account.export"],
};

function takesKey({ _def }: AnyTRPCProcedure) {
  const inputs: unknown[] = "inputs" in _def && Array.isArray(_def.inputs) ? _def.inputs : [];
  return inputs
    .filter((input) => input instanceof z.ZodType)
    .map((input) => z.toJSONSchema(input, { io: "input", unrepresentable: "any" }))
    .some((schema) => JSON.stringify(schema).includes('"idempotencyKey":'));
}

describe("every mutation", () => {
  it("takes an idempotency key, or says why repeating it makes nothing twice", () => {
    const keyless = mutations.filter(([, procedure]) => !takesKey(procedure));
    expect(keyless.map(([path]) => path).sort()).toEqual(Object.values(KEYLESS).flat().sort());
  });
});

const token: CreatePersonalAccessTokenInput = {
  name: "script",
  permissions: ["session:read"],
  lifetimeDays: 30,
};
const profile: z.infer<typeof menteeProfileFields> = {
  kind: "mentee",
  experienceLevel: "junior",
  goals: "Learn by doing",
  background: "",
  interests: ["Testing"],
  weeklyHours: "two_to_five",
  learningStyle: "hands_on",
};
const { kind: _, ...profileFields } = profile;
const mentor = await createMentor(db);
const mentee = await createMentee(db);

type Key = { idempotencyKey: string };

/** Names are unique, so the key is part of it. */
const serviceFor = (key: Key): CreateServiceAccountInput => ({
  ...key,
  name: key.idempotencyKey,
  ownerEmail: "data@team.example",
  permissions: ["session:read", "session:bookOnBehalf"],
  lifetimeDays: 90,
});

/** One call of each procedure that takes a key, and the same with another input. */
const making: Record<
  string,
  {
    by: () => Promise<{ id: string }>;
    make: (caller: Caller, key: Key) => Promise<unknown>;
    /** Missing where there is no other input. */
    makeOther?: (caller: Caller, key: Key) => Promise<unknown>;
  }
> = {
  "calendar.createFeed": {
    by: () => createUser(db),
    make: ({ calendar }, key) => calendar.createFeed(key),
  },
  "personalAccessToken.create": {
    by: () => createUser(db),
    make: (caller, key) => caller.personalAccessToken.create({ ...token, ...key }),
    makeOther: (caller, key) =>
      caller.personalAccessToken.create({ ...token, ...key, lifetimeDays: 90 }),
  },
  "profile.create": {
    by: () => createUser(db),
    make: (caller, key) => caller.profile.create({ ...profile, ...key }),
    makeOther: (caller, key) =>
      caller.profile.create({ ...profile, ...key, goals: "Something else entirely" }),
  },
  "serviceAccount.create": {
    by: () => createUser(db, { role: "admin" }),
    make: (caller, key) => caller.serviceAccount.create(serviceFor(key)),
    makeOther: (caller, key) =>
      caller.serviceAccount.create({ ...serviceFor(key), lifetimeDays: 365 }),
  },
  "webhook.create": {
    by: () => createUser(db, { role: "admin" }),
    make: ({ webhook }, key) => webhook.create({ url: "https://hooks.example/", ...key }),
    makeOther: ({ webhook }, key) => webhook.create({ url: "https://other.example/", ...key }),
  },
};

const eventsBy = ({ id: actorId }: { id: string }) => db.auditEvent.count({ where: { actorId } });

describe.each(Object.entries(making))("%s with a key", (_name, { by, make, makeOther }) => {
  it("answers a retry with what the first call made", async () => {
    const person = await by();
    const [caller, key] = [await as(person), { idempotencyKey: randomUUID() }];
    const first = await make(caller, key);
    expect(await make(caller, key)).toEqual(first);
    const later = await as(person, { now: new Date(NOW.getTime() + DAY - MINUTE) });
    expect(await make(later, key)).toEqual(first);
    expect(await eventsBy(person)).toBe(1);
  });

  it("makes one thing when many calls arrive at once", async () => {
    const person = await by();
    const [caller, key] = [await as(person), { idempotencyKey: randomUUID() }];
    const answers = await Promise.all(Array.from({ length: 8 }, () => make(caller, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await eventsBy(person)).toBe(1);
  });

  if (makeOther === undefined) return;
  it("can't be used for another input", async () => {
    const person = await by();
    const [caller, key] = [await as(person), { idempotencyKey: randomUUID() }];
    await make(caller, key);
    expect(await refusalOf(makeOther(caller, key))).toEqual({
      code: "IDEMPOTENCY_MISMATCH",
      details: undefined,
    });
    expect(await eventsBy(person)).toBe(1);
  });
});

describe("serviceAccount.rotateKey with a key", () => {
  it("answers a retry with the same key, and rotates once", async () => {
    const admin = await createUser(db, { role: "admin" });
    const { serviceAccount } = await as(admin);
    const { id, version } = await serviceAccount.create(
      serviceFor({ idempotencyKey: randomUUID() }),
    );
    const idempotencyKey = randomUUID();
    const input = { id, version, lifetimeDays: 90, overlapHours: 24, idempotencyKey } as const;
    const rotated = await serviceAccount.rotateKey(input);
    expect(await serviceAccount.rotateKey(input)).toEqual(rotated);
    expect(await db.serviceAccountKey.count({ where: { serviceAccountId: id } })).toBe(2);
    expect(await refusalOf(serviceAccount.rotateKey({ ...input, overlapHours: 1 }))).toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
  });
});

describe("a webhook's secret and test with a key", () => {
  it("are made once, and the retry gets the same answer", async () => {
    const { webhook } = await as(await createUser(db, { role: "admin" }));
    const { id, version, secret } = await webhook.create({ url: "https://hooks.example/" });
    const rotation = { id, version, idempotencyKey: randomUUID() };
    const rotated = await webhook.rotateSecret(rotation);
    expect(rotated.secret).not.toBe(secret);
    expect(await webhook.rotateSecret(rotation)).toEqual(rotated);
    const test = { id, idempotencyKey: randomUUID() };
    expect(await webhook.sendTest(test)).toEqual(await webhook.sendTest(test));
    expect(await db.webhookDelivery.count({ where: { endpointId: id } })).toBe(1);
  });
});

describe("an idempotency key", () => {
  it("works for service accounts, too", async () => {
    const caller = asService(["session:bookOnBehalf"]);
    const input = {
      ...bookingWith(await createMentor(db), { idempotencyKey: randomUUID() }),
      menteeId: (await createMentee(db)).id,
      reason: "You were matched.",
    };
    const booked = await caller.officeSession.bookOnBehalf(input);
    expect(await caller.officeSession.bookOnBehalf(input)).toEqual(booked);
    expect(await db.auditEvent.count({ where: { targetId: booked.id } })).toBe(1);
  });

  it("can't be used for another procedure, and belongs to its caller", async () => {
    const [person, other] = [await createUser(db), await createUser(db)];
    const key = { idempotencyKey: randomUUID() };
    const caller = await as(person);
    const feed = await caller.calendar.createFeed(key);
    expect(await refusalOf(caller.personalAccessToken.create({ ...token, ...key }))).toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
    const theirs = await (await as(other)).calendar.createFeed(key);
    expect(theirs.address).not.toBe(feed.address);
  });

  it("stays free when the call fails", async () => {
    const person = await createUser(db);
    const [caller, key] = [await as(person), { idempotencyKey: randomUUID() }];
    await db.menteeProfile.create({ data: { ...profileFields, userId: person.id } });
    expect(await refusalOf(caller.profile.create({ ...profile, ...key }))).toMatchObject({
      code: "PROFILE_EXISTS",
    });
    expect(await db.idempotencyKey.count({ where: { actorId: person.id } })).toBe(0);
    expect(await caller.calendar.createFeed(key)).toHaveProperty("address");
  });

  it("is free again after a day, even before the sweep deletes it", async () => {
    const person = await createUser(db);
    const key = { idempotencyKey: randomUUID() };
    const first = await (await as(person)).calendar.createFeed(key);
    const tomorrow = await as(person, { now: new Date(NOW.getTime() + DAY) });
    expect((await tomorrow.calendar.createFeed(key)).id).not.toBe(first.id);
  });

  it("answers a booking with the session as it is now", async () => {
    const caller = await as(mentee);
    const input = bookingWith(mentor, { idempotencyKey: randomUUID() });
    const { id, version } = await caller.officeSession.book(input);
    await caller.officeSession.cancel({ id, version });
    expect(await caller.officeSession.book(input)).toMatchObject({ id, status: "cancelled" });
  });

  it("is needed to read what was made: neither it nor the answer is in the database", async () => {
    const person = await createUser(db);
    const key = { idempotencyKey: randomUUID() };
    const { token: secret } = await (await as(person)).personalAccessToken.create({
      ...token,
      name: "Payroll",
      ...key,
    });
    const row = await db.idempotencyKey.findFirstOrThrow({ where: { actorId: person.id } });
    const stored = JSON.stringify(row);
    for (const hidden of [key.idempotencyKey, secret, "Payroll"]) {
      expect(stored).not.toContain(hidden);
    }
    // Nobody can put one caller's row under the name of another.
    const thief = await createUser(db);
    await db.idempotencyKey.create({ data: { ...row, actorId: thief.id } });
    await expect(
      (await as(thief)).personalAccessToken.create({ ...token, name: "Payroll", ...key }),
    ).rejects.toThrow();
  });
});
