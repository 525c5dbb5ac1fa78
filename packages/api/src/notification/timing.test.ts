import { createMentee, createMentor } from "@sundial/db/factories";
import type { UpdateNotificationSettingsInput } from "@sundial/validators";
import { HOUR, MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { sendDueEmails } from "../email/send-due-emails.ts";
import { NOW, SITE, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";
import { queueDigests } from "./queue-digests.ts";
import { queueReminders } from "./queue-reminders.ts";

// The queue is shared by the whole database, so these tests run one after the other.
const { db, as } = await testApi();

const USUAL: UpdateNotificationSettingsInput = {
  quiet: null,
  digestAt: null,
  remindBefore: [1440, 60],
};

async function mentorWith(settings: Partial<UpdateNotificationSettingsInput>) {
  const mentor = await createMentor(db, { user: { timeZone: "Europe/Berlin" } });
  const caller = await as(mentor);
  await caller.notification.updateSettings({ ...USUAL, ...settings });
  return { mentor, caller };
}

/** Everything this address gets at this moment. */
async function mailsTo(address: string, now: Date) {
  const transport = recordingTransport();
  await queueDigests({ db, now });
  await sendDueEmails({ db, now, ...SITE, transport });
  return transport.to(address);
}

const book = async (mentor: { id: string }, now: Date, startsAt = MONDAY_10) =>
  (await as(await createMentee(db), { now })).officeSession.book(bookingWith(mentor, { startsAt }));

describe("quiet hours", () => {
  // NOW is noon in UTC and one in the afternoon in Berlin.
  const quiet = { from: 12 * 60, until: 15 * 60 };

  it("hold an email back until they end, whatever was tried", async () => {
    const { mentor } = await mentorWith({ quiet });
    const { mentee } = await book(mentor, NOW);
    const [email] = await db.user.findMany({ where: { id: mentee.id } });
    expect(await mailsTo(mentor.email, NOW)).toEqual([]);
    expect(await mailsTo(mentor.email, new Date(NOW.getTime() + HOUR))).toEqual([]);
    const where = { recipient: mentor.email };
    expect(await db.emailOutbox.findFirst({ where })).toMatchObject({
      status: "pending",
      attempts: 0,
      dueAt: new Date("2027-02-22T14:00:00Z"),
    });
    expect(await mailsTo(mentor.email, new Date(NOW.getTime() + 2 * HOUR))).toHaveLength(1);
    // Only theirs waited.
    expect(
      await db.emailOutbox.findFirst({ where: { recipient: email?.email ?? "" } }),
    ).toMatchObject({
      status: "sent",
      sentAt: NOW,
    });
  });

  it("let through what is urgent, what begins within a day, and receipts", async () => {
    const { mentor, caller } = await mentorWith({ quiet });
    const soon = await book(mentor, NOW, minutesAfter(NOW, 22 * 60));
    expect(await mailsTo(mentor.email, NOW)).toHaveLength(1);
    const later = await book(mentor, NOW);
    await caller.officeSession.cancel({ id: later.id, version: later.version });
    const subjects = (await mailsTo(mentor.email, NOW)).map(({ subject }) => subject);
    expect(subjects).toEqual([expect.stringMatching(/^Cancelled/)]);
    await (
      await as({ id: soon.menteeId }, { now: minutesAfter(NOW, 22 * 60 - 5) })
    ).officeSession.runLate({ id: soon.id, minutes: 10 });
    // An hour before noon is outside of quiet hours; the rule for it is the kind's.
    expect(
      await db.emailOutbox.findFirst({ where: { kind: "session.runningLate" } }),
    ).toMatchObject({
      canWait: false,
    });
  });
});

describe("a digest", () => {
  it("has everything that could wait, once, at its time of the local day", async () => {
    const { mentor, caller } = await mentorWith({ digestAt: 8 * 60 });
    const first = await book(mentor, NOW);
    const second = await book(mentor, NOW, minutesAfter(MONDAY_10, 120));
    expect(await mailsTo(mentor.email, NOW)).toEqual([]);
    expect((await caller.notification.unread()).unread).toBe(2);
    const before = new Date("2027-02-23T06:59:00Z");
    expect(await mailsTo(mentor.email, before)).toEqual([]);
    const due = new Date("2027-02-23T07:00:00Z");
    await Promise.all([queueDigests({ db, now: due }), queueDigests({ db, now: due })]);
    const [digest, ...others] = await mailsTo(mentor.email, due);
    expect(others).toEqual([]);
    expect(digest?.subject).toBe("2 things happened");
    for (const { id } of [first, second]) expect(digest?.text).toContain(`/sessions/${id}`);
    expect(digest?.unsubscribe).toContain("/api/unsubscribe?token=");
    expect(await mailsTo(mentor.email, new Date(due.getTime() + 24 * HOUR))).toEqual([]);
  });

  it("comes at once when its reader turns it off", async () => {
    const { mentor, caller } = await mentorWith({ digestAt: 8 * 60 });
    await book(mentor, NOW);
    await caller.notification.updateSettings(USUAL);
    expect(await mailsTo(mentor.email, NOW)).toHaveLength(1);
    await book(mentor, NOW, minutesAfter(MONDAY_10, 120));
    expect((await mailsTo(mentor.email, NOW))[0]?.subject).toMatch(/^Booked/);
  });
});

describe("reminders", () => {
  const remindersOf = async ({ id }: { id: string }) =>
    (
      await db.notification.findMany({
        where: { userId: id, kind: "session.reminder" },
        orderBy: { createdAt: "asc" },
      })
    ).map(({ createdAt }) => (MONDAY_10.getTime() - createdAt.getTime()) / MINUTE);

  /** The sweep at each of these minutes before the session. */
  async function sweepAt(...before: number[]) {
    for (const minutes of before) {
      await queueReminders({ db, now: minutesAfter(MONDAY_10, -minutes) });
    }
  }

  it("come a day and an hour before, or as each of the two chose", async () => {
    const { mentor, caller } = await mentorWith({ remindBefore: [2880, 15] });
    const { menteeId } = await book(mentor, NOW);
    await sweepAt(2881, 2880, 2879, 1441, 1440, 1439, 61, 60, 60, 15, 14, 1, 0, -5);
    expect(await remindersOf(mentor)).toEqual([2880, 15]);
    expect(await remindersOf({ id: menteeId })).toEqual([1440, 60]);
    const where = { kind: "session.reminder", recipient: mentor.email };
    expect(await db.emailOutbox.count({ where })).toBe(2);
    expect(await caller.notification.settings()).toEqual({ ...USUAL, remindBefore: [2880, 15] });
  });

  it("come only for the last time that passed while no server ran", async () => {
    const { mentor, mentee } = await bookedSession(db, as);
    await sweepAt(30);
    for (const person of [mentor, mentee]) expect(await remindersOf(person)).toEqual([30]);
  });

  it("come an hour before what was booked that day", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    // The database's clock isn't the test's.
    const updatedAt = minutesAfter(MONDAY_10, -300);
    await db.officeSession.update({ where: { id: session.id }, data: { updatedAt } });
    await sweepAt(299, 60);
    for (const person of [mentor, mentee]) expect(await remindersOf(person)).toEqual([60]);
  });

  it("follow a choice that is made after the booking", async () => {
    const { mentor, mentee } = await bookedSession(db, as);
    await sweepAt(5000);
    const later = await as(mentor, { now: minutesAfter(MONDAY_10, -4000) });
    await later.notification.updateSettings({ ...USUAL, remindBefore: [30] });
    const none = await as(mentee, { now: minutesAfter(MONDAY_10, -4000) });
    await none.notification.updateSettings({ ...USUAL, remindBefore: [] });
    await sweepAt(3999, 1440, 60, 30, 10);
    expect(await remindersOf(mentor)).toEqual([30]);
    expect(await remindersOf(mentee)).toEqual([]);
  });
});

describe("notification.updateSettings", () => {
  const wrong: Partial<UpdateNotificationSettingsInput>[] = [
    { quiet: { from: 60, until: 60 } },
    { quiet: { from: -1, until: 60 } },
    { digestAt: 1440 },
    { remindBefore: [5, 10, 15, 30, 60, 120] },
  ];
  it.each(wrong)("refuses %j", async (part) => {
    const caller = await as(await createMentee(db));
    await expect(caller.notification.updateSettings({ ...USUAL, ...part })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});
