import { randomUUID } from "node:crypto";
import { issueResetToken, redeemOneTimeToken } from "@sundial/auth";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const NEW_PASSWORD = "seven quiet herons at dawn";

async function personWithPassword() {
  const user = await createUser(db, { emailVerified: true });
  await door.givePassword(user);
  return user;
}

const hashOf = (userId: string) =>
  db.account.findFirstOrThrow({ where: { userId }, select: { password: true } });

/** The attributes of a Set-Cookie line; the seconds a session has left may differ. */
const attributesOf = (line = "") =>
  [line.split("=")[0], ...line.split("; ").slice(1)].map((part) =>
    part?.replace(/Max-Age=604\d{3}/, "Max-Age=a week"),
  );

describe("account.changePassword", () => {
  it("signs out all other devices, ends tokens and notifies the owner", async () => {
    const user = await personWithPassword();
    const [here, there] = [await door.signIn(user), await door.signIn(user)];
    const session = await door.sessionOf(here.cookie);
    const responseHeaders = new Headers();
    const sessionId = session?.credentialId ?? "";
    const caller = await as(user, { sessionId, responseHeaders, now: new Date() });
    await caller.account.changePassword({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD });

    // A copy of this device's token no longer works, either.
    expect(await door.sessionOf(here.cookie)).toBeNull();
    expect(await door.sessionOf(there.cookie)).toBeNull();
    const [line = ""] = responseHeaders.getSetCookie();
    const renewed = await door.sessionOf(line.split(";")[0] ?? "");
    expect(renewed).toMatchObject({ id: user.id, credentialId: session?.credentialId });
    expect(attributesOf(line)).toEqual(attributesOf(here.setCookie[0]));
    const { authEpoch } = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(authEpoch).toBe(user.authEpoch + 1);
    expect((await door.signIn(user)).cookie).toBe("");
    expect((await door.signIn(user, NEW_PASSWORD)).status).toBe(200);
    expect(await db.emailOutbox.findMany({ where: { recipient: user.email } })).toMatchObject([
      { template: "account.passwordChanged", data: {} },
    ]);
    const events = await db.auditEvent.findMany({
      where: { targetId: user.id },
      orderBy: { seq: "asc" },
    });
    expect(events).toMatchObject([
      { action: "account.signedIn" },
      { action: "account.signedIn" },
      { action: "account.passwordChanged", actorId: user.id },
      { action: "account.signInFailed" },
      { action: "account.signedIn" },
    ]);
    const { password } = await hashOf(user.id);
    const said = JSON.stringify(events.map(({ seq: _, ...event }) => event));
    for (const secret of [PASSWORD, NEW_PASSWORD, password]) expect(said).not.toContain(secret);
  });

  it("invalidates reset links and any pending change of address", async () => {
    const user = await personWithPassword();
    const caller = await as(user);
    const subject = user.id;
    const data = { email: user.email };
    const expiresAt = minutesAfter(NOW, 60);
    const token = await issueResetToken(db, { subject, ...data, expiresAt });
    const newEmail = `${randomUUID()}@test.example`;
    await caller.account.requestEmailChange({ newEmail, password: PASSWORD });

    await caller.account.changePassword({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
    const link = { purpose: "account.resetPassword", token, now: NOW } as const;
    expect(await redeemOneTimeToken(db, link)).toBeNull();
    expect(await caller.account.emailChange()).toBeNull();
  });

  it("gives no session to someone whose own has just ended", async () => {
    const user = await personWithPassword();
    const responseHeaders = new Headers();
    const caller = await as(user, { sessionId: randomUUID(), responseHeaders });
    await caller.account.changePassword({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
    expect([...responseHeaders]).toEqual([]);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("asks for the current password, even from people who are signed in", async () => {
    const user = await personWithPassword();
    const before = await hashOf(user.id);
    const caller = await as(user);
    const guess = { currentPassword: "not my password", newPassword: NEW_PASSWORD };
    expect(await refusalOf(caller.account.changePassword(guess))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
    expect(await hashOf(user.id)).toEqual(before);
    const stranger = await as(await createUser(db));
    expect(await refusalOf(stranger.account.changePassword(guess))).toMatchObject({
      code: "INVALID_CREDENTIALS",
    });
  });

  it.each(["password1234", "QWERTYUIOP"])("rejects a common password: %s", async (common) => {
    const user = await personWithPassword();
    const caller = await as(user);
    const change = { currentPassword: PASSWORD, newPassword: common };
    expect(await refusalOf(caller.account.changePassword(change))).toMatchObject({
      code: "INVALID_INPUT",
      details: [{ path: ["newPassword"] }],
    });
  });

  it("makes one of two simultaneous changes", async () => {
    const user = await personWithPassword();
    const caller = await as(user);
    const outcomes = await Promise.allSettled(
      [NEW_PASSWORD, `${NEW_PASSWORD} too`].map((newPassword) =>
        caller.account.changePassword({ currentPassword: PASSWORD, newPassword }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db.auditEvent.count({ where: { targetId: user.id } })).toBe(1);
  });
});
