import { randomUUID } from "node:crypto";
import { createAuth, revokeAccess } from "@sundial/auth";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { type CreateServiceAccountInput, SERVICE_ACCOUNTS_MAX } from "@sundial/validators";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { appRouter, createCallerFactory, createContext } from "../index.ts";
import { NOW, refusalOf, SITE_URL, testApi } from "../testing/callers.ts";
import { bookedSession, MONDAY_10 } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

let now = NOW.getTime();
const auth = createAuth({
  db,
  secret: "a-secret-for-tests-of-32-characters",
  baseURL: SITE_URL,
  rateLimit: false,
  tokens: { now: () => new Date(now) },
});

/** A program that sends this key. */
const program = (key: string, ip: string | null = "192.0.2.7") =>
  createCallerFactory(appRouter)(
    createContext({
      headers: new Headers({ authorization: `Bearer ${key}` }),
      db,
      auth,
      ip,
      siteUrl: SITE_URL,
      now: () => new Date(now),
    }),
  );

const admin = async () => as(await createUser(db, { role: "admin" }), { now: new Date(now) });

const input = (data: Partial<CreateServiceAccountInput> = {}): CreateServiceAccountInput => ({
  name: `Reports ${randomUUID()}`,
  ownerEmail: "data@team.example",
  permissions: ["session:read", "member:list"],
  lifetimeDays: 90,
  ...data,
});

const isDead = async (key: string) =>
  expect(await refusalOf(program(key).account.whoami())).toMatchObject({ code: "UNAUTHORIZED" });

