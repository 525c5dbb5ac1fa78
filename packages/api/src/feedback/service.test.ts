import { createMentee, createUser } from "@sundial/db/factories";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { bookedSession, completedSession, minutesAfter } from "../testing/office-sessions.ts";
import { createEndpoint } from "../testing/webhooks.ts";

const { db, as } = await testApi();

/** A completed session, with callers five minutes after its end and seven days later. */
async function meeting() {
  const { mentor, mentee, session, after } = await completedSession(db, as);
  const closes = new Date(session.endsAt.getTime() + 7 * DAY);
  const place = { officeSessionId: session.id };
  return {
    mentor,
    mentee,
    session,
    place,
    after,
    closes,
    his: await as(mentor, { now: after }),
    hers: await as(mentee, { now: after }),
    hisLater: await as(mentor, { now: closes }),
    hersLater: await as(mentee, { now: closes }),
    staff: await as(await createUser(db, { role: "pm" }), { now: after }),
  };
}

const good = {
  rating: 5,
  comment: "She asked the right questions.",
  forStaff: "Give her more time.",
};
const fair = { rating: 3, comment: "We ran out of time.", forStaff: "He was late." };

describe("feedback", () => {
  it("is revealed to both when both have sent it, without what is for staff", async () => {
    const { his, hers, place, session, staff } = await meeting();
    const sent = await his.feedback.send({ ...place, ...good });
    expect(sent).toMatchObject({
      items: [{ party: "mentor", ...good, isOwn: true, isRevealed: false }],
      maySend: false,
    });
    await hers.feedback.send({ ...place, ...fair });
    expect((await his.feedback.read(place)).items).toEqual([
      { party: "mentee", ...fair, forStaff: null, isOwn: false, isRevealed: true },
      { party: "mentor", ...good, isOwn: true, isRevealed: true },
    ]);
    expect(JSON.stringify(await hers.feedback.read(place))).not.toContain(good.forStaff);
    expect((await staff.feedback.read(place)).items).toMatchObject([fair, good]);
    const events = await db.auditEvent.findMany({
      where: { targetId: session.id, action: "feedback.revealed" },
    });
    expect(events).toMatchObject([
      { actorKind: "system", actorId: null, after: { parties: ["mentee", "mentor"] } },
    ]);
  });

  it("can't be noticed by the other person before it is revealed, wherever they look", async () => {
    const { mentor, mentee, his, hers, place, session } = await meeting();
    await createEndpoint(db, { includePersonalTexts: true });
    const asSeen = async () => {
      const { exportedAt: _, events, ...exported } = await hers.account.export();
      return {
        read: await hers.feedback.read(place),
        session: await hers.officeSession.byId({ id: session.id }),
        list: await hers.officeSession.list({ when: "past" }),
        mentor: await hers.mentor.byId({ id: mentor.id }),
        notes: await hers.sessionNote.read(place),
        exported,
        events: events.filter(({ action }) => action !== "account.exported"),
        row: await db.officeSession.findUniqueOrThrow({ where: { id: session.id } }),
        emails: await db.emailOutbox.count(),
        webhooks: await db.webhookDelivery.count(),
      };
    };
    const before = await asSeen();
    await his.feedback.send({ ...place, ...good });
    expect(await asSeen()).toEqual(before);
    // Somebody who has become an admin can read the log, but not this.
    await db.user.update({ where: { id: mentee.id }, data: { role: "admin" } });
    const { id } = await db.feedback.findFirstOrThrow({ where: place });
    const reader = await as(mentee);
    expect((await reader.audit.list({ targetId: id })).items).toEqual([]);
    expect((await reader.audit.list({ actorId: mentor.id, action: "feedback" })).items).toEqual([]);
    expect((await reader.audit.timeline({ userId: mentor.id })).items).not.toContainEqual(
      expect.objectContaining({ action: "feedback.sent" }),
    );
    expect((await reader.feedback.read(place)).items).toEqual([]);
    const about = { userId: mentor.id, which: "written" as const };
    expect((await reader.feedback.list(about)).items).toEqual([]);
    const admin = await as(await createUser(db, { role: "admin" }));
    expect((await admin.audit.list({ targetId: id })).items).toHaveLength(1);
    await db.webhookEndpoint.deleteMany();
  });

  it("is revealed after seven days when only one has sent it, without any sweep", async () => {
    const { his, hersLater, hisLater, place, closes } = await meeting();
    await his.feedback.send({ ...place, ...good });
    expect(await hersLater.feedback.read(place)).toMatchObject({
      items: [{ rating: 5, comment: good.comment, forStaff: null }],
      maySend: false,
      closesAt: closes,
    });
    expect(await refusalOf(hersLater.feedback.send({ ...place, ...fair }))).toEqual({
      code: "FEEDBACK_CLOSED",
      details: { closedAt: closes },
    });
    expect((await hisLater.feedback.read(place)).items).toMatchObject([{ isRevealed: true }]);
  });

  it("is sent once, however often and by however many clicks", async () => {
    const { his, hers, place, session } = await meeting();
    const idempotencyKey = crypto.randomUUID();
    const call = { ...place, ...good, idempotencyKey };
    const [first, second] = [await his.feedback.send(call), await his.feedback.send(call)];
    expect(second).toEqual(first);
    expect(await refusalOf(his.feedback.send({ ...place, ...fair }))).toMatchObject({
      code: "FEEDBACK_SENT",
    });
    const clicks = await Promise.allSettled(
      Array.from({ length: 4 }, () => hers.feedback.send({ ...place, ...fair })),
    );
    expect(clicks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.feedback.count({ where: place })).toBe(2);
    const where = { targetId: session.id, action: "feedback.revealed" };
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  it("of two who send at the same moment is revealed to both", async () => {
    const { his, hers, place, session } = await meeting();
    await Promise.all([
      his.feedback.send({ ...place, ...good }),
      hers.feedback.send({ ...place, ...fair }),
    ]);
    expect((await his.feedback.read(place)).items).toHaveLength(2);
    expect((await hers.feedback.read(place)).items).toHaveLength(2);
    const where = { targetId: session.id, action: "feedback.revealed" };
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  it("is only for the two people, and only once the session is completed", async () => {
    const { place, after, staff } = await meeting();
    const stranger = await as(await createMentee(db), { now: after });
    for (const refusal of await Promise.all(
      [stranger.feedback.read(place), stranger.feedback.send({ ...place, ...good })].map(refusalOf),
    )) {
      expect(refusal).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await refusalOf(staff.feedback.send({ ...place, ...good }))).toMatchObject({
      code: "FORBIDDEN",
    });
    const { mentee, session } = await bookedSession(db, as);
    const early = { officeSessionId: session.id, ...good };
    expect(await refusalOf((await as(mentee)).feedback.send(early))).toEqual({
      code: "INVALID_TRANSITION",
      details: { status: "scheduled" },
    });
    // Nobody has reported anything: a day later, it counts as completed.
    const dayLater = await as(mentee, { now: minutesAfter(session.endsAt, 24 * 60) });
    expect(await dayLater.feedback.send(early)).toMatchObject({ maySend: false });
  });

  it("is between the two people of its session, whatever writes it", async () => {
    const { mentor, mentee, place, closes } = await meeting();
    const row = { ...place, rating: 5, visibleAt: closes, createdAt: closes };
    const stranger = await createMentee(db);
    for (const wrong of [
      { party: "mentor", authorId: mentee.id, aboutId: mentor.id },
      { party: "mentee", authorId: stranger.id, aboutId: mentor.id },
      { party: "mentee", authorId: mentee.id, aboutId: stranger.id },
    ] as const) {
      const written = db.feedback.create({ data: { ...row, ...wrong } });
      await expect(written).rejects.toThrow("feedback_parties");
    }
  });

  it("says so when 10,000 characters were pasted", async () => {
    const { his, place } = await meeting();
    const call = his.feedback.send({ ...place, ...good, comment: "a".repeat(10_000) });
    await expect(call).rejects.toThrow("Use at most 2000 characters");
  });

  it("loses words and name of an erased author before the reveal, and keeps the rating", async () => {
    const { mentor, his, hersLater, hers, place, staff } = await meeting();
    await his.feedback.send({ ...place, ...good });
    const admin = await as(await createUser(db, { role: "admin" }));
    const { version } = await db.user.findUniqueOrThrow({ where: { id: mentor.id } });
    await admin.member.erase({ id: mentor.id, version, reason: "Asked for by email" });
    const [row] = await db.feedback.findMany({ where: place });
    expect(row).toMatchObject({ authorId: null, rating: 5, comment: "", forStaff: "" });
    expect((await hers.feedback.read(place)).items).toEqual([]);
    expect((await hersLater.feedback.read(place)).items).toMatchObject([
      { rating: 5, comment: "", isOwn: false },
    ]);
    await hers.feedback.send({ ...place, ...fair });
    expect((await staff.feedback.read(place)).items).toHaveLength(2);
  });

  it("is listed for staff by person, with everything", async () => {
    const { mentor, mentee, his, hers, place, staff } = await meeting();
    await his.feedback.send({ ...place, ...good });
    const written = await staff.feedback.list({ userId: mentor.id, which: "written" });
    expect(written.items).toMatchObject([
      { ...good, isRevealed: false, author: { id: mentor.id }, about: { id: mentee.id } },
    ]);
    const received = { userId: mentee.id, which: "received" as const };
    expect((await staff.feedback.list(received)).items).toHaveLength(1);
    expect(await refusalOf(hers.feedback.list(received))).toMatchObject({ code: "FORBIDDEN" });
  });
});
