import { randomUUID } from "node:crypto";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

function signIn(userId: string, userAgent: string | null, expiresAt = minutesAfter(NOW, 60)) {
  return db.session.create({
    data: { userId, userAgent, token: randomUUID(), ipAddress: "192.0.2.7", expiresAt },
  });
}

describe("active sessions", () => {
  it("are listed with their browser and ID, and never with a token", async () => {
    const user = await createUser(db);
    const phone = await signIn(user.id, SAFARI);
    const computer = await signIn(user.id, FIREFOX);
    const unknown = await signIn(user.id, null);
    await signIn(user.id, FIREFOX, NOW);
    await signIn((await createUser(db)).id, FIREFOX);
    const sessions = await (await as(user, { sessionId: computer.id })).account.listSessions();
    const shown = new Map(sessions.map(({ id, ...session }) => [id, session]));
    expect(shown.size).toBe(3);
    expect(shown.get(computer.id)).toMatchObject({
      browser: "Firefox",
      system: "Windows",
      isMobile: false,
      ip: "192.0.2.7",
      isCurrent: true,
    });
    expect(shown.get(phone.id)).toMatchObject({
      browser: "Safari",
      system: "iOS",
      isMobile: true,
      isCurrent: false,
    });
    expect(shown.get(unknown.id)).toMatchObject({ browser: null, system: null });
    for (const { token } of [phone, computer])
      expect(JSON.stringify(sessions)).not.toContain(token);
  });

  it.each(["", "x", "<script>alert(1)</script>", `Mozilla/5.0 ${"(".repeat(5_000)}`])(
    "can have any user agent: %j",
    async (userAgent) => {
      const user = await createUser(db);
      await signIn(user.id, userAgent);
      expect(await (await as(user)).account.listSessions()).toHaveLength(1);
    },
  );

  it("can be signed out one at a time, only by their owner", async () => {
    const user = await createUser(db);
    const [here, there] = [await signIn(user.id, FIREFOX), await signIn(user.id, SAFARI)];
    const caller = await as(user, { sessionId: here.id });
    const stranger = await as(await createUser(db));
    const input = { id: there.id };
    expect(await refusalOf(stranger.account.signOutSession(input))).toMatchObject({
      code: "NOT_FOUND",
    });
    await caller.account.signOutSession(input);
    expect(await refusalOf(caller.account.signOutSession(input))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await caller.account.listSessions()).map(({ id }) => id)).toEqual([here.id]);
    expect(await db.auditEvent.findMany({ where: { actorId: user.id } })).toMatchObject([
      { action: "account.sessionSignedOut" },
    ]);
  });

  it("can be signed out all at once, with tokens and calendar feeds, and the owner is notified", async () => {
    const user = await createUser(db);
    const [here] = [await signIn(user.id, FIREFOX), await signIn(user.id, SAFARI)];
    const caller = await as(user, { sessionId: here.id });
    await caller.calendar.createFeed();
    const others = await as(await createUser(db));
    await others.calendar.createFeed();
    await caller.account.signOutEverywhere();
    expect(await caller.calendar.feeds()).toEqual([]);
    expect(await others.calendar.feeds()).toHaveLength(1);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
    const { authEpoch } = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(authEpoch).toBe(user.authEpoch + 1);
    expect(await db.emailOutbox.findMany({ where: { recipient: user.email } })).toMatchObject([
      { template: "account.signedOutEverywhere" },
    ]);
  });
});
