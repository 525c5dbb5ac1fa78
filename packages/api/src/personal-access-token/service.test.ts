import { createAuth, revokeAccess } from "@sundial/auth";
import { createMentee, createUser } from "@sundial/db/factories";
import {
  type CreatePersonalAccessTokenInput,
  PERSONAL_ACCESS_TOKENS_MAX,
} from "@sundial/validators";
import { DAY, HOUR } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { appRouter, createCallerFactory, createContext } from "../index.ts";
import { refusalOf, SITE_URL, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

let now = Date.parse("2027-02-22T12:00:00Z");
const auth = createAuth({
  db,
  secret: "a-secret-for-tests-of-32-characters",
  baseURL: SITE_URL,
  rateLimit: false,
  tokens: { now: () => new Date(now) },
});

/** A script that sends this token. */
const script = (token: string) =>
  createCallerFactory(appRouter)(
    createContext({
      headers: new Headers({ authorization: `Bearer ${token}` }),
      db,
      auth,
      siteUrl: SITE_URL,
      now: () => new Date(now),
    }),
  );

const reading = ["self:read", "session:read"] as const;
const writing = ["self:read", "self:update", "session:cancel", "personalAccessToken:read"] as const;
const input = {
  name: "Nightly report",
  permissions: [...writing],
  lifetimeDays: 30,
} satisfies CreatePersonalAccessTokenInput;

async function ownerWith(data: Partial<CreatePersonalAccessTokenInput> = {}) {
  const owner = await createMentee(db);
  const caller = await as(owner, { now: new Date(now) });
  return { owner, caller, ...(await caller.personalAccessToken.create({ ...input, ...data })) };
}

describe("a personal access token", () => {
  it("lets a script act for its owner, and the audit event names the token", async () => {
    const { owner, id, token } = await ownerWith();
    expect(token).toMatch(/^sundial_pat_[\w-]{43}$/);
    expect(await script(token).account.me()).toMatchObject({ id: owner.id });
    await script(token).account.update({ name: "Changed by a script", timeZone: "UTC" });
    const events = await db.auditEvent.findMany({
      where: { actorId: owner.id },
      orderBy: { seq: "asc" },
      include: { origin: true },
    });
    expect(events).toMatchObject([
      {
        action: "personalAccessToken.created",
        targetId: id,
        credential: "session",
        credentialId: "test",
        after: { name: "Nightly report", permissions: expect.arrayContaining([...writing]) },
      },
      { action: "account.updated", credential: "personal_access_token", credentialId: id },
    ]);
    const written = events.map(({ after, before, origin }) => [after, before, origin?.userAgent]);
    expect(JSON.stringify(written)).not.toContain(token);
  });

  it("is shown once and stored as a digest", async () => {
    const { caller, id, token } = await ownerWith();
    const listed = await caller.personalAccessToken.list();
    expect(listed).toMatchObject([
      { id, name: "Nightly report", permissions: expect.arrayContaining([...writing]) },
    ]);
    expect(JSON.stringify(listed)).not.toContain(token);
    const row = await db.personalAccessToken.findUniqueOrThrow({ where: { id } });
    expect(row.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(token.slice("sundial_pat_".length));
  });

  it("with permissions to read changes nothing", async () => {
    const { owner, token } = await ownerWith({ permissions: [...reading] });
    const { officeSession, account } = script(token);
    expect(await account.me()).toMatchObject({ id: owner.id });
    expect(await refusalOf(account.update({ name: "Changed", timeZone: "UTC" }))).toMatchObject({
      code: "FORBIDDEN",
    });
    const id = "00000000-0000-7000-8000-000000000000";
    expect(await refusalOf(officeSession.cancel({ id, version: 1 }))).toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("can't create other credentials or end any", async () => {
    const { id, token } = await ownerWith();
    const { personalAccessToken, calendar } = script(token);
    expect(await personalAccessToken.list()).toHaveLength(1);
    for (const refusal of await Promise.all(
      [
        personalAccessToken.create(input),
        personalAccessToken.revoke({ id }),
        calendar.createFeed(),
      ].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("may do exactly what its list says", async () => {
    const { owner, token } = await ownerWith({ permissions: ["session:read"] });
    const { account, officeSession, mentor } = script(token);
    expect(await officeSession.list({ when: "upcoming" })).toMatchObject({ items: [] });
    for (const refusal of await Promise.all([account.me(), mentor.list({})].map(refusalOf))) {
      expect(refusal).toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await account.whoami()).toMatchObject({
      kind: "user",
      id: owner.id,
      credential: "personal_access_token",
      permissions: ["identity:read", "session:read"],
    });
  });

  it("can't be given what its owner's role lacks, and loses what the role loses", async () => {
    const caller = await as(await createMentee(db), { now: new Date(now) });
    const beyond = caller.personalAccessToken.create({ ...input, permissions: ["member:list"] });
    expect(await refusalOf(beyond)).toMatchObject({ code: "FORBIDDEN" });

    const pm = await createUser(db, { role: "pm" });
    const staff = await as(pm, { now: new Date(now) });
    const { token } = await staff.personalAccessToken.create({
      ...input,
      permissions: ["member:list"],
    });
    expect(await script(token).member.list({})).toBeDefined();
    await db.user.update({ where: { id: pm.id }, data: { role: "mentee" } });
    expect(await refusalOf(script(token).member.list({}))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("has no permission that the product no longer knows", async () => {
    const { id, token } = await ownerWith();
    const permissions = ["session:read", "session:forgotten"];
    await db.personalAccessToken.update({ where: { id }, data: { permissions } });
    expect((await script(token).account.whoami()).permissions).toEqual([
      "identity:read",
      "session:read",
    ]);
  });

  const isDead = async (token: string) =>
    expect(await refusalOf(script(token).account.me())).toMatchObject({ code: "UNAUTHORIZED" });

  it("stops working once revoked, and revoking twice has the same result", async () => {
    const { caller, id, token } = await ownerWith();
    const { revokedAt } = await caller.personalAccessToken.revoke({ id });
    expect(revokedAt).toEqual(new Date(now));
    expect(await caller.personalAccessToken.revoke({ id })).toEqual({ id, revokedAt });
    await isDead(token);
    expect(await caller.personalAccessToken.list()).toEqual([]);
    const where = { targetId: id, action: "personalAccessToken.revoked" };
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  it("stops working while its owner is suspended, and after permanent loss of access", async () => {
    const { owner, token, caller } = await ownerWith();
    await db.user.update({ where: { id: owner.id }, data: { status: "suspended" } });
    await isDead(token);
    await db.user.update({ where: { id: owner.id }, data: { status: "active" } });
    expect(await script(token).account.me()).toMatchObject({ id: owner.id });

    // Like a password change, a sign-out everywhere or a suspension.
    await db.$transaction((tx) => revokeAccess(tx, { userId: owner.id }));
    await isDead(token);
    const again = await as(owner, { now: new Date(now) });
    expect(await again.personalAccessToken.list()).toEqual([]);
    // Made by a session that was just revoked.
    await isDead((await caller.personalAccessToken.create(input)).token);
  });

  it("stops working the moment it expires", async () => {
    const { token, expiresAt } = await ownerWith();
    const created = now;
    now = expiresAt.getTime() - 1;
    expect(await script(token).account.me()).toBeDefined();
    now = expiresAt.getTime();
    await isDead(token);
    expect(now - created).toBe(30 * DAY);
    now = created;
  });

  it.each(["", "x", "A".repeat(42), `${"A".repeat(43)}`, "A".repeat(44)])(
    "is rejected if it doesn't exist: sundial_pat_%s",
    async (rest) => {
      await isDead(`sundial_pat_${rest}`);
    },
  );

  it("records when it was used, at most once an hour", async () => {
    const { caller, token } = await ownerWith();
    const lastUse = async () => (await caller.personalAccessToken.list())[0]?.lastUsedAt;
    const begun = now;
    expect(await lastUse()).toBeNull();
    await script(token).account.me();
    expect(await lastUse()).toEqual(new Date(begun));
    now = begun + HOUR - 1;
    await script(token).account.me();
    expect(await lastUse()).toEqual(new Date(begun));
    now = begun + HOUR;
    await script(token).account.me();
    expect(await lastUse()).toEqual(new Date(now));
    now = begun;
  });

  it("of another person is not found", async () => {
    const { id } = await ownerWith();
    const stranger = await as(await createUser(db, { role: "admin" }));
    expect(await stranger.personalAccessToken.list()).toEqual([]);
    expect(await refusalOf(stranger.personalAccessToken.revoke({ id }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await db.personalAccessToken.count({ where: { id, revokedAt: null } })).toBe(1);
  });

  it("is one of at most ten, even when two requests want the last place", async () => {
    const { caller } = await ownerWith();
    for (const _ of Array(PERSONAL_ACCESS_TOKENS_MAX - 2)) {
      await caller.personalAccessToken.create(input);
    }
    const outcomes = await Promise.allSettled([
      caller.personalAccessToken.create(input),
      caller.personalAccessToken.create(input),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const full = await refusalOf(caller.personalAccessToken.create(input));
    expect(full).toMatchObject({ code: "LIMIT_REACHED" });
    const [newest] = await caller.personalAccessToken.list();
    await caller.personalAccessToken.revoke({ id: newest?.id ?? "" });
    await caller.personalAccessToken.create(input);
  });

  it.each([
    { ...input, name: "" },
    { ...input, name: "a".repeat(61) },
    { ...input, lifetimeDays: 0 },
    { ...input, lifetimeDays: 3650 },
    { ...input, permissions: [] },
    { ...input, permissions: ["personalAccessToken:manage"] },
    { ...input, permissions: ["identity:read"] },
    { ...input, permissions: ["session:burn"] },
  ])("is rejected with %j", async (bad) => {
    const caller = await as(await createMentee(db));
    // @ts-expect-error: what the contract does not allow
    await expect(caller.personalAccessToken.create(bad)).rejects.toThrow();
  });
});
