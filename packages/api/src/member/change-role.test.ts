import { createMentee, createUser } from "@sundial/db/factories";
import { type Role, role } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { type Caller, refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, minutesAfter } from "../testing/office-sessions.ts";
import { outcomesOf } from "../testing/races.ts";
import { frontDoor } from "../testing/sign-in.ts";

const { db, as, asService } = await testApi();
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
      "edit",
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

  const everyChange = role.options.flatMap((from) =>
    role.options.filter((to) => to !== from).map((to) => ({ from, to })),
  );
  const allowed: Record<Role, typeof everyChange> = {
    mentee: [],
    mentor: [],
    pm: [
      { from: "mentee", to: "mentor" },
      { from: "mentor", to: "mentee" },
    ],
    admin: everyChange,
  };

  it.each(role.options)("lets a %s make exactly these changes", async (actorRole) => {
    const caller = await as(await createUser(db, { role: actorRole }));
    expect(await changesBy(caller)).toEqual(allowed[actorRole]);
  });

  it("lets a service account with the permission make every change", async () => {
    expect(await changesBy(asService(["member:changeRole"]))).toEqual(everyChange);
  });

  /** The changes that this caller can make, each to somebody new. */
  async function changesBy(caller: Caller) {
    const done: typeof everyChange = [];
    for (const { from, to } of everyChange) {
      const { id, version } = await createUser(db, { role: from });
      const [outcome] = await outcomesOf([
        () => caller.member.changeRole({ id, version, role: to, reason }),
      ]);
      if (outcome === "ok") done.push({ from, to });
      else expect(outcome).toBe("FORBIDDEN");
    }
    return done;
  }

  it("counts the role that the actor has by then", async () => {
    const former = await createUser(db, { role: "admin" });
    const caller = await as(former);
    await db.user.update({ where: { id: former.id }, data: { role: "pm" } });
    const mentee = await createMentee(db);
    const input = { id: mentee.id, version: 1, role: "pm" as const, reason };
    expect(await refusalOf(caller.member.changeRole(input))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("is never for oneself, and rejects the current role", async () => {
    const mentee = await createMentee(db);
    const input = { id: mentee.id, version: 1, role: "admin" as const, reason };
    const pm = await createUser(db, { role: "pm" });
    const ownRole = { ...input, id: pm.id, role: "mentee" as const };
    expect(await refusalOf((await as(pm)).member.changeRole(ownRole))).toMatchObject({
      code: "FORBIDDEN",
    });
    const caller = await as(admin);
    const own = { ...input, id: admin.id, role: "pm" as const };
    expect(await refusalOf(caller.member.changeRole(own))).toMatchObject({ code: "FORBIDDEN" });
    const same = { ...input, role: "mentee" as const };
    expect(await refusalOf(caller.member.changeRole(same))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
  });
});
