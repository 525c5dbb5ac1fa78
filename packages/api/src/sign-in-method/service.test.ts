import { randomUUID } from "node:crypto";
import { createMentee } from "@sundial/db/factories";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { appOf } from "../testing/authenticator-app.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const ago = (ms: number) => new Date(NOW.getTime() - ms);

interface Given {
  password?: boolean;
  providers?: string[];
  /** How long ago they signed in, in minutes. */
  signedIn?: number;
}

async function person({ password = true, providers = [], signedIn = 60 }: Given = {}) {
  const user = await createMentee(db, { emailVerified: true });
  if (password) await door.givePassword(user);
  const accounts: { id: string; providerId: string }[] = [];
  for (const providerId of providers) {
    const data = { userId: user.id, providerId, accountId: randomUUID() };
    accounts.push(await db.account.create({ data, select: { id: true, providerId: true } }));
  }
  const session = await db.session.create({
    data: {
      userId: user.id,
      token: randomUUID(),
      createdAt: ago(signedIn * MINUTE),
      expiresAt: new Date(NOW.getTime() + 60 * MINUTE),
    },
  });
  const idOf = (provider: string) =>
    accounts.find((each) => each.providerId === provider)?.id ?? "";
  return { user, idOf, caller: await as(user, { sessionId: session.id }) };
}

const waysIn = (userId: string) => db.account.count({ where: { userId } });

describe("the ways in", () => {
  it("are those connected and those that could be, and what a change requires", async () => {
    const { caller } = await person({ providers: ["campus", "retired"] });
    expect(await caller.signInMethod.list()).toMatchObject({
      hasPassword: true,
      connected: [
        { provider: "campus", name: "Campus", isAvailable: true },
        { provider: "retired", name: "retired", isAvailable: false },
      ],
      available: [{ id: "library", name: "Library" }],
      proof: "password",
    });
    const without = await person({ password: false, providers: ["campus"] });
    expect(await without.caller.signInMethod.list()).toMatchObject({
      hasPassword: false,
      proof: "recentSignIn",
    });
    const recent = await person({ password: false, providers: ["campus"], signedIn: 9 });
    expect(await recent.caller.signInMethod.list()).toMatchObject({ proof: "nothing" });
  });

  it("tell nothing about other people's, and no subject", async () => {
    await person({ providers: ["campus"] });
    const { caller, user } = await person({ providers: ["library"] });
    const account = await db.account.findFirstOrThrow({
      where: { userId: user.id, providerId: "library" },
    });
    const listed = await caller.signInMethod.list();
    expect(listed.connected).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(account.accountId);
  });
});

describe("people of an organization with its own provider", () => {
  it("see only that one, and can add no other way in", async () => {
    const user = await createMentee(db, { email: `${randomUUID()}@works.example` });
    await door.givePassword(user);
    const caller = await as(user);
    expect(await caller.signInMethod.list()).toMatchObject({
      available: [{ id: "works", name: "Works" }],
      boundTo: "Works",
    });
    const newEmail = `${randomUUID()}@example.org`;
    for (const refused of [
      () => caller.signInMethod.connect({ provider: "campus", password: PASSWORD }),
      () => caller.signInMethod.startPasskey({ password: PASSWORD }),
      () => caller.account.requestEmailChange({ newEmail, password: PASSWORD }),
    ]) {
      expect(await refusalOf(refused())).toMatchObject({ code: "PROVIDER_REQUIRED" });
    }
    const { caller: other } = await person();
    const into = other.account.requestEmailChange({
      newEmail: `${randomUUID()}@works.example`,
      password: PASSWORD,
    });
    expect(await refusalOf(into)).toMatchObject({ code: "PROVIDER_REQUIRED" });
  });
});

