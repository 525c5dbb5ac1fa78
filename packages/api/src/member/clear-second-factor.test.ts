import { createMentee, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const admin = await createUser(db, { role: "admin" });
const reason = "Showed their passport in a call";

async function withApp() {
  const user = await createMentee(db);
  await db.totpFactor.create({
    data: { userId: user.id, secret: "sealed", verifiedAt: new Date() },
  });
  await db.recoveryCode.create({
    data: { userId: user.id, codeHash: `hash ${user.id}`, createdAt: new Date() },
  });
  await db.session.create({
    data: { userId: user.id, token: `token ${user.id}`, expiresAt: new Date("2100-01-01") },
  });
  return user;
}

describe("member.clearSecondFactor", () => {
  it("removes the authenticator for a reason, signs the person out and notifies them", async () => {
    const user = await withApp();
    const caller = await as(admin);
    await (await as(user)).calendar.createFeed();
    expect(await caller.member.byId({ id: user.id })).toMatchObject({ _count: { totpFactors: 1 } });
    const cleared = await caller.member.clearSecondFactor({ id: user.id, version: 1, reason });
    expect(cleared).toMatchObject({
      version: 2,
      mustEnrolFactor: false,
      _count: { totpFactors: 0 },
    });
    const own = { where: { userId: user.id } };
    expect(await db.totpFactor.count(own)).toBe(0);
    expect(await db.recoveryCode.count(own)).toBe(0);
    expect(await db.session.count(own)).toBe(0);
    expect(await (await as(user)).calendar.feeds()).toEqual([]);
    expect(await db.user.findUnique({ where: { id: user.id } })).toMatchObject({ authEpoch: 1 });
    expect(await db.emailOutbox.findMany({ where: { recipient: user.email } })).toMatchObject([
      { template: "account.secondFactorRemoved", data: { everythingEnded: true } },
    ]);
    const events = { targetId: user.id, action: "member.secondFactorCleared" };
    expect(await db.auditEvent.findMany({ where: events })).toMatchObject([
      { actorId: admin.id, reason, before: { secondFactor: "authenticator app" } },
    ]);
  });

  it("unlocks an account whose authenticator was not migrated", async () => {
    const user = await createMentee(db, { mustEnrolFactor: true });
    const input = { id: user.id, version: 1, reason };
    const cleared = await (await as(admin)).member.clearSecondFactor(input);
    expect(cleared).toMatchObject({ mustEnrolFactor: false });
    expect(await db.auditEvent.findMany({ where: { targetId: user.id } })).toMatchObject([
      { action: "member.secondFactorCleared", before: { secondFactor: "not moved here" } },
    ]);
  });

  it("is only for admins, never for oneself, and only where 2FA exists", async () => {
    const user = await withApp();
    const input = { id: user.id, version: 1, reason };
    for (const person of [user, await createUser(db, { role: "pm" })]) {
      const call = (await as(person)).member.clearSecondFactor(input);
      expect(await refusalOf(call)).toMatchObject({ code: "FORBIDDEN" });
    }
    const caller = await as(admin);
    const refused = async (id: string, version = 1) =>
      (await refusalOf(caller.member.clearSecondFactor({ id, version, reason }))).code;
    expect(await refused(admin.id)).toBe("FORBIDDEN");
    expect(await refused("nobody")).toBe("NOT_FOUND");
    expect(await refused(user.id, 7)).toBe("STALE_VERSION");
    expect(await refused((await createMentee(db)).id)).toBe("INVALID_TRANSITION");
    expect(await db.totpFactor.count({ where: { userId: user.id } })).toBe(1);
  });
});
