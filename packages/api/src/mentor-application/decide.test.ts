import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { applicationText } from "../testing/applications.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";
import { outcomesOf, roundsOf } from "../testing/races.ts";

const { db, as, asService } = await testApi();

const pm = await createUser(db, { role: "pm", name: "Pat" });
const answer = "Welcome. Start with one hour a week.";

async function applied(mentee?: { id: string; email: string }) {
  const applicant = mentee ?? (await createMentee(db));
  const { id } = await (await as(applicant)).mentorApplication.submit(applicationText);
  return { applicant, id, input: { id, answer } };
}

const roleOf = (id: string) => db.user.findUniqueOrThrow({ where: { id } });

describe("mentorApplication.approve", () => {
  it("makes the applicant a mentor, in one decision", async () => {
    const { applicant, id, input } = await applied();
    const before = await roleOf(applicant.id);
    expect(await (await as(pm)).mentorApplication.approve(input)).toMatchObject({
      id,
      status: "approved",
      answer,
      settledAt: NOW,
      applicant: { role: "mentor" },
      actions: [],
    });
    expect(await roleOf(applicant.id)).toMatchObject({
      role: "mentor",
      authEpoch: before.authEpoch + 1,
      version: before.version + 1,
    });
    const events = await db.auditEvent.findMany({
      where: { targetId: { in: [id, applicant.id] }, actorId: pm.id },
      orderBy: { seq: "asc" },
    });
    expect(events).toMatchObject([
      { action: "mentorApplication.approved", after: { status: "approved" }, reason: null },
      {
        action: "member.roleChanged",
        before: { role: "mentee" },
        after: { role: "mentor" },
        reason: "Application to become a mentor",
      },
    ]);
    expect(new Set(events.map(({ groupId }) => groupId)).size).toBe(1);
    expect(events[0]?.groupId).not.toBeNull();
    const recorded = events.map(({ seq: _, ...event }) => event);
    expect(JSON.stringify(recorded)).not.toContain(answer);
    const { email: recipient } = applicant;
    expect(await db.emailOutbox.findMany({ where: { recipient } })).toMatchObject([
      {
        template: "mentorApplication.approved",
        data: { recipientId: applicant.id, applicationId: id },
      },
    ]);
  });

  it("keeps what the applicant booked as a mentee", async () => {
    const { mentee, session } = await bookedSession(db, as);
    const { input } = await applied(mentee);
    await (await as(pm)).mentorApplication.approve(input);
    const her = await as(mentee);
    expect(await her.officeSession.byId({ id: session.id })).toMatchObject({ status: "scheduled" });
  });

  it("only ends the application of someone whom staff made a mentor meanwhile", async () => {
    const { applicant, input } = await applied();
    const { version } = await roleOf(applicant.id);
    const caller = await as(pm);
    const change = { id: applicant.id, version, role: "mentor" as const, reason: "Agreed" };
    await caller.member.changeRole(change);
    expect(await caller.mentorApplication.approve(input)).toMatchObject({ status: "approved" });
    expect(await roleOf(applicant.id)).toMatchObject({ version: version + 1 });
  });

  it("rejects applicants who work for the program by now, and leaves theirs waiting", async () => {
    const { applicant, id, input } = await applied();
    await db.user.update({ where: { id: applicant.id }, data: { role: "pm" } });
    const caller = await as(pm);
    expect(await refusalOf(caller.mentorApplication.approve(input))).toEqual({
      code: "INVALID_TRANSITION",
      details: { role: "pm" },
    });
    expect(await caller.mentorApplication.byId({ id })).toMatchObject({
      status: "pending",
      actions: ["decline"],
    });
    // Nobody decides about themselves.
    const own = await as(applicant);
    expect(await refusalOf(own.mentorApplication.decline(input))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await own.mentorApplication.byId({ id })).actions).toEqual([]);
    expect(await caller.mentorApplication.decline(input)).toMatchObject({ status: "declined" });
  });

  it.each(["inactive", "suspended"] as const)("rejects %s applicants", async (status) => {
    const { applicant, input } = await applied();
    await db.user.update({ where: { id: applicant.id }, data: { status } });
    expect(await refusalOf((await as(pm)).mentorApplication.approve(input))).toMatchObject({
      code: "PARTY_INACTIVE",
    });
    expect(await roleOf(applicant.id)).toMatchObject({ role: "mentee" });
  });
});

describe("mentorApplication.decline", () => {
  it("leaves a mentee, who reads the answer and may apply again", async () => {
    const { applicant, id, input } = await applied();
    const caller = await as(pm);
    expect(await caller.mentorApplication.decline(input)).toMatchObject({ status: "declined" });
    expect(await roleOf(applicant.id)).toMatchObject({ role: "mentee", authEpoch: 0 });
    const theirs = await as(applicant);
    expect(await theirs.mentorApplication.mine()).toMatchObject({
      application: { id, status: "declined", answer },
    });
    const again = await theirs.mentorApplication.submit(applicationText);
    expect(await theirs.mentorApplication.mine()).toMatchObject({ application: { id: again.id } });
  });

  it("can be done by a service account, whose answer has no name", async () => {
    const { id, input } = await applied();
    const service = asService(["mentorApplication:decide", "mentorApplication:read"]);
    await service.mentorApplication.decline(input);
    expect(await (await as(pm)).mentorApplication.byId({ id })).toMatchObject({
      decidedBy: { id: null },
    });
  });
});

