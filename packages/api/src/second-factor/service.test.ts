import { createUser } from "@sundial/db/factories";
import { URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { appOf } from "../testing/authenticator-app.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

async function personWithPassword() {
  const user = await createUser(db, { emailVerified: true });
  await door.givePassword(user);
  return user;
}

const notOf = (app: (at: Date) => string, at = NOW) => {
  const near = [-30, 0, 30].map((seconds) => app(new Date(at.getTime() + seconds * 1000)));
  return ["000000", "111111", "222222", "333333"].find((code) => !near.includes(code)) ?? "";
};

/** Someone who uses 2FA, with the app and the recovery codes. */
async function guarded() {
  const user = await personWithPassword();
  const caller = await as(user);
  const app = appOf(await caller.secondFactor.setUp());
  const input = { password: PASSWORD, code: app(NOW) };
  const { recoveryCodes } = await caller.secondFactor.confirm(input);
  return { user, app, recoveryCodes };
}

const factorsOf = (userId: string) => db.totpFactor.findMany({ where: { userId } });
const epochOf = async (id: string) =>
  (await db.user.findUniqueOrThrow({ where: { id } })).authEpoch;
const actionsAbout = async (targetId: string) => {
  const events = await db.auditEvent.findMany({ where: { targetId }, orderBy: { seq: "asc" } });
  return events.map(({ action }) => action);
};

describe("secondFactor.setUp", () => {
  it("shows a secret once, stores it encrypted and protects nothing yet", async () => {
    const user = await personWithPassword();
    const caller = await as(user);
    const { secret, uri } = await caller.secondFactor.setUp();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toContain(`secret=${secret}`);
    const [factor] = await factorsOf(user.id);
    expect(factor).toMatchObject({ verifiedAt: null });
    const stored = Buffer.from(factor?.secret.split(".")[1] ?? "", "base64url");
    expect(stored.includes(Buffer.from(URI.parse(uri).secret.bytes))).toBe(false);
    expect(await caller.secondFactor.mine()).toEqual({ since: null, recoveryCodes: 0 });
    const events = await db.auditEvent.findMany({ where: { targetId: user.id } });
    expect(events).toMatchObject([{ action: "secondFactor.setUp", actorId: user.id }]);
    expect(JSON.stringify(events.map(({ seq: _, ...event }) => event))).not.toContain(secret);
  });

  it("started again, forgets the first secret", async () => {
    const user = await personWithPassword();
    const caller = await as(user);
    const first = appOf(await caller.secondFactor.setUp());
    const second = appOf(await caller.secondFactor.setUp());
    const confirm = (code: string) => caller.secondFactor.confirm({ password: PASSWORD, code });
    expect(await refusalOf(confirm(first(NOW)))).toMatchObject({ code: "INVALID_CODE" });
    expect((await confirm(second(NOW))).recoveryCodes).toHaveLength(10);
    expect(await factorsOf(user.id)).toHaveLength(1);
  });

  it("is rejected for someone who has an authenticator, whose codes keep working", async () => {
    const { user, app } = await guarded();
    const caller = await as(user, { now: later(60) });
    expect(await refusalOf(caller.secondFactor.setUp())).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const input = { password: PASSWORD, code: app(later(60)) };
    expect(await caller.secondFactor.remove(input)).toEqual({ id: user.id });
  });
});

describe("secondFactor.confirm", () => {
  it("turns on the authenticator, signs out others, notifies the owner and returns ten recovery codes", async () => {
    const user = await personWithPassword();
    const [here, there] = [await door.signIn(user), await door.signIn(user)];
    const session = await door.sessionOf(here.cookie);
    const caller = await as(user, { sessionId: session?.credentialId ?? "" });
    const app = appOf(await caller.secondFactor.setUp());
    const input = { password: PASSWORD, code: app(NOW) };
    const { recoveryCodes } = await caller.secondFactor.confirm(input);

    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await caller.secondFactor.mine()).toEqual({ since: NOW, recoveryCodes: 10 });
    expect(await door.sessionOf(here.cookie)).toMatchObject({ id: user.id });
    expect(await door.sessionOf(there.cookie)).toBeNull();
    expect(await epochOf(user.id)).toBe(user.authEpoch + 1);
    expect(await db.emailOutbox.findMany({ where: { recipient: user.email } })).toMatchObject([
      { template: "account.secondFactorAdded", data: {} },
    ]);
    expect(await actionsAbout(user.id)).toEqual([
      "account.signedIn",
      "account.signedIn",
      "secondFactor.setUp",
      "secondFactor.confirmed",
    ]);
    const stored = JSON.stringify(await db.recoveryCode.findMany({ where: { userId: user.id } }));
    const written = JSON.stringify(
      (await db.auditEvent.findMany({ where: { targetId: user.id } })).map(({ after }) => after),
    );
    for (const code of recoveryCodes) {
      expect(stored).not.toContain(code.replaceAll("-", ""));
      expect(written).not.toContain(code);
    }
  });

  it("requires the password and a current code, and changes nothing without them", async () => {
    const user = await personWithPassword();
    const caller = await as(user);
    const app = appOf(await caller.secondFactor.setUp());
    for (const [password, code, refusal] of [
      ["not my password", app(NOW), "INVALID_CREDENTIALS"],
      [PASSWORD, notOf(app), "INVALID_CODE"],
      [PASSWORD, app(later(-3600)), "INVALID_CODE"],
      [PASSWORD, "12345", "ZodError"],
    ] as const) {
      const call = caller.secondFactor.confirm({ password, code });
      expect(await refusalOf(call)).toMatchObject({ code: refusal });
    }
    expect(await factorsOf(user.id)).toMatchObject([{ verifiedAt: null }]);
    expect(await epochOf(user.id)).toBe(user.authEpoch);
    expect(await db.recoveryCode.count({ where: { userId: user.id } })).toBe(0);
  });

  it("succeeds once when sent twice together", async () => {
    const user = await personWithPassword();
    const caller = await as(user);
    const app = appOf(await caller.secondFactor.setUp());
    const input = { password: PASSWORD, code: app(NOW) };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => caller.secondFactor.confirm(input)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.recoveryCode.count({ where: { userId: user.id } })).toBe(10);
  });

  it("requires a started setup", async () => {
    const caller = await as(await personWithPassword());
    const call = caller.secondFactor.confirm({ password: PASSWORD, code: "123456" });
    expect(await refusalOf(call)).toMatchObject({ code: "INVALID_TRANSITION" });
  });
});