describe("connecting", () => {
  it("requires the password unless they have just signed in, and gives a token for one use", async () => {
    const { caller, user } = await person();
    const connect = (proof: object) =>
      caller.signInMethod.connect({ provider: "campus", ...proof });
    expect(await refusalOf(connect({}))).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(await refusalOf(connect({ password: "another one" }))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
    const { token } = await connect({ password: PASSWORD });
    expect(token).toMatch(/^[\w-]{43}$/);
    const [event] = await db.auditEvent.findMany({ where: { targetId: user.id } });
    expect(event).toMatchObject({
      action: "signInMethod.connectionRequested",
      after: { provider: "campus" },
    });
    expect(await waysIn(user.id)).toBe(1);
    const recent = await person({ signedIn: 9 });
    expect(await recent.caller.signInMethod.connect({ provider: "campus" })).toHaveProperty(
      "token",
    );
  });

  it("requires a recent sign-in of people without a password", async () => {
    const { caller } = await person({ password: false, providers: ["library"] });
    const connect = caller.signInMethod.connect({ provider: "campus" });
    expect(await refusalOf(connect)).toMatchObject({ code: "RECENT_SIGN_IN_REQUIRED" });
  });

  it("requires a code as well with two-factor authentication", async () => {
    const { caller } = await person();
    const { uri } = await caller.secondFactor.setUp();
    const app = appOf({ uri });
    await caller.secondFactor.confirm({ password: PASSWORD, code: app(NOW) });
    const connect = (code?: string) =>
      caller.signInMethod.connect({ provider: "campus", password: PASSWORD, code });
    expect(await refusalOf(connect())).toMatchObject({ code: "SECOND_FACTOR_REQUIRED" });
    expect(await refusalOf(connect("000000"))).toMatchObject({ code: "INVALID_CODE" });
    const later = new Date(NOW.getTime() + 30_000);
    expect(await connect(app(later))).toHaveProperty("token");
  });

  it("knows only configured providers", async () => {
    const { caller } = await person({ signedIn: 1 });
    const connect = caller.signInMethod.connect({ provider: "elsewhere" });
    expect(await refusalOf(connect)).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("disconnecting", () => {
  it("removes the way in and tells the owner", async () => {
    const { caller, user, idOf } = await person({ providers: ["campus"], signedIn: 1 });
    await caller.signInMethod.disconnect({ id: idOf("campus") });
    expect(await waysIn(user.id)).toBe(1);
    const emails = await db.emailOutbox.findMany({ where: { recipient: user.email } });
    expect(emails).toMatchObject([
      { template: "account.signInMethodDisconnected", data: { provider: "Campus" } },
    ]);
    const again = caller.signInMethod.disconnect({ id: idOf("campus") });
    expect(await refusalOf(again)).toMatchObject({ code: "NOT_FOUND" });
  });

  it("leaves the last way in that still works", async () => {
    const only = { password: false, signedIn: 1 };
    const one = await person({ ...only, providers: ["campus"] });
    const last = one.caller.signInMethod.disconnect({ id: one.idOf("campus") });
    expect(await refusalOf(last)).toMatchObject({ code: "LAST_WAY_IN" });
    const dead = await person({ ...only, providers: ["campus", "retired"] });
    const useful = dead.caller.signInMethod.disconnect({ id: dead.idOf("campus") });
    expect(await refusalOf(useful)).toMatchObject({ code: "LAST_WAY_IN" });
    await dead.caller.signInMethod.disconnect({ id: dead.idOf("retired") });
  });

  it("leaves one of two when both go at once", async () => {
    const { caller, user, idOf } = await person({
      password: false,
      providers: ["campus", "library"],
      signedIn: 1,
    });
    const both = await Promise.allSettled(
      ["campus", "library"].map((each) => caller.signInMethod.disconnect({ id: idOf(each) })),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await waysIn(user.id)).toBe(1);
  });

  it("touches neither passwords nor other people's ways in", async () => {
    const other = await person({ providers: ["campus"] });
    const { caller, user } = await person({ providers: ["campus"], signedIn: 1 });
    const password = await db.account.findFirstOrThrow({
      where: { userId: user.id, providerId: "credential" },
    });
    for (const id of [other.idOf("campus"), password.id]) {
      const disconnect = caller.signInMethod.disconnect({ id });
      expect(await refusalOf(disconnect)).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await waysIn(other.user.id)).toBe(2);
  });
});

describe("people without a password", () => {
  it("change what needs one within ten minutes of signing in", async () => {
    const some = { password: false, providers: ["campus"] };
    const late = await person(some);
    const newEmail = `${randomUUID()}@example.org`;
    for (const refused of [
      () => late.caller.account.erase({}),
      () => late.caller.account.requestEmailChange({ newEmail }),
      () => late.caller.secondFactor.confirm({ code: "000000" }),
    ]) {
      expect(await refusalOf(refused())).toMatchObject({ code: "RECENT_SIGN_IN_REQUIRED" });
    }
    const { caller } = await person({ ...some, signedIn: 5 });
    await caller.account.requestEmailChange({ newEmail });
    const { uri } = await caller.secondFactor.setUp();
    await caller.secondFactor.confirm({ code: appOf({ uri })(NOW) });
    await caller.account.erase({});
  });

  it("don't exist because somebody leaves the password out", async () => {
    const { caller } = await person({ signedIn: 1 });
    expect(await refusalOf(caller.account.erase({}))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
  });
});
