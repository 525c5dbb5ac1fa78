import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { queueReminders } from "../notification/queue-reminders.ts";
import { NOW, SITE, testApi } from "../testing/callers.ts";
import { bookedSession, minutesAfter } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";
import { sendDueEmails } from "./send-due-emails.ts";

// The queue is shared by the whole database, so these tests run one after the other.
const { db, as } = await testApi();

const sendWith = (transport: ReturnType<typeof recordingTransport>, now = NOW) =>
  sendDueEmails({ db, now, ...SITE, transport });

describe("emails about a session", () => {
  const outcomes = (officeSessionId: string) =>
    db.emailOutbox.findMany({
      where: { officeSessionId },
      orderBy: { officeSessionVersion: "asc" },
      select: { template: true, status: true, lastError: true },
      distinct: ["template"],
    });

  it("describe the current state, and outdated ones are dropped", async () => {
    const transport = recordingTransport();
    const { mentee, session, input } = await bookedSession(db, as);
    const caller = await as(mentee);
    const moved = await caller.officeSession.reschedule({
      ...input,
      startsAt: minutesAfter(session.startsAt, 120),
    });
    await caller.officeSession.cancel({ id: session.id, version: moved.version });
    await sendWith(transport);
    expect(await outcomes(session.id)).toEqual([
      { template: "officeSession.booked", status: "dropped", lastError: "session moved on" },
      { template: "officeSession.rescheduled", status: "dropped", lastError: "session moved on" },
      { template: "officeSession.cancelled", status: "sent", lastError: null },
    ]);
    expect(transport.to(mentee.email)).toHaveLength(1);
  });

  it("still deliver a message that someone wrote with an overtaken change", async () => {
    const byHand = { mentor: { profile: { autoAccept: false }, user: { name: "Grace Kim" } } };
    const { mentor, mentee, session, input } = await bookedSession(db, as, byHand);
    const approving = await as(mentor);
    const approved = await approving.officeSession.approve({ ...input, note: "Bring your schema" });
    const moved = await (await as(mentee)).officeSession.reschedule({
      id: session.id,
      version: approved.version,
      note: "The later hour suits me",
      startsAt: minutesAfter(session.startsAt, 120),
    });
    await approving.officeSession.cancel({ id: session.id, version: moved.version });
    const transport = recordingTransport();
    await sendWith(transport);

    const [toMentee, toMentor] = [mentee, mentor].map(({ email }) =>
      transport.to(email).map(({ subject, text }) => `${subject}\n${text}`),
    );
    expect(toMentee).toHaveLength(2);
    expect(toMentee?.join()).toContain("Grace Kim wrote you a message about your session.");
    expect(toMentee?.join()).toContain("Message: Bring your schema");
    expect(toMentee?.join()).not.toContain("is confirmed");
    // Nobody gets only their own words.
    expect(toMentor).toHaveLength(2);
    expect(toMentor?.join()).toContain("Message: The later hour suits me");
    expect(toMentor?.join()).not.toContain("Bring your schema");
    expect(transport.sent.filter(({ invitation }) => invitation)).toHaveLength(2);
  });

  it("still deliver it after the session, but not to suspended or deleted people", async () => {
    const admin = await as(await createUser(db, { role: "admin" }));
    const [late, suspended, erased] = [
      await bookedSession(db, as),
      await bookedSession(db, as),
      await bookedSession(db, as),
    ];
    for (const { mentor, session, input } of [late, suspended, erased]) {
      await (await as(mentor)).officeSession.reschedule({
        ...input,
        note: "I must be home by noon",
        startsAt: minutesAfter(session.startsAt, 60),
      });
    }
    const reason = "He was rude to everyone";
    const decided = (person: { id: string; version: number }) => ({
      id: person.id,
      version: person.version,
      reason,
    });
    await admin.member.changeStatus({ ...decided(suspended.mentor), status: "suspended" });
    await admin.member.erase(decided(erased.mentor));
    const transport = recordingTransport();
    await sendWith(transport, minutesAfter(late.session.startsAt, 600));
    const told = ({ mentee }: typeof late) =>
      transport.to(mentee.email).filter(({ text }) => text.includes("home by noon")).length;
    expect([late, suspended, erased].map(told)).toEqual([1, 0, 0]);
    const left = await db.emailOutbox.findMany({ where: { officeSessionId: erased.session.id } });
    expect(JSON.stringify(left)).not.toContain("home by noon");
  });

  it("don't ask for an answer to a lapsed request", async () => {
    const transport = recordingTransport();
    const { mentor, session } = await bookedSession(db, as, {
      mentor: { profile: { autoAccept: false } },
    });
    await sendWith(transport, minutesAfter(NOW, 60 * 49));
    expect(await outcomes(session.id)).toEqual([
      { template: "officeSession.requested", status: "dropped", lastError: "session moved on" },
    ]);
    expect(transport.to(mentor.email)).toEqual([]);
  });

  it("go to the person's current address", async () => {
    const transport = recordingTransport();
    const { mentee } = await bookedSession(db, as);
    const email = `moved-${mentee.email}`;
    await db.user.update({ where: { id: mentee.id }, data: { email } });
    await sendWith(transport);
    expect(transport.to(mentee.email)).toEqual([]);
    expect(transport.to(email)).toHaveLength(1);
  });
});

