import { createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { newPersonalAccessToken } from "../index.ts";
import { frontDoor, rejectEventsOf } from "../testing/front-door.ts";

const { db, owner } = await testDb();
const { auth, send } = frontDoor(db, { clientAddressHeader: "x-address" });

async function ownerWith() {
  const owner = await createUser(db, { role: "mentor" });
  const { token, tokenHash } = newPersonalAccessToken();
  const now = new Date();
  const { id } = await db.personalAccessToken.create({
    data: {
      userId: owner.id,
      name: "script",
      tokenHash,
      permissions: ["self:read"],
      authEpoch: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + DAY),
    },
  });
  return { owner, id, token };
}

const form = { "content-type": "application/x-www-form-urlencoded", "x-address": "192.0.2.7" };
const revoke = (body: string, headers: Record<string, string> = form) =>
  send("/revoke", { method: "POST", headers, body });
const isAlive = async (token: string) =>
  (await auth.getSession(new Headers({ authorization: `Bearer ${token}` }))) !== null;

describe("revocation (RFC 7009)", () => {
  it("ends a token for anyone who has it, once, and records its owner and where from", async () => {
    const { owner, id, token } = await ownerWith();
    expect(await isAlive(token)).toBe(true);
    for (const _ of ["first", "second"]) {
      expect(await revoke(`token=${token}&token_type_hint=access_token`)).toMatchObject({
        status: 200,
        text: "",
      });
    }
    expect(await isAlive(token)).toBe(false);
    const events = await db.auditEvent.findMany({
      where: { targetId: id },
      include: { origin: true },
    });
    expect(events).toMatchObject([
      {
        action: "personalAccessToken.revoked",
        actorId: owner.id,
        actorRole: "mentor",
        credential: "personal_access_token",
        credentialId: id,
        origin: { ip: "192.0.2.7" },
      },
    ]);
  });

  it("ends no other token of the same person", async () => {
    const { owner, token } = await ownerWith();
    const other = newPersonalAccessToken();
    const now = new Date();
    const expiresAt = new Date(now.getTime() + DAY);
    const data = { userId: owner.id, name: "other", permissions: ["self:read"], authEpoch: 0 };
    await db.personalAccessToken.create({
      data: { ...data, tokenHash: other.tokenHash, createdAt: now, expiresAt },
    });
    await revoke(`token=${token}`);
    expect(await isAlive(other.token)).toBe(true);
  });

  it.each(["", "A".repeat(43), "%00", "%ED%A0%80"])(
    "answers for an unknown token as for a known one: sundial_pat_%s",
    async (text) => {
      expect(await revoke(`token=sundial_pat_${text}`)).toMatchObject({ status: 200, text: "" });
    },
  );

  it.each([
    ["no token", "", form, 400],
    ["an empty one", "token=", form, 400],
    ["two", "token=a&token=b", form, 400],
    ["a key of a service account", `token=sundial_svc_${"A".repeat(43)}`, form, 400],
    ["a signed token", "token=e30.e30.e30", form, 400],
    ["too much", `token=${"a".repeat(5000)}`, form, 413],
    ["JSON", '{"token":"a"}', { "content-type": "application/json" }, 415],
  ])("rejects %s", async (_what, body, headers, status) => {
    expect((await revoke(body, headers)).status).toBe(status);
  });

  it("answers other methods with 405", async () => {
    expect((await send("/revoke", { method: "GET" })).status).toBe(405);
  });

  it("ends nothing without its audit event", async () => {
    const { id, token } = await ownerWith();
    await rejectEventsOf(owner, { id });
    expect((await revoke(`token=${token}`)).status).toBe(500);
    expect(await isAlive(token)).toBe(true);
  });
});
