import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();
const DAY = 24 * 60;

const reading = { text: "Read the plan", owner: "mentee" as const, dueOn: "2027-03-08" };

async function meeting() {
  const { mentor, mentee, session } = await bookedSession(db, as);
  const [his, hers] = [await as(mentor), await as(mentee)];
  const place = { officeSessionId: session.id };
  return { mentor, mentee, session, his, hers, place };
}

describe("action items", () => {
  it("are carried to the next session of the two until their owner ticks them off", async () => {
    const { mentor, session, his, hers, place } = await meeting();
    const item = await his.actionItem.add({ ...place, ...reading });
    expect(item).toMatchObject({ ...reading, doneAt: null, mayTick: false, mayEdit: true });
    const startsAt = minutesAfter(session.startsAt, DAY);
    const next = await hers.officeSession.book(bookingWith(mentor, { startsAt }));
    const ofNext = { officeSessionId: next.id };
    expect(await hers.actionItem.list(ofNext)).toMatchObject({
      items: [{ id: item.id, mayTick: true }],
    });
    expect(await refusalOf(his.actionItem.tick({ id: item.id, done: true }))).toMatchObject({
      code: "FORBIDDEN",
    });
    for (let taps = 0; taps < 2; taps++) await hers.actionItem.tick({ id: item.id, done: true });
    expect((await hers.actionItem.list(ofNext)).items).toEqual([]);
    // Where they agreed on it, it stays to be seen.
    expect((await hers.actionItem.list(place)).items).toMatchObject([{ id: item.id }]);
    const where = { targetId: item.id, action: "actionItem.ticked" };
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  it("come open ones first, by due date", async () => {
    const { his, hers, place } = await meeting();
    const add = (text: string, dueOn: string | null) =>
      his.actionItem.add({ ...place, ...reading, text, dueOn });
    await add("Someday", null);
    await add("In May", "2027-05-01");
    const { id } = await add("Done", "2027-01-01");
    await add("In April", "2027-04-01");
    await hers.actionItem.tick({ id, done: true });
    const { items } = await his.actionItem.list(place);
    expect(items.map(({ text }) => text)).toEqual(["In April", "In May", "Someday", "Done"]);
  });

  it("are changed by both, with the second of two edits at once refused", async () => {
    const { his, hers, place } = await meeting();
    const { id, version } = await his.actionItem.add({ ...place, ...reading });
    const edit = { id, version, ...reading };
    const outcomes = await Promise.allSettled([
      his.actionItem.edit({ ...edit, text: "His words" }),
      hers.actionItem.edit({ ...edit, text: "Her words" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(hers.actionItem.edit(edit))).toEqual({
      code: "STALE_VERSION",
      details: { version: 2 },
    });
  });

  it("are seen by staff and by nobody else", async () => {
    const { his, place } = await meeting();
    const { id } = await his.actionItem.add({ ...place, ...reading });
    const pm = await as(await createUser(db, { role: "pm" }));
    const [seen] = (await pm.actionItem.list(place)).items;
    expect(seen).toMatchObject({ id, mayTick: false, mayEdit: false });
    for (const stranger of [await as(await createMentee(db)), await as(await createMentor(db))]) {
      expect(await refusalOf(stranger.actionItem.list(place))).toMatchObject({
        code: "NOT_FOUND",
      });
      expect(await refusalOf(stranger.actionItem.remove({ id }))).toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("are at most 50 open ones, also when many are added at once", async () => {
    const { mentor, mentee, session, his, place } = await meeting();
    const row = { mentorId: mentor.id, menteeId: mentee.id, authorId: mentor.id };
    await db.actionItem.createMany({
      data: Array.from({ length: 48 }, () => ({
        ...row,
        officeSessionId: session.id,
        owner: "mentor" as const,
        text: "Earlier",
        createdAt: new Date(),
      })),
    });
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4].map(() => his.actionItem.add({ ...place, ...reading })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await refusalOf(his.actionItem.add({ ...place, ...reading }))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: 50 },
    });
  });

  it("of an erased person go, and the other's stay", async () => {
    const { mentor, his, hers, place } = await meeting();
    await his.actionItem.add({ ...place, ...reading, owner: "mentor", text: "He does it" });
    await hers.actionItem.add({ ...place, ...reading, text: "She does it" });
    const admin = await as(await createUser(db, { role: "admin" }));
    const { version } = await db.user.findUniqueOrThrow({ where: { id: mentor.id } });
    await admin.member.erase({ id: mentor.id, version, reason: "Asked for by email" });
    const { items } = await hers.actionItem.list(place);
    expect(items.map(({ text }) => text)).toEqual(["She does it"]);
  });
});
