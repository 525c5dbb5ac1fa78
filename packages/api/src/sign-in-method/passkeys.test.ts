import { randomUUID } from "node:crypto";
import { softPasskey } from "@sundial/auth/testing/soft-passkey";
import { createMentee } from "@sundial/db/factories";
import { MAX_PASSKEYS } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, SITE_URL, testApi } from "../testing/callers.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

async function person({ password = true } = {}) {
  const user = await createMentee(db, { emailVerified: true });
  if (password) await door.givePassword(user);
  const session = await db.session.create({
    data: {
      userId: user.id,
      token: randomUUID(),
      createdAt: new Date(NOW.getTime() - MINUTE),
      expiresAt: new Date(NOW.getTime() + 60 * MINUTE),
    },
  });
  return { user, caller: await as(user, { sessionId: session.id }) };
}

type Someone = Awaited<ReturnType<typeof person>>["caller"];

async function add(caller: Someone, name = "Laptop", device = softPasskey(SITE_URL)) {
  const { options, token } = await caller.signInMethod.startPasskey({});
  const response = device.register(options);
  return caller.signInMethod.addPasskey({ token, name, response });
}

describe("passkeys", () => {
  it("are added, listed, renamed and removed, and the owner is told", async () => {
    const { user, caller } = await person();
    const added = await add(caller);
    expect(added).toMatchObject({ name: "Laptop", lastUsedAt: null, isBackedUp: false });
    await caller.signInMethod.renamePasskey({ id: added.id, name: "Old laptop" });
    const { passkeys } = await caller.signInMethod.list();
    expect(passkeys).toMatchObject([{ id: added.id, name: "Old laptop" }]);
    expect(Object.keys(passkeys[0] ?? {})).not.toContain("publicKey");
    await caller.signInMethod.removePasskey({ id: added.id });
    expect(await caller.signInMethod.list()).toMatchObject({ passkeys: [] });
    const emails = await db.emailOutbox.findMany({
      where: { recipient: user.email },
      orderBy: { createdAt: "asc" },
    });
    expect(emails).toMatchObject([
      { template: "account.signInMethodConnected" },
      { template: "account.signInMethodDisconnected" },
    ]);
    const events = await db.auditEvent.findMany({
      where: { targetId: user.id },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "signInMethod.connectionRequested",
      "signInMethod.connected",
      "signInMethod.renamed",
      "signInMethod.disconnected",
    ]);
  });

  it("require the password when the sign-in isn't recent", async () => {
    const { user } = await person();
    const caller = await as(user);
    expect(await refusalOf(caller.signInMethod.startPasskey({}))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
    await caller.signInMethod.startPasskey({ password: PASSWORD });
  });

  it("are added only by the person who started, once, and to one account", async () => {
    const [mine, theirs] = [await person(), await person()];
    const device = softPasskey(SITE_URL);
    const { options, token } = await mine.caller.signInMethod.startPasskey({});
    const input = { token, name: "Laptop", response: device.register(options) };
    expect(await refusalOf(theirs.caller.signInMethod.addPasskey(input))).toMatchObject({
      code: "INVALID_LINK",
    });
    await mine.caller.signInMethod.addPasskey(input);
    expect(await refusalOf(mine.caller.signInMethod.addPasskey(input))).toMatchObject({
      code: "INVALID_LINK",
    });
    expect(await refusalOf(add(theirs.caller, "Copy", device))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
  });

  it("come to nothing with another site's answer", async () => {
    const { caller } = await person();
    const { options, token } = await caller.signInMethod.startPasskey({});
    const response = softPasskey(SITE_URL).register(options, { origin: "https://evil.example" });
    const adding = caller.signInMethod.addPasskey({ token, name: "Laptop", response });
    expect(await refusalOf(adding)).toMatchObject({ code: "INVALID_CREDENTIALS" });
  });

  it("are limited, also when many are added at once", async () => {
    const { user, caller } = await person();
    await db.passkey.createMany({
      data: Array.from({ length: MAX_PASSKEYS - 1 }, () => ({
        userId: user.id,
        name: "Key",
        credentialId: randomUUID(),
        publicKey: Buffer.from("key"),
        counter: 0,
        isBackedUp: false,
        createdAt: NOW,
      })),
    });
    const both = await Promise.allSettled([add(caller), add(caller)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(add(caller))).toMatchObject({ code: "LIMIT_REACHED" });
  });

  it("of other people are out of reach, and the last way in stays", async () => {
    const [mine, theirs] = [await person({ password: false }), await person()];
    const [own, other] = [await add(mine.caller), await add(theirs.caller)];
    const { signInMethod } = mine.caller;
    for (const refused of [
      () => signInMethod.removePasskey({ id: other.id }),
      () => signInMethod.renamePasskey({ id: other.id, name: "Mine" }),
    ]) {
      expect(await refusalOf(refused())).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await refusalOf(signInMethod.removePasskey({ id: own.id }))).toMatchObject({
      code: "LAST_WAY_IN",
    });
    expect(await db.passkey.count({ where: { userId: mine.user.id } })).toBe(1);
  });
});
