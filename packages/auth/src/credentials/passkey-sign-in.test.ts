import { randomUUID } from "node:crypto";
import type { Prisma } from "@sundial/db";
import { testDb } from "@sundial/db/testing";
import { passkeySignInOptions } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { registrationOptions, verifyRegistration } from "../passkeys/ceremony.ts";
import { createMember, frontDoor } from "../testing/front-door.ts";
import { BASE_URL } from "../testing/people.ts";
import { addTotpFactor } from "../testing/second-factors.ts";
import { softPasskey } from "../testing/soft-passkey.ts";

const { db } = await testDb();
const door = frontDoor(db);
const site = { baseURL: BASE_URL };

/** Somebody with a passkey, and the device that has it. */
async function member(data: Parameters<typeof createMember>[1] = {}) {
  const user = await createMember(db, { emailVerified: true, ...data });
  const device = softPasskey(BASE_URL);
  const options = await registrationOptions(site, { program: "Sundial", user, existing: [] });
  const response = device.register(options);
  const { challenge } = options;
  const made = await verifyRegistration(site, { challenge, response });
  if (made === null) throw new Error("the passkey was rejected");
  const row = { ...made, userId: user.id, name: "Laptop", createdAt: new Date() };
  const passkey = await db.passkey.create({
    data: row satisfies Prisma.PasskeyUncheckedCreateInput,
  });
  return { user, device, passkey };
}

async function begin() {
  const started = await door.post("/sign-in/passkey/start", {});
  expect(started.status).toBe(200);
  const { options } = passkeySignInOptions.parse(JSON.parse(started.text));
  return { options, cookie: started.cookie };
}

const finish = (response: object, cookie: string, next?: string, at = door) =>
  at.post("/sign-in/passkey", { response, next }, cookie ? { cookie } : {});

describe("a passkey", () => {
  it("signs in without an address, a password or a code, once per challenge", async () => {
    const { user, device, passkey } = await member();
    await addTotpFactor(db, user);
    const { options, cookie } = await begin();
    const response = device.answer(options);
    const answer = await finish(response, cookie, "/profile");
    expect(answer).toMatchObject({ status: 200, text: '{"next":"/profile"}' });
    expect(await door.sessionOf(answer.cookie)).toMatchObject({ id: user.id });
    expect(await finish(response, cookie)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    const after = await db.passkey.findUniqueOrThrow({ where: { id: passkey.id } });
    expect(after.lastUsedAt).toBeInstanceOf(Date);
    expect(await door.eventsOf(user.id)).toMatchObject([{ action: "account.signedIn" }]);
  });

  it.each([
    ["another site's origin", { origin: "https://evil.example" }],
    ["another challenge", { challenge: "YW5vdGhlcg" }],
    ["no check of its owner", { isVerified: false }],
    ["another person's handle", { userHandle: Buffer.from(randomUUID()).toString("base64url") }],
    ["no handle", { userHandle: "" }],
  ])("doesn't sign in with %s", async (_, deviation) => {
    const { user, device } = await member();
    const { options, cookie } = await begin();
    const answer = await finish(device.answer(options, deviation), cookie);
    expect(answer).toMatchObject({ status: 401, code: "INVALID_CREDENTIALS" });
    expect(await door.sessionOf(answer.cookie)).toBeNull();
    expect(await door.eventsOf(user.id)).toMatchObject([{ action: "account.signInFailed" }]);
  });

  it("doesn't sign in when another device signed, or a copy with an old counter", async () => {
    const { device } = await member();
    const first = await begin();
    const stranger = softPasskey(BASE_URL);
    const forged = { ...stranger.answer(first.options), id: device.id, rawId: device.id };
    expect(await finish(forged, first.cookie)).toMatchObject({ code: "INVALID_CREDENTIALS" });
    const second = await begin();
    const used = device.answer(second.options, { counter: 7 });
    expect(await finish(used, second.cookie)).toMatchObject({ status: 200 });
    const third = await begin();
    const copied = device.answer(third.options, { counter: 5 });
    expect(await finish(copied, third.cookie)).toMatchObject({ code: "INVALID_CREDENTIALS" });
  });

  it("answers only the challenge of its own browser, within five minutes", async () => {
    const { device } = await member();
    const [mine, theirs] = [await begin(), await begin()];
    for (const cookie of [theirs.cookie, ""]) {
      const answer = await finish(device.answer(mine.options), cookie);
      expect(answer).toMatchObject({ code: "INVALID_CREDENTIALS" });
    }
    const late = frontDoor(db, { now: () => new Date(Date.now() + 6 * MINUTE) });
    const answer = await finish(device.answer(mine.options), mine.cookie, undefined, late);
    expect(answer).toMatchObject({ code: "INVALID_CREDENTIALS" });
  });

  it("gets the same answer when nobody has it", async () => {
    const { options, cookie } = await begin();
    const answer = await finish(softPasskey(BASE_URL).answer(options), cookie);
    expect(answer).toMatchObject({ status: 401, code: "INVALID_CREDENTIALS" });
  });

  it("stops for suspended people, lost factors and, where required, unconfirmed addresses", async () => {
    const strict = frontDoor(db, { requireVerifiedEmail: true });
    for (const [data, code, at] of [
      [{ status: "suspended" }, "ACCOUNT_SUSPENDED", door],
      [{ mustEnrolFactor: true }, "SECOND_FACTOR_LOST", door],
      [{ emailVerified: false }, "EMAIL_NOT_VERIFIED", strict],
    ] as const) {
      const { device } = await member(data);
      const { options, cookie } = await begin();
      expect(await finish(device.answer(options), cookie, undefined, at)).toMatchObject({ code });
    }
  });

  it.each([
    {},
    { response: null },
    { response: { id: "x", rawId: "x", type: "public-key", response: {} } },
  ])("is rejected as input when it is %j", async (body) => {
    const { cookie } = await begin();
    const answer = await door.post("/sign-in/passkey", body, { cookie });
    expect(answer).toMatchObject({ status: 400, code: "INVALID_INPUT" });
  });
});

describe("making a passkey", () => {
  it("asks for a key that finds its owner and checks them", async () => {
    const { user, device } = await member();
    const existing = [{ credentialId: device.id, transports: ["internal" as const] }];
    const options = await registrationOptions(site, { program: "Sundial", user, existing });
    expect(options).toMatchObject({
      rp: { id: "localhost", name: "Sundial" },
      user: { name: user.email, id: Buffer.from(user.id).toString("base64url") },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [{ id: device.id }],
    });
  });

  it.each([
    ["another site's origin", { origin: "https://evil.example" }],
    ["another challenge", { challenge: "YW5vdGhlcg" }],
    ["no check of its owner", { isVerified: false }],
  ])("comes to nothing with %s", async (_, deviation) => {
    const user = await createMember(db);
    const options = await registrationOptions(site, { program: "Sundial", user, existing: [] });
    const response = softPasskey(BASE_URL).register(options, deviation);
    const { challenge } = options;
    expect(await verifyRegistration(site, { challenge, response })).toBeNull();
  });
});