describe("a service account", () => {
  it("works with its own permissions, without a role, and nothing else", async () => {
    const { id, name, key, keys } = await (await admin()).serviceAccount.create(input());
    expect(key).toMatch(/^sundial_svc_[\w-]{43}$/);
    const { account, officeSession, member, mentor } = program(key);
    expect(await account.whoami()).toEqual({
      kind: "service",
      id,
      name,
      role: null,
      timeZone: "UTC",
      credential: "service_account_key",
      credentialId: keys[0]?.id,
      expiresAt: new Date(now + 90 * DAY),
      permissions: ["identity:read", "member:list", "session:read"],
    });
    await createMentee(db);
    expect((await member.list({ limit: 1 })).items).toHaveLength(1);
    expect(await officeSession.list({ when: "upcoming" })).toBeDefined();
    for (const refusal of await Promise.all(
      [mentor.list({}), account.me(), account.update({ name: "Mine" })].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("books for a mentee like staff, with its id in the audit log and its reason in the email", async () => {
    const mentor = await createMentor(db);
    const mentee = await createMentee(db);
    const permissions = ["session:bookOnBehalf", "session:read", "session:cancel"] as const;
    const created = await (await admin()).serviceAccount.create(
      input({ permissions: [...permissions] }),
    );
    const { officeSession } = program(created.key);
    const booked = await officeSession.bookOnBehalf({
      mentorId: mentor.id,
      menteeId: mentee.id,
      startsAt: MONDAY_10,
      durationMinutes: 30,
      topic: "Matched by the spring program",
      reason: "You were matched.",
    });
    expect(booked).toMatchObject({ status: "scheduled", actions: ["cancel"] });
    const { id, version } = booked;
    const unexplained = officeSession.cancel({ id, version });
    expect(await refusalOf(unexplained)).toMatchObject({ code: "INVALID_INPUT" });
    expect(
      await officeSession.cancel({ id, version, note: "The match was withdrawn." }),
    ).toMatchObject({ status: "cancelled", cancelledById: created.id });
    const events = await db.auditEvent.findMany({
      where: { targetId: id },
      orderBy: { seq: "asc" },
      select: { action: true, actorKind: true, actorId: true, actorRole: true, credential: true },
    });
    const actor = {
      actorKind: "service",
      actorId: created.id,
      actorRole: null,
      credential: "service_account_key",
    };
    expect(events).toEqual([
      { action: "officeSession.booked", ...actor },
      { action: "officeSession.cancelled", ...actor },
    ]);
  });

  it("lists everyone's sessions", async () => {
    const { session } = await bookedSession(db, as);
    const { key } = await (await admin()).serviceAccount.create(input());
    const { items } = await program(key).officeSession.list({ when: "upcoming", limit: 50 });
    expect(items.map(({ id }) => id)).toContain(session.id);
  });

  it("appears in the audit log by its name", async () => {
    const created = await (await admin()).serviceAccount.create(
      input({ permissions: ["audit:read"] }),
    );
    const { items } = await program(created.key).audit.list({ targetId: created.id });
    expect(items).toMatchObject([
      { action: "serviceAccount.created", targetName: created.name, actorKind: "user" },
    ]);
    const reads = await (await admin()).audit.list({ actorId: created.id });
    expect(reads).toMatchObject({
      actorName: created.name,
      items: [{ action: "audit.read", actorName: created.name, actorKind: "service" }],
    });
  });

  it("changes people's access only with that permission, and never its own", async () => {
    const mentee = await createMentee(db);
    const change = {
      id: mentee.id,
      version: mentee.version,
      role: "pm",
      reason: "New job",
    } as const;
    const boss = await admin();
    const reader = await boss.serviceAccount.create(input());
    expect(await refusalOf(program(reader.key).member.changeRole(change))).toMatchObject({
      code: "FORBIDDEN",
    });
    const changer = await boss.serviceAccount.create(input({ permissions: ["member:changeRole"] }));
    expect(await program(changer.key).member.changeRole(change)).toMatchObject({ role: "pm" });
  });

  it("grants no more than it has, and can't change itself", async () => {
    const boss = await admin();
    const manager = await boss.serviceAccount.create(
      input({ permissions: ["serviceAccount:manage", "session:read"] }),
    );
    const { serviceAccount } = program(manager.key);
    const made = await serviceAccount.create(input({ permissions: ["session:read"] }));
    expect(made.permissions).toEqual(["session:read"]);
    const { lifetimeDays: _, ...facts } = input({ permissions: ["member:erase"] });
    for (const refusal of await Promise.all(
      [
        serviceAccount.create(input({ permissions: ["member:erase"] })),
        serviceAccount.update({ id: made.id, version: made.version, ...facts }),
        serviceAccount.update({
          ...facts,
          id: manager.id,
          version: manager.version,
          permissions: ["session:read"],
        }),
      ].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("rotates no key of an account that may do more, and its own like any other", async () => {
    const boss = await admin();
    const manager = await boss.serviceAccount.create(
      input({ permissions: ["serviceAccount:manage", "session:read"] }),
    );
    const { serviceAccount } = program(manager.key);
    const rotation = { lifetimeDays: 30, overlapHours: 0 } as const;
    const powerful = await boss.serviceAccount.create(input({ permissions: ["member:erase"] }));
    const { id, version } = powerful;
    expect(await refusalOf(serviceAccount.rotateKey({ id, version, ...rotation }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await program(powerful.key).account.whoami()).toMatchObject({ id });
    const weaker = await boss.serviceAccount.create(input({ permissions: ["session:read"] }));
    for (const account of [weaker, manager]) {
      const change = { id: account.id, version: account.version, ...rotation };
      expect(await serviceAccount.rotateKey(change)).toMatchObject({ id: account.id });
    }
  });

  it("is shown without its key, which is stored as a digest", async () => {
    const boss = await admin();
    const { id, key } = await boss.serviceAccount.create(input());
    const secret = key.slice("sundial_svc_".length);
    const shown = [await boss.serviceAccount.list(), await boss.serviceAccount.byId({ id })];
    expect(JSON.stringify(shown)).toContain(id);
    expect(JSON.stringify(shown)).not.toContain(secret);
    const stored = await db.serviceAccountKey.findMany({ where: { serviceAccountId: id } });
    expect(stored).toMatchObject([{ keyHash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    const events = await db.auditEvent.findMany({ where: { targetId: id } });
    expect(events).toHaveLength(1);
    expect(JSON.stringify([stored, events.map(({ after }) => after)])).not.toContain(secret);
  });

  it("records when and from where its key was used", async () => {
    const boss = await admin();
    const { id, key } = await boss.serviceAccount.create(input());
    const lastUse = async () => {
      const [found] = (await boss.serviceAccount.byId({ id })).keys;
      return [found?.lastUsedAt?.getTime() ?? null, found?.lastUsedFrom ?? null];
    };
    const begun = now;
    expect(await lastUse()).toEqual([null, null]);
    await program(key, "192.0.2.7").account.whoami();
    expect(await lastUse()).toEqual([begun, "192.0.2.7"]);
    now = begun + MINUTE;
    await program(key, "192.0.2.7").account.whoami();
    expect(await lastUse()).toEqual([begun, "192.0.2.7"]);
    await program(key, "198.51.100.9").account.whoami();
    expect(await lastUse()).toEqual([begun + MINUTE, "198.51.100.9"]);
    now = begun + MINUTE + HOUR;
    await program(key, "198.51.100.9").account.whoami();
    expect(await lastUse()).toEqual([now, "198.51.100.9"]);
    now = begun;
  });

  it("works with the old and the new key until the overlap is over", async () => {
    let boss = await admin();
    const first = await boss.serviceAccount.create(input());
    const before = now;
    now += MINUTE;
    boss = await admin();
    const second = await boss.serviceAccount.rotateKey({
      id: first.id,
      version: first.version,
      lifetimeDays: 30,
      overlapHours: 24,
    });
    const begun = now;
    expect(second.keys.map(({ expiresAt }) => expiresAt.getTime() - now)).toEqual([30 * DAY, DAY]);
    for (const { key } of [first, second]) {
      expect(await program(key).account.whoami()).toMatchObject({ id: first.id });
    }
    now = begun + DAY - 1;
    expect(await program(first.key).account.whoami()).toMatchObject({ id: first.id });
    now = begun + DAY;
    await isDead(first.key);
    expect(await program(second.key).account.whoami()).toMatchObject({ id: first.id });
    now = begun + MINUTE;
    boss = await admin();
    const third = await boss.serviceAccount.rotateKey({
      id: first.id,
      version: second.version,
      lifetimeDays: 30,
      overlapHours: 0,
    });
    expect(third.keys).toHaveLength(1);
    await isDead(first.key);
    await isDead(second.key);
    expect(await program(third.key).account.whoami()).toMatchObject({ id: first.id });
    now = before;
  });

  it("has at most two keys that work", async () => {
    const begun = now;
    let { id, version, keys } = await (await admin()).serviceAccount.create(input());
    for (const _ of Array(3)) {
      now += MINUTE;
      const change = { id, version, lifetimeDays: 90, overlapHours: 168 } as const;
      ({ version, keys } = await (await admin()).serviceAccount.rotateKey(change));
    }
    expect(keys).toHaveLength(2);
    now = begun;
  });

  it("stops with the end of its key, and at once when it is ended", async () => {
    const boss = await admin();
    const { id, key, keys } = await boss.serviceAccount.create(input({ lifetimeDays: 30 }));
    const begun = now;
    now = (keys[0]?.expiresAt.getTime() ?? 0) - 1;
    expect(await program(key).account.whoami()).toMatchObject({ id });
    now += 1;
    await isDead(key);
    now = begun;

    const { endedAt } = await boss.serviceAccount.end({ id });
    expect(endedAt).toEqual(new Date(now));
    expect(await boss.serviceAccount.end({ id })).toEqual({ id, endedAt });
    await isDead(key);
    const where = { targetId: id, action: "serviceAccount.ended" };
    expect(await db.auditEvent.count({ where })).toBe(1);
    expect(await boss.serviceAccount.byId({ id })).toMatchObject({ endedAt });
    expect((await boss.serviceAccount.list()).map((each) => each.id)).not.toContain(id);
    const change = { id, version: 2, lifetimeDays: 30, overlapHours: 0 } as const;
    expect(await refusalOf(boss.serviceAccount.rotateKey(change))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("outlives the access of the admin who made it", async () => {
    const maker = await createUser(db, { role: "admin" });
    const { id, key } = await (await as(maker)).serviceAccount.create(input());
    await createUser(db, { role: "admin" });
    await db.$transaction((tx) => revokeAccess(tx, { userId: maker.id }));
    await db.user.update({ where: { id: maker.id }, data: { role: "mentee" } });
    expect(await program(key).account.whoami()).toMatchObject({ id });
  });

  it("changes its permissions from the next request on", async () => {
    const boss = await admin();
    const { id, version, key } = await boss.serviceAccount.create(input());
    const { lifetimeDays: _, ...facts } = input({ permissions: ["mentor:read"] });
    const changed = await boss.serviceAccount.update({ id, version, ...facts });
    expect(changed).toMatchObject({ version: version + 1, permissions: ["mentor:read"] });
    expect((await program(key).account.whoami()).permissions).toEqual([
      "identity:read",
      "mentor:read",
    ]);
    const stale = boss.serviceAccount.update({ id, version, ...facts });
    expect(await refusalOf(stale)).toMatchObject({
      code: "STALE_VERSION",
      details: { version: version + 1 },
    });
  });

  it("has a name of its own, also when two are created at once", async () => {
    const boss = await admin();
    const name = `Nightly ${randomUUID()}`;
    const outcomes = await Promise.allSettled([
      boss.serviceAccount.create(input({ name })),
      boss.serviceAccount.create(input({ name: name.toUpperCase() })),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(boss.serviceAccount.create(input({ name })))).toMatchObject({
      code: "NAME_TAKEN",
    });
    const [found] = (await boss.serviceAccount.list()).filter(
      (each) => each.name.toLowerCase() === name.toLowerCase(),
    );
    await boss.serviceAccount.end({ id: found?.id ?? "" });
    await boss.serviceAccount.create(input({ name }));
  });

  it("tells its owner that it exists and, a week before, that its key expires", async () => {
    const ownerEmail = `${randomUUID()}@team.example`;
    const { name, keys } = await (await admin()).serviceAccount.create(input({ ownerEmail }));
    const emails = await db.emailOutbox.findMany({
      where: { recipient: ownerEmail },
      orderBy: { dueAt: "desc" },
    });
    expect(emails).toMatchObject([
      {
        template: "account.serviceKeyExpires",
        data: { name, serviceKeyId: keys[0]?.id },
        dueAt: new Date(now + 83 * DAY),
      },
      { template: "account.serviceAccountCreated", data: { name } },
    ]);
  });

  it.each(["", "x", "A".repeat(42), "A".repeat(43), "A".repeat(44)])(
    "is nobody with a key that doesn't exist: sundial_svc_%s",
    async (rest) => {
      await isDead(`sundial_svc_${rest}`);
    },
  );

  it.each([
    { name: "" },
    { name: "a".repeat(61) },
    { ownerEmail: "nobody" },
    { ownerEmail: "someone@erased.invalid" },
    { permissions: [] },
    { permissions: ["session:book"] },
    { permissions: ["self:read"] },
    { lifetimeDays: 3650 },
  ])("is rejected with %j", async (bad) => {
    // @ts-expect-error: what the contract does not allow
    await expect((await admin()).serviceAccount.create(input(bad))).rejects.toThrow();
  });

  it("is not a pm's to see or make", async () => {
    const pm = await as(await createUser(db, { role: "pm" }));
    for (const refusal of await Promise.all(
      [pm.serviceAccount.list(), pm.serviceAccount.create(input())].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("service accounts", () => {
  it("are limited in number", async () => {
    const active = await db.serviceAccount.count({ where: { endedAt: null } });
    await db.serviceAccount.createMany({
      data: Array.from({ length: SERVICE_ACCOUNTS_MAX - active }, () => ({
        name: randomUUID(),
        ownerEmail: "data@team.example",
        permissions: ["session:read"],
        createdAt: NOW,
      })),
    });
    const boss = await admin();
    expect(await refusalOf(boss.serviceAccount.create(input()))).toMatchObject({
      code: "LIMIT_REACHED",
    });
    expect(await boss.serviceAccount.list()).toHaveLength(SERVICE_ACCOUNTS_MAX);
  });
});
