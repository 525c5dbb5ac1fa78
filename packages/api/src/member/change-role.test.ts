import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, minutesAfter } from "../testing/office-sessions.ts";
import { frontDoor } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const admin = await createUser(db, { role: "admin" });
const reason = "Agreed with the program team";

describe("member.changeRole", () => {
  it("applies from the next request, and the session continues with the new role", async () => {
    const pm = await createUser(db, { role: "pm" });
    await door.givePassword(pm);
    const { cookie } = await door.signIn(pm);
    const epoch = async () => (await db.user.findUniqueOrThrow({ where: { id: pm.id } })).authEpoch;
    const before = await door.sessionOf(cookie);
    const epochBefore = await epoch();
    expect(before).toMatchObject({ role: "pm" });

    const input = { id: pm.id, version: pm.version, role: "mentee" as const, reason };
    expect(await (await as(admin)).member.changeRole(input)).toMatchObject({ role: "mentee" });
    const after = await door.sessionOf(cookie);
    expect(after).toMatchObject({ id: pm.id, role: "mentee" });
    // Tokens carry the epoch they were made in, so those of the old role have ended.
    expect(await epoch()).toBe(epochBefore + 1);
    expect(await refusalOf((await as(pm)).member.list({}))).toMatchObject({ code: "FORBIDDEN" });
    const events = { targetId: pm.id, NOT: { actorId: pm.id } };
    expect(await db.auditEvent.findMany({ where: events })).toMatchObject([
      {
        action: "member.roleChanged",
        actorId: admin.id,
        reason,
        before: { role: "pm" },
        after: { role: "mentee" },
      },
    ]);
  });

  it.each(["mentee", "pm", "admin"] as const)(
    "a mentor with upcoming sessions can't become %s until they are over",
    async (role) => {
      const { mentor, session } = await bookedSession(db, as);
      const input = { id: mentor.id, version: 1, role, reason };
      const caller = await as(admin);
      expect(await refusalOf(caller.member.changeRole(input))).toEqual({
        code: "HAS_FUTURE_SESSIONS",
        details: { count: 1, ids: [session.id] },
      });
      expect(await db.user.findUnique({ where: { id: mentor.id } })).toMatchObject({
        role: "mentor",
        authEpoch: 0,
      });
      const later = await as(admin, { now: minutesAfter(session.endsAt, 1) });
      expect(await later.member.changeRole(input)).toMatchObject({ role });
    },
  );

  it("a mentee keeps their bookings and can manage them as before", async () => {
    const { mentee, session } = await bookedSession(db, as);
    const caller = await as(admin);
    await caller.member.changeRole({ id: mentee.id, version: 1, role: "mentor", reason });
    const her = await as(mentee);
    expect((await her.officeSession.byId({ id: session.id })).actions).toEqual([
      "reschedule",
      "cancel",
    ]);
    const moved = await her.officeSession.reschedule({
      id: session.id,
      version: 1,
      startsAt: minutesAfter(session.startsAt, 60),
    });
    expect(moved).toMatchObject({ status: "scheduled", version: 2 });
  });

  it("a request nobody can answer anymore blocks nothing", async () => {
    const byHand = { profile: { autoAccept: false } };
    const { mentor, session } = await bookedSession(db, as, { mentor: byHand });
    const later = await as(admin, { now: minutesAfter(session.expiresAt ?? session.startsAt, 1) });
    const input = { id: mentor.id, version: 1, role: "mentee" as const, reason };
    expect(await later.member.changeRole(input)).toMatchObject({ role: "mentee" });
  });

  it("is only for admins, never for oneself, and rejects the current role", async () => {
    const mentee = await createMentee(db);
    const input = { id: mentee.id, version: 1, role: "admin" as const, reason };
    for (const caller of [mentee, await createMentor(db), await createUser(db, { role: "pm" })]) {
      const refusal = await refusalOf((await as(caller)).member.changeRole(input));
      expect(refusal.code).toBe("FORBIDDEN");
    }
    const caller = await as(admin);
    const own = { ...input, id: admin.id, role: "pm" as const };
    expect(await refusalOf(caller.member.changeRole(own))).toMatchObject({ code: "FORBIDDEN" });
    const same = { ...input, role: "mentee" as const };
    expect(await refusalOf(caller.member.changeRole(same))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
  });
});
