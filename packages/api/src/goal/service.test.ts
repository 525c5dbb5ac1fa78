import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const review = {
  title: "Lead a design review",
  targetOn: "2027-06-30",
  milestones: [{ text: "Watch one" }, { text: "Moderate half of one" }],
};

describe("goals", () => {
  it("have milestones that stay done through an edit", async () => {
    const caller = await as(await createMentee(db));
    const { id, version, milestones } = await caller.goal.add(review);
    expect(milestones.map(({ text }) => text)).toEqual(["Watch one", "Moderate half of one"]);
    const [first, second] = milestones.map((each) => each.id);
    await caller.goal.tickMilestone({ id: second ?? "", done: true });
    const edited = await caller.goal.edit({
      ...review,
      id,
      version,
      title: "Lead two design reviews",
      milestones: [{ id: second, text: "Moderate half of one" }, { text: "Ask for feedback" }],
    });
    expect(edited).toMatchObject({ title: "Lead two design reviews", version: version + 1 });
    expect(edited.milestones).toMatchObject([
      { id: second, doneAt: expect.any(Date) },
      { text: "Ask for feedback", doneAt: null },
    ]);
    expect(edited.milestones.map((each) => each.id)).not.toContain(first);
    expect(await refusalOf(caller.goal.edit({ ...review, id, version }))).toEqual({
      code: "STALE_VERSION",
      details: { version: version + 1 },
    });
  });

  it("never take a milestone of somebody else's", async () => {
    const [mine, theirs] = [await as(await createMentee(db)), await as(await createMentee(db))];
    const { milestones } = await theirs.goal.add(review);
    const [stolen] = milestones;
    const { id, version } = await mine.goal.add(review);
    const edit = { ...review, id, version, milestones: [{ id: stolen?.id, text: "Mine now" }] };
    const edited = await mine.goal.edit(edit);
    expect(edited.milestones[0]?.id).not.toBe(stolen?.id);
    expect((await theirs.goal.list({})).items[0]?.milestones).toHaveLength(2);
    const [hers] = (await theirs.goal.list({})).items;
    for (const refused of [
      () => mine.goal.tickMilestone({ id: stolen?.id ?? "", done: true }),
      () => mine.goal.remove({ id: hers?.id ?? "" }),
    ]) {
      expect(await refusalOf(refused())).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("are read by the mentee's mentors and staff, and nobody else", async () => {
    const { mentor, mentee } = await bookedSession(db, as);
    await (await as(mentee)).goal.add(review);
    const input = { menteeId: mentee.id };
    const seen = { items: [{ title: review.title }], mayEdit: false };
    expect(await (await as(mentor)).goal.list(input)).toMatchObject(seen);
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.goal.list(input)).toMatchObject(seen);
    for (const stranger of [await createMentor(db), await createMentee(db)]) {
      expect(await refusalOf((await as(stranger)).goal.list(input))).toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("are settled once, and can be opened again while there is room", async () => {
    const caller = await as(await createMentee(db));
    const { id } = await caller.goal.add(review);
    for (let taps = 0; taps < 2; taps++) await caller.goal.settle({ id, status: "achieved" });
    const where = { targetId: id, action: "goal.settled" };
    expect(await db.auditEvent.count({ where })).toBe(1);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => caller.goal.add(review)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await refusalOf(caller.goal.settle({ id, status: "open" }))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: 10 },
    });
    const { items } = await caller.goal.list({});
    expect(items.at(-1)).toMatchObject({ id, status: "achieved", settledAt: expect.any(Date) });
  });

  it("are exported to their mentee and erased with them", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    await caller.goal.add(review);
    expect((await caller.account.export()).goals).toMatchObject([{ title: review.title }]);
    const admin = await as(await createUser(db, { role: "admin" }));
    const { version } = await db.user.findUniqueOrThrow({ where: { id: mentee.id } });
    await admin.member.erase({ id: mentee.id, version, reason: "Asked for by email" });
    expect(await db.goal.count({ where: { menteeId: mentee.id } })).toBe(0);
  });
});