describe("a decision", () => {
  it("is for staff", async () => {
    const { applicant, input } = await applied();
    for (const other of [applicant, await createMentee(db), await createMentor(db)]) {
      const caller = await as(other);
      for (const decide of [caller.mentorApplication.approve, caller.mentorApplication.decline]) {
        expect(await refusalOf(decide(input))).toMatchObject({ code: "FORBIDDEN" });
      }
    }
  });

  it("about an application that doesn't exist is 404", async () => {
    const caller = await as(pm);
    expect(
      await refusalOf(caller.mentorApplication.approve({ id: randomUUID(), answer })),
    ).toMatchObject({ code: "NOT_FOUND" });
  });

  it("doesn't count when the role behind it has gone", async () => {
    const { input } = await applied();
    const former = await createUser(db, { role: "pm" });
    const caller = await as(former);
    await db.user.update({ where: { id: former.id }, data: { role: "mentee" } });
    expect(await refusalOf(caller.mentorApplication.approve(input))).toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it.each(roundsOf())("wins alone against others at the same moment, round %i", async () => {
    const { applicant, id, input } = await applied();
    const [first, second] = [await as(pm), await as(await createUser(db, { role: "admin" }))];
    const theirs = await as(applicant);
    const outcomes = await outcomesOf([
      () => first.mentorApplication.approve(input),
      () => second.mentorApplication.decline(input),
      () => first.mentorApplication.decline(input),
      () => theirs.mentorApplication.withdraw({ id }),
    ]);
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "INVALID_TRANSITION")).toHaveLength(3);
    const { status } = await db.mentorApplication.findUniqueOrThrow({ where: { id } });
    const { role: now } = await roleOf(applicant.id);
    expect(now).toBe(status === "approved" ? "mentor" : "mentee");
    const settled = await db.auditEvent.count({
      where: { targetId: id, action: { not: "mentorApplication.submitted" } },
    });
    expect(settled).toBe(1);
  });
});

describe("mentorApplication.byId", () => {
  it("shows staff the profile and the sessions as a mentee, in numbers", async () => {
    const { mentee, session } = await bookedSession(db, as);
    const theirs = await as(mentee);
    await theirs.officeSession.cancel({ id: session.id, version: session.version });
    const { id } = await applied(mentee);
    const caller = await as(pm);
    expect(await caller.mentorApplication.byId({ id })).toMatchObject({
      ...applicationText,
      applicant: { id: mentee.id, name: mentee.name },
      profile: { email: mentee.email, menteeProfile: { goals: "Learn by doing" } },
      history: { booked: 1, held: 0, cancelled: 1, cancelledLate: 0, missed: 0 },
      decidedBy: null,
      actions: ["approve", "decline"],
    });
    const viewed = { action: "member.viewed", targetId: mentee.id, actorId: pm.id };
    expect(await db.auditEvent.count({ where: viewed })).toBe(1);
  });

  it("is 404 for a missing one, and closed to everyone but staff", async () => {
    const { applicant, id } = await applied();
    const caller = await as(pm);
    const missing = { id: randomUUID() };
    expect(await refusalOf(caller.mentorApplication.byId(missing))).toMatchObject({
      code: "NOT_FOUND",
    });
    for (const other of [applicant, await createMentor(db)]) {
      const theirs = await as(other);
      expect(await refusalOf(theirs.mentorApplication.byId({ id }))).toMatchObject({
        code: "FORBIDDEN",
      });
      expect(await refusalOf(theirs.mentorApplication.list({}))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
  });
});

describe("mentorApplication.list", () => {
  it("pages newest first, without repeats, while others arrive at the same instant", async () => {
    const { db: own, as: asOwn } = await testApi();
    const staff = await asOwn(await createUser(own, { role: "pm" }));
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      const caller = await asOwn(await createMentee(own));
      ids.push((await caller.mentorApplication.submit(applicationText)).id);
    }
    const first = await staff.mentorApplication.list({ limit: 2 });
    expect(first.waiting).toBe(5);
    const late = await asOwn(await createMentee(own));
    await late.mentorApplication.submit(applicationText);
    const seen = [...first.items];
    let cursor = first.nextCursor;
    while (cursor !== null) {
      const page = await staff.mentorApplication.list({ limit: 2, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    const found = seen.map(({ id }) => id);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(ids.slice(0, 3)));
    expect(found).toEqual([...found].sort().reverse());

    const [one = ""] = ids;
    await staff.mentorApplication.decline({ id: one, answer });
    const declined = await staff.mentorApplication.list({ status: "declined" });
    expect(declined.items.map(({ id }) => id)).toEqual([one]);
    expect(declined.waiting).toBe(5);
    expect(await refusalOf(staff.mentorApplication.list({ cursor: "nonsense" }))).toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});