describe("secondFactor.remove", () => {
  it("requires password and code, and rejects the code used to confirm", async () => {
    const { user, app } = await guarded();
    const caller = await as(user, { now: later(60) });
    for (const [password, code, refusal] of [
      ["not my password", app(later(60)), "INVALID_CREDENTIALS"],
      [PASSWORD, notOf(app, later(60)), "INVALID_CODE"],
      [PASSWORD, app(NOW), "INVALID_CODE"],
    ] as const) {
      const call = caller.secondFactor.remove({ password, code });
      expect(await refusalOf(call)).toMatchObject({ code: refusal });
    }
    expect(await factorsOf(user.id)).toHaveLength(1);
    await caller.secondFactor.remove({ password: PASSWORD, code: app(later(60)) });
    expect(await factorsOf(user.id)).toEqual([]);
    expect(await db.recoveryCode.count({ where: { userId: user.id } })).toBe(0);
    expect(await caller.secondFactor.mine()).toEqual({ since: null, recoveryCodes: 0 });
    expect(await epochOf(user.id)).toBe(user.authEpoch + 2);
    const mails = await db.emailOutbox.findMany({ where: { recipient: user.email } });
    expect(mails.map(({ template }) => template).sort()).toEqual([
      "account.secondFactorAdded",
      "account.secondFactorRemoved",
    ]);
    expect(await actionsAbout(user.id)).toContain("secondFactor.removed");
  });

  it("blocks the right code after five wrong ones", async () => {
    const { user, app } = await guarded();
    const now = later(60);
    const caller = await as(user, { now });
    for (const code of [...Array.from({ length: 5 }, () => notOf(app, now)), app(now)]) {
      const call = caller.secondFactor.remove({ password: PASSWORD, code });
      expect(await refusalOf(call)).toMatchObject({ code: "INVALID_CODE" });
    }
    expect(await factorsOf(user.id)).toMatchObject([{ wrongCodes: 5 }]);
  });

  it("accepts a recovery code from someone who lost their phone", async () => {
    const { user, recoveryCodes } = await guarded();
    const input = { password: PASSWORD, code: recoveryCodes[3]?.toLowerCase() ?? "" };
    expect(await (await as(user)).secondFactor.remove(input)).toEqual({ id: user.id });
  });

  it("finds nothing to remove without an authenticator", async () => {
    const caller = await as(await personWithPassword());
    const call = caller.secondFactor.remove({ password: PASSWORD, code: "123456" });
    expect(await refusalOf(call)).toMatchObject({ code: "INVALID_CODE" });
  });
});

describe("secondFactor.renewCodes", () => {
  it("invalidates the earlier codes", async () => {
    const { user, app, recoveryCodes: old } = await guarded();
    const now = later(60);
    const caller = await as(user, { now });
    const renewed = await caller.secondFactor.renewCodes({ password: PASSWORD, code: app(now) });
    expect(renewed.recoveryCodes).toHaveLength(10);
    const use = (code = "") => caller.secondFactor.renewCodes({ password: PASSWORD, code });
    expect(await refusalOf(use(old[0]))).toMatchObject({ code: "INVALID_CODE" });
    const again = await use(renewed.recoveryCodes[0]);
    expect(await refusalOf(use(renewed.recoveryCodes[1]))).toMatchObject({ code: "INVALID_CODE" });
    expect(again.recoveryCodes).toHaveLength(10);
    expect(await actionsAbout(user.id)).toContain("secondFactor.codesRenewed");
  });

  it("accepts one recovery code once when it is used ten times together", async () => {
    const { user, recoveryCodes } = await guarded();
    const caller = await as(user);
    const input = { password: PASSWORD, code: recoveryCodes[0] ?? "" };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => caller.secondFactor.remove(input)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
