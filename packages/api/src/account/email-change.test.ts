import { randomUUID } from "node:crypto";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { frontDoor, PASSWORD } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const newAddress = () => `${randomUUID()}@new.example`;

async function person(data: Parameters<typeof createUser>[1] = {}) {
  const user = await createUser(db, { emailVerified: true, ...data });
  await door.givePassword(user);
  return user;
}

/** The token in the newest email of this kind to this address. */
async function tokenIn(recipient: string, template: string) {
  const mail = await db.emailOutbox.findFirstOrThrow({
    where: { recipient, template },
    orderBy: { id: "desc" },
  });
  return z.object({ token: z.string() }).parse(mail.data).token;
}

async function requested(user: { id: string; email: string }) {
  const newEmail = newAddress();
  const caller = await as(user);
  await caller.account.requestEmailChange({ newEmail, password: PASSWORD });
  return {
    caller,
    newEmail,
    approve: { token: await tokenIn(user.email, "account.approveNewAddress") },
    confirm: { token: await tokenIn(newEmail, "account.confirmNewAddress") },
  };
}

const emailOf = async (id: string) =>
  (await db.user.findUniqueOrThrow({ where: { id }, select: { email: true } })).email;

describe("a change of address", () => {
  it.each([
    ["approve", "confirm"],
    ["confirm", "approve"],
  ] as const)("is made once both addresses have confirmed: %s, then %s", async (first, second) => {
    const user = await person();
    const { caller, newEmail, ...links } = await requested(user);
    expect(await caller.account.confirmEmailChange(links[first])).toEqual({
      newEmail,
      isDone: false,
      waitsFor: { old: first !== "approve", new: first !== "confirm" },
    });
    expect(await emailOf(user.id)).toBe(user.email);
    expect(await caller.account.emailChange()).toMatchObject({
      newEmail,
      waitsFor: { old: first !== "approve", new: first !== "confirm" },
    });

    expect(await caller.account.confirmEmailChange(links[second])).toMatchObject({
      isDone: true,
    });
    expect(await emailOf(user.id)).toBe(newEmail);
    expect(await caller.account.emailChange()).toBeNull();
    expect((await door.signIn({ email: newEmail })).status).toBe(200);
    expect((await door.signIn(user)).cookie).toBe("");
    const told = await db.emailOutbox.findMany({
      where: { recipient: user.email, template: "account.addressChanged" },
    });
    expect(told).toMatchObject([{ data: { newEmail } }]);
    const events = await db.auditEvent.findMany({
      where: { targetId: user.id },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "account.emailChangeRequested",
      "account.emailChangeConfirmed",
      "account.emailChanged",
      "account.signedIn",
    ]);
    const said = JSON.stringify(events.map(({ seq: _, ...event }) => event));
    for (const secret of [newEmail, links.approve.token, links.confirm.token]) {
      expect(said).not.toContain(secret);
    }
  });

  it("requires the password, not just a session", async () => {
    const user = await person();
    const caller = await as(user);
    const newEmail = newAddress();
    const refusal = await refusalOf(
      caller.account.requestEmailChange({ newEmail, password: "borrowed session" }),
    );
    expect(refusal).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(
      await db.emailOutbox.count({ where: { recipient: { in: [user.email, newEmail] } } }),
    ).toBe(0);
  });

  it("answers the same whether or not the address is taken, and notifies only its owner", async () => {
    const owner = await createUser(db, { emailVerified: true });
    const [asking, other] = [await person(), await person()];
    const free = newAddress();
    const answers = await Promise.all(
      [
        { user: asking, newEmail: owner.email },
        { user: other, newEmail: free },
      ].map(async ({ user, newEmail }) => {
        const caller = await as(user);
        const answer = await caller.account.requestEmailChange({ newEmail, password: PASSWORD });
        return [
          { ...answer, newEmail: "" },
          { ...(await caller.account.emailChange()), newEmail: "" },
        ];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    const templates = async (recipient: string) =>
      (await db.emailOutbox.findMany({ where: { recipient } })).map(({ template }) => template);
    expect(await templates(owner.email)).toEqual(["account.addressInUse"]);
    expect(await templates(free)).toEqual(["account.confirmNewAddress"]);
  });

  it("fails when someone signs up with the new address in between", async () => {
    const user = await person();
    const { caller, newEmail, approve, confirm } = await requested(user);
    await caller.account.confirmEmailChange(approve);
    await createUser(db, { email: newEmail });
    expect(await refusalOf(caller.account.confirmEmailChange(confirm))).toMatchObject({
      code: "INVALID_LINK",
    });
    expect(await emailOf(user.id)).toBe(user.email);
  });

  it("a link works once, for a day, and only for its owner", async () => {
    const user = await person();
    const { caller, approve, confirm } = await requested(user);
    const invalid = { code: "INVALID_LINK" };
    const stranger = await as(await person());
    expect(await refusalOf(stranger.account.confirmEmailChange(confirm))).toMatchObject(invalid);
    const late = await as(user, { now: minutesAfter(NOW, 24 * 60) });
    expect(await refusalOf(late.account.confirmEmailChange(confirm))).toMatchObject(invalid);
    expect(await late.account.emailChange()).toBeNull();

    // Neither of them used it up.
    expect(await caller.account.confirmEmailChange(confirm)).toMatchObject({ isDone: false });
    expect(await refusalOf(caller.account.confirmEmailChange(confirm))).toMatchObject(invalid);
    expect(await refusalOf(caller.account.confirmEmailChange({ token: "x" }))).toMatchObject(
      invalid,
    );
    expect(await caller.account.confirmEmailChange(approve)).toMatchObject({ isDone: true });
  });

  it("links stop working when the change is replaced or cancelled", async () => {
    const user = await person();
    const first = await requested(user);
    const second = await requested(user);
    const invalid = { code: "INVALID_LINK" };
    const { caller } = second;
    expect(await refusalOf(caller.account.confirmEmailChange(first.confirm))).toMatchObject(
      invalid,
    );
    await caller.account.cancelEmailChange();
    await caller.account.cancelEmailChange();
    for (const link of [second.approve, second.confirm, first.approve]) {
      expect(await refusalOf(caller.account.confirmEmailChange(link))).toMatchObject(invalid);
    }
    expect(await emailOf(user.id)).toBe(user.email);
    expect(
      await db.auditEvent.count({
        where: { targetId: user.id, action: "account.emailChangeCancelled" },
      }),
    ).toBe(1);
  });

  it("using both links at once makes one change", async () => {
    const user = await person();
    const { caller, newEmail, approve, confirm } = await requested(user);
    const answers = await Promise.all(
      [approve, confirm].map((link) => caller.account.confirmEmailChange(link)),
    );
    expect(answers.map(({ isDone }) => isDone).sort()).toEqual([false, true]);
    expect(await emailOf(user.id)).toBe(newEmail);
  });

  it("a user who migrated without an address confirms only the new one", async () => {
    const user = await person({ email: `u-${randomUUID()}@no-email.invalid` });
    const { caller, newEmail, confirm } = await requested(user);
    expect(await caller.account.confirmEmailChange(confirm)).toMatchObject({ isDone: true });
    expect(await emailOf(user.id)).toBe(newEmail);
  });

  it("rejects the current address", async () => {
    const user = await person();
    const newEmail = user.email.toUpperCase();
    const refusal = await refusalOf(
      (await as(user)).account.requestEmailChange({ newEmail, password: PASSWORD }),
    );
    expect(refusal).toMatchObject({ code: "INVALID_INPUT", details: [{ path: ["newEmail"] }] });
  });
});