describe("reminders", () => {
  const dayBefore = (session: { startsAt: Date }, minutes = 0) =>
    minutesAfter(session.startsAt, minutes - 24 * 60);
  const reminders = (transport: ReturnType<typeof recordingTransport>, to: string) =>
    transport.to(to).filter(({ subject }) => subject.startsWith("Reminder"));

  it("reach both people once, the day before", async () => {
    const transport = recordingTransport();
    const { mentor, mentee, session } = await bookedSession(db, as);
    await queueReminders({ db, now: dayBefore(session, -1) });
    await sendWith(transport, dayBefore(session, -1));
    expect(reminders(transport, mentee.email)).toEqual([]);
    for (const minutes of [0, 1, 600]) {
      await queueReminders({ db, now: dayBefore(session, minutes) });
      await sendWith(transport, dayBefore(session, minutes));
    }
    expect(reminders(transport, mentee.email)).toHaveLength(1);
    expect(reminders(transport, mentor.email)).toHaveLength(1);
  });

  it("of a session cancelled or moved in the meantime reach nobody", async () => {
    const transport = recordingTransport();
    const cancelled = await bookedSession(db, as);
    const moved = await bookedSession(db, as);
    const at = dayBefore(cancelled.session);
    await queueReminders({ db, now: at });
    await (await as(cancelled.mentor, { now: at })).officeSession.cancel(cancelled.input);
    await (await as(moved.mentor, { now: at })).officeSession.reschedule({
      ...moved.input,
      startsAt: minutesAfter(moved.session.startsAt, 48 * 60),
    });
    await sendWith(transport, at);
    expect(reminders(transport, cancelled.mentee.email)).toEqual([]);
    expect(reminders(transport, moved.mentee.email)).toEqual([]);
    const later = minutesAfter(at, 48 * 60);
    await queueReminders({ db, now: later });
    await sendWith(transport, later);
    expect(reminders(transport, moved.mentee.email)).toHaveLength(1);
    expect(reminders(transport, cancelled.mentee.email)).toEqual([]);
  });

  it("announce a session only before it starts", async () => {
    const transport = recordingTransport();
    const { mentee, session } = await bookedSession(db, as);
    await queueReminders({ db, now: dayBefore(session) });
    await sendWith(transport, session.startsAt);
    expect(reminders(transport, mentee.email)).toEqual([]);
    expect(
      await db.emailOutbox.findFirst({
        where: { officeSessionId: session.id, template: "officeSession.reminder" },
      }),
    ).toMatchObject({ status: "dropped", lastError: "session has begun" });

    const inTime = await bookedSession(db, as, { startsAt: minutesAfter(session.startsAt, 60) });
    await queueReminders({ db, now: dayBefore(inTime.session) });
    await sendWith(transport, new Date(inTime.session.startsAt.getTime() - 1));
    expect(reminders(transport, inTime.mentee.email)).toHaveLength(1);
  });

  it("are not sent for sessions booked or moved that day, or for requests", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const asked = await bookedSession(db, as, { mentor: { profile: { autoAccept: false } } });
    const startsAt = minutesAfter(NOW, 20 * 60);
    const session = await (await as(mentee)).officeSession.book({
      mentorId: mentor.id,
      startsAt,
      durationMinutes: 60,
      topic: "Tomorrow",
    });
    // The database's clock isn't the test's.
    await db.officeSession.update({ where: { id: session.id }, data: { updatedAt: NOW } });
    await queueReminders({ db, now: NOW });
    await queueReminders({ db, now: dayBefore(asked.session) });
    expect(
      await db.emailOutbox.count({
        where: {
          template: "officeSession.reminder",
          officeSessionId: { in: [session.id, asked.session.id] },
        },
      }),
    ).toBe(0);
  });
});
