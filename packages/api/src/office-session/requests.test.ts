import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { sweepOfficeSessions } from "../index.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  bookingWith,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const HOUR = 60;
const BY_HAND = { profile: { autoAccept: false, minNoticeMinutes: 120 } };
/** The request of `bookedSession` expires after two days, well before the session. */
const EXPIRY = minutesAfter(NOW, 48 * HOUR);

const requested = (mentor: Parameters<typeof createMentor>[1] = BY_HAND) =>
  bookedSession(db, as, { mentor });

describe("a request", () => {
  it("holds the time of both people until it is answered, and the mentor sees it", async () => {
    const { mentor, mentee, session } = await requested();
    expect(session).toMatchObject({
      status: "requested",
      expiresAt: EXPIRY,
      actions: ["cancel", "edit"],
    });
    const rival = await as(await createMentee(db));
    expect(await refusalOf(rival.officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "SLOT_TAKEN",
    });
    const elsewhere = await as(mentee);
    const other = await createMentor(db);
    expect(await refusalOf(elsewhere.officeSession.book(bookingWith(other)))).toMatchObject({
      code: "MENTEE_BUSY",
    });
    const { items } = await (await as(mentor)).officeSession.list({ when: "awaiting" });
    expect(items).toMatchObject([{ id: session.id, actions: ["approve", "decline", "edit"] }]);
    expect((await elsewhere.officeSession.list({ when: "awaiting" })).items).toEqual([]);
    expect((await elsewhere.officeSession.list({})).items).toMatchObject([{ id: session.id }]);
    const events = await db.auditEvent.findMany({ where: { targetId: session.id } });
    expect(events).toMatchObject([{ action: "officeSession.requested", actorId: mentee.id }]);
  });

  it("is scheduled when the mentor approves it, and then no longer expires", async () => {
    const { mentor, mentee, session, input } = await requested();
    const approved = await (await as(mentor)).officeSession.approve({ ...input, note: "Gladly" });
    expect(approved).toMatchObject({
      status: "scheduled",
      expiresAt: null,
      changeNote: "Gladly",
      version: 2,
    });
    await sweepOfficeSessions({ db, now: minutesAfter(EXPIRY, 1) });
    const later = await as(mentee, { now: minutesAfter(EXPIRY, 1) });
    expect(await later.officeSession.byId({ id: session.id })).toMatchObject({
      status: "scheduled",
    });
    await expectPromisesKept(db);
  });

  it("is not approved for someone whose account has become inactive", async () => {
    const { mentor, mentee, input } = await requested();
    await db.user.update({ where: { id: mentee.id }, data: { status: "inactive" } });
    expect(await refusalOf((await as(mentor)).officeSession.approve(input))).toMatchObject({
      code: "PARTY_INACTIVE",
    });
  });

  it("frees the time when the mentor declines it", async () => {
    const { mentor, mentee, input } = await requested();
    const declined = await (await as(mentor)).officeSession.decline({ ...input, note: "On leave" });
    expect(declined).toMatchObject({ status: "declined", changeNote: "On leave", actions: [] });
    const rival = await as(await createMentee(db));
    await rival.officeSession.book(bookingWith(mentor));
    const { items } = await (await as(mentee)).officeSession.list({ when: "past" });
    expect(items).toMatchObject([{ id: input.id, status: "declined" }]);
  });

  it("can be withdrawn by the mentee and declined by the mentor", async () => {
    const { mentor, mentee, input } = await requested();
    expect(await refusalOf((await as(mentor)).officeSession.cancel(input))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    expect(await refusalOf((await as(mentee)).officeSession.approve(input))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await (await as(mentee)).officeSession.cancel(input)).toMatchObject({
      status: "cancelled",
      cancelledLate: false,
    });
  });

  it("is answered by staff only with a reason, which is recorded", async () => {
    const { input } = await requested();
    const staff = await as(await createUser(db, { role: "pm" }));
    expect(await refusalOf(staff.officeSession.approve(input))).toMatchObject({
      code: "INVALID_INPUT",
    });
    await staff.officeSession.approve({ ...input, note: "Agreed by phone" });
    const event = await db.auditEvent.findFirst({
      where: { targetId: input.id, action: "officeSession.approved" },
    });
    expect(event).toMatchObject({ actorRole: "pm", reason: "Agreed by phone" });
  });
});

describe("an unanswered request", () => {
  it.each([
    ["after 48 hours", MONDAY_10, EXPIRY],
    ["at the mentor's notice, when that is sooner", minutesAfter(NOW, 180), minutesAfter(NOW, 60)],
  ])("expires %s", async (_case, startsAt, expiresAt) => {
    const { session } = await bookedSession(db, as, { mentor: BY_HAND, startsAt });
    expect(session).toMatchObject({ status: "requested", expiresAt });
  });

  it("is not accepted when the notice leaves no time to answer", async () => {
    const mentor = await createMentor(db, BY_HAND);
    const caller = await as(await createMentee(db));
    const last = bookingWith(mentor, { startsAt: minutesAfter(NOW, 120) });
    expect(await refusalOf(caller.officeSession.book(last))).toMatchObject({
      code: "SLOT_NOT_OFFERED",
    });
  });

  it("is expired for every reader from that instant, before anything is written", async () => {
    const { mentor, mentee, session, input } = await requested();
    const range = { mentorId: mentor.id, from: MONDAY_10, to: minutesAfter(MONDAY_10, 1) };
    const [before, at] = [
      await as(mentee, { now: new Date(EXPIRY.getTime() - 1) }),
      await as(mentee, { now: EXPIRY }),
    ];
    expect((await before.availability.openSlots(range)).slots).toEqual([]);
    expect((await at.availability.openSlots(range)).slots).toEqual([
      { startsAt: MONDAY_10, youAreBusy: false },
    ]);
    expect(await at.officeSession.byId({ id: session.id })).toMatchObject({
      status: "expired",
      actions: [],
    });
    expect((await at.officeSession.list({})).items).toEqual([]);
    expect((await at.officeSession.list({ when: "past" })).items).toHaveLength(1);
    const tooLate = await as(mentor, { now: EXPIRY });
    expect((await tooLate.officeSession.list({ when: "awaiting" })).items).toEqual([]);
    expect(await refusalOf(tooLate.officeSession.approve(input))).toMatchObject({
      code: "INVALID_TRANSITION",
      details: { status: "expired" },
    });
  });

  it("makes room within the transaction of the next booking", async () => {
    const { mentor, session } = await requested();
    const rival = await as(await createMentee(db), { now: EXPIRY });
    expect(await rival.officeSession.book(bookingWith(mentor))).toMatchObject({
      status: "requested",
    });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "expired",
    });
    await expectPromisesKept(db);
  });

  it("makes room when its hold lapses at that instant", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const hold = {
      kind: "hold",
      startsAt: MONDAY_10,
      endsAt: minutesAfter(MONDAY_10, 60),
    } as const;
    await db.timeClaim.create({ data: { ...hold, userId: mentor.id, expiresAt: NOW } });
    await db.timeClaim.create({
      data: { ...hold, userId: mentee.id, expiresAt: minutesAfter(NOW, 1) },
    });
    const caller = await as(mentee);
    expect(await refusalOf(caller.officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "MENTEE_BUSY",
    });
    const rival = await as(await createMentee(db));
    expect(await rival.officeSession.book(bookingWith(mentor))).toMatchObject({
      status: "scheduled",
    });
  });
});
