import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const reason = "The program's year is over";
const seen = (...people: { id: string; version: number }[]) =>
  people.map(({ id, version }) => ({ id, version }));
const newAdmin = () => createUser(db, { role: "admin" });

describe("a decision about several people", () => {
  it("shows in its preview what it then does, with one group of events", async () => {
    const [one, other] = [
      await bookedSession(db, as),
      await bookedSession(db, as, { startsAt: minutesAfter(MONDAY_10, 24 * 60) }),
    ];
    const gone = await createUser(db, { status: "suspended" });
    const by = await newAdmin();
    const admin = await as(by);
    const people = [one.mentor, one.mentee, other.mentee, gone];
    const ids = people.map(({ id }) => id);
    const preview = await admin.member.previewStatuses({ ids, status: "suspended" });
    expect(preview.sessions).toBe(2);
    expect(
      Object.fromEntries(
        preview.people.map(({ id, changes, sessions }) => [id, { changes, sessions }]),
      ),
    ).toEqual({
      [one.mentor.id]: { changes: true, sessions: 1 },
      [one.mentee.id]: { changes: true, sessions: 1 },
      [other.mentee.id]: { changes: true, sessions: 1 },
      [gone.id]: { changes: false, sessions: 0 },
    });
    const made = await admin.member.changeStatuses({
      people: seen(...preview.people),
      status: "suspended",
      reason,
    });
    expect(made).toMatchObject({ changed: 3, unchanged: 1, sessionsCancelled: 2 });
    expect(await db.user.count({ where: { id: { in: ids }, status: "suspended" } })).toBe(4);
    const events = await db.auditEvent.findMany({ where: { groupId: made.groupId } });
    expect(events.map(({ action }) => action).sort()).toEqual([
      "member.statusChanged",
      "member.statusChanged",
      "member.statusChanged",
      "officeSession.cancelled",
      "officeSession.cancelled",
    ]);
    expect(
      events.filter(({ action }) => action.startsWith("member.")).map((e) => e.reason),
    ).toEqual([reason, reason, reason]);
  });

  it("changes nobody when one of them was changed meanwhile, and says who", async () => {
    const [fine, stale] = [await createMentee(db), await createMentee(db)];
    const admin = await as(await newAdmin());
    const people = seen(fine, stale);
    await admin.member.changeStatus({
      ...people[1],
      id: stale.id,
      version: 1,
      status: "inactive",
      reason,
    });
    expect(
      await refusalOf(admin.member.changeStatuses({ people, status: "suspended", reason })),
    ).toEqual({ code: "STALE_VERSION", details: { ids: [stale.id] } });
    expect(await db.user.findUnique({ where: { id: fine.id } })).toMatchObject({
      status: "active",
      version: 1,
    });
  });

  it("is never about oneself, so an active admin remains", async () => {
    const by = await newAdmin();
    const admin = await as(by);
    const other = await createMentor(db);
    const preview = await admin.member.previewStatuses({
      ids: [by.id, other.id],
      status: "inactive",
    });
    expect(preview.people.find(({ id }) => id === by.id)).toMatchObject({
      isSelf: true,
      changes: false,
    });
    expect(
      await refusalOf(
        admin.member.changeStatuses({ people: seen(other, by), status: "inactive", reason }),
      ),
    ).toMatchObject({ code: "FORBIDDEN" });
    expect(await db.user.findUnique({ where: { id: other.id } })).toMatchObject({
      status: "active",
    });
  });

  it("is not for program managers, and ends with the role of an admin", async () => {
    const mentee = await createMentee(db);
    const call = { people: seen(mentee), status: "inactive" as const, reason };
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await refusalOf(pm.member.changeStatuses(call))).toMatchObject({ code: "FORBIDDEN" });
    const by = await newAdmin();
    const admin = await as(by);
    await db.user.update({ where: { id: by.id }, data: { role: "pm" } });
    expect(await refusalOf(admin.member.changeStatuses(call))).toMatchObject({ code: "FORBIDDEN" });
    expect(await db.user.findUnique({ where: { id: mentee.id } })).toMatchObject({
      status: "active",
    });
  });

  it("needs between one and a hundred people who exist, each once", async () => {
    const admin = await as(await newAdmin());
    const mentee = await createMentee(db);
    const many = Array.from({ length: 101 }, (_, n) => ({ id: `person ${n}`, version: 1 }));
    for (const people of [[], many, seen(mentee, mentee)]) {
      await expect(
        admin.member.changeStatuses({ people, status: "inactive", reason }),
      ).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
    const nobody = { people: [{ id: "nobody", version: 1 }], status: "inactive" as const, reason };
    expect(await refusalOf(admin.member.changeStatuses(nobody))).toEqual({
      code: "NOT_FOUND",
      details: { ids: ["nobody"] },
    });
    expect(
      await refusalOf(admin.member.previewStatuses({ ids: ["nobody"], status: "inactive" })),
    ).toMatchObject({ code: "NOT_FOUND" });
  });

  it("decides about a hundred people at once", async () => {
    const admin = await as(await newAdmin());
    const people = await Promise.all(Array.from({ length: 100 }, () => createUser(db)));
    const call = { people: seen(...people), status: "suspended" as const, reason };
    expect(await admin.member.changeStatuses(call)).toMatchObject({ changed: 100, unchanged: 0 });
  });
});

describe("how a person can sign in", () => {
  it("is told to staff as names, without anything secret", async () => {
    const person = await createMentee(db);
    const account = { userId: person.id, accountId: person.id };
    await db.account.create({
      data: { ...account, id: `p-${person.id}`, providerId: "credential", password: "hash" },
    });
    await db.account.create({ data: { ...account, id: `g-${person.id}`, providerId: "gone" } });
    await db.totpFactor.create({
      data: { userId: person.id, secret: "sealed", verifiedAt: MONDAY_10 },
    });
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.member.signInMethods({ id: person.id })).toEqual({
      hasPassword: true,
      providers: ["gone"],
      passkeys: 0,
      hasAuthenticatorApp: true,
    });
    expect(await refusalOf(pm.member.signInMethods({ id: "nobody" }))).toMatchObject({
      code: "NOT_FOUND",
    });
    const self = await as(person);
    expect(await refusalOf(self.member.signInMethods({ id: person.id }))).toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
