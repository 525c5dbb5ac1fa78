import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { sendDueEmails } from "../email/send-due-emails.ts";
import { refusalOf, SITE, testApi } from "../testing/callers.ts";
import { bookedSession, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";

const { db, as } = await testApi();

const at = (minutes: number) => ({ now: minutesAfter(MONDAY_10, minutes) });

async function lateEmailsTo(address: string, now: Date) {
  const transport = recordingTransport();
  await sendDueEmails({ db, now, ...SITE, transport });
  return transport.to(address).filter(({ subject }) => subject.startsWith("Running late"));
}

describe("officeSession.checkIn", () => {
  it("shows both people when each came, once, and keeps the version", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const id = { id: session.id };
    const [his, hers] = [await as(mentor, at(-10)), await as(mentee, at(2))];
    const there = await his.officeSession.checkIn(id);
    expect(there.mentorCheckInAt).toEqual(minutesAfter(MONDAY_10, -10));
    const [first, second] = await Promise.all([
      hers.officeSession.checkIn(id),
      hers.officeSession.checkIn(id),
    ]);
    expect(second).toEqual(first);
    const again = await (await as(mentee, at(9))).officeSession.checkIn(id);
    expect(again).toMatchObject({
      mentorCheckInAt: minutesAfter(MONDAY_10, -10),
      menteeCheckInAt: minutesAfter(MONDAY_10, 2),
      version: input.version,
    });
    const where = { action: "officeSession.checkedIn", targetId: session.id };
    expect(await db.auditEvent.count({ where })).toBe(2);
  });

  it.each([-11, 60])("is refused %d minutes after the start", async (minutes) => {
    const { mentee, session } = await bookedSession(db, as);
    const caller = await as(mentee, at(minutes));
    const refusal = await refusalOf(caller.officeSession.checkIn({ id: session.id }));
    expect(refusal).toMatchObject({ code: "INVALID_TRANSITION" });
  });

  it("is not for staff", async () => {
    const { session } = await bookedSession(db, as);
    const pm = await as(await createUser(db, { role: "pm" }), at(0));
    expect(await refusalOf(pm.officeSession.checkIn({ id: session.id }))).toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("is forgotten when the session moves", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    await (await as(mentee, at(-5))).officeSession.checkIn({ id: session.id });
    const startsAt = minutesAfter(MONDAY_10, 24 * 60);
    const moved = await (await as(mentor, at(-4))).officeSession.reschedule({ ...input, startsAt });
    expect(moved).toMatchObject({ menteeCheckInAt: null, startsAt });
  });
});

describe("officeSession.runLate", () => {
  it("tells the other person once for each time, and shows when to expect them", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const input = { id: session.id, minutes: 10 } as const;
    const early = await as(mentor, at(-30));
    const before = await early.officeSession.runLate(input);
    expect(await early.officeSession.runLate(input)).toEqual(before);
    expect(before.mentorLateUntil).toEqual(minutesAfter(MONDAY_10, 10));
    const [email] = await lateEmailsTo(mentee.email, at(-30).now);
    expect(email?.text.replaceAll(/\s+/g, " ")).toContain(
      `${mentor.name} is running late. They expect to be there at`,
    );
    const after = await (await as(mentor, at(8))).officeSession.runLate(input);
    expect(after.mentorLateUntil).toEqual(minutesAfter(MONDAY_10, 18));
    expect(await lateEmailsTo(mentee.email, at(8).now)).toHaveLength(1);
    expect(await lateEmailsTo(mentor.email, at(8).now)).toEqual([]);
  });

  it("says nothing about somebody who has come meanwhile", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const caller = await as(mentor, at(1));
    await caller.officeSession.runLate({ id: session.id, minutes: 5 });
    await caller.officeSession.checkIn({ id: session.id });
    expect(await lateEmailsTo(mentee.email, at(2).now)).toEqual([]);
    const refusal = await refusalOf(caller.officeSession.runLate({ id: session.id, minutes: 5 }));
    expect(refusal).toMatchObject({ code: "INVALID_TRANSITION" });
  });
});

describe("a no-show report", () => {
  it("against somebody who had checked in is disputed at once, with both times for staff", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    await (await as(mentee, at(0))).officeSession.checkIn({ id: session.id });
    await (await as(mentor, at(3))).officeSession.checkIn({ id: session.id });
    const reported = await (await as(mentor, at(10))).officeSession.reportNoShow(input);
    expect(reported).toMatchObject({ status: "no_show", noShowParty: "mentee", disputed: true });
    const pm = await as(await createUser(db, { role: "pm" }), at(20));
    const shown = await pm.officeSession.byId({ id: session.id });
    expect(shown).toMatchObject({
      menteeCheckInAt: MONDAY_10,
      mentorCheckInAt: minutesAfter(MONDAY_10, 3),
      disputed: true,
    });
    const settled = await pm.officeSession.correct({
      id: session.id,
      version: shown.version,
      absent: null,
      note: "They were in two rooms",
    });
    expect(settled).toMatchObject({ status: "completed", disputed: false });
  });

  it("stays open whatever the reporter tapped, and isn't disputed without a check-in", async () => {
    const { mentor, session, input } = await bookedSession(db, as);
    await (await as(mentor, at(0))).officeSession.checkIn({ id: session.id });
    const reported = await (await as(mentor, at(10))).officeSession.reportNoShow(input);
    expect(reported).toMatchObject({ noShowParty: "mentee", disputed: false });
  });

  it("by staff settles it, also against a check-in", async () => {
    const { mentee, session, input } = await bookedSession(db, as);
    await (await as(mentee, at(0))).officeSession.checkIn({ id: session.id });
    const pm = await as(await createUser(db, { role: "pm" }), at(30));
    const note = "The mentee left at once";
    const reported = await pm.officeSession.reportNoShow({ ...input, absent: "mentee", note });
    expect(reported).toMatchObject({ noShowParty: "mentee", disputed: false });
  });
});
