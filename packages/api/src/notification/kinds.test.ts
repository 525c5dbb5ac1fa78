import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { kinds } from "@sundial/ledger";
import { type NoticeKind, noticeKind } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { announceFeedback } from "../feedback/sweep.ts";
import { sweepOfficeSessions } from "../office-session/sweep.ts";
import { queueSummaries } from "../stuck/queue-summaries.ts";
import { applicationText } from "../testing/applications.ts";
import { NOW, testApi } from "../testing/callers.ts";
import { invitations } from "../testing/invitations.ts";
import {
  bookedSession,
  completedSession,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";
import { queueDueItems } from "./queue-due-items.ts";
import { queueReminders } from "./queue-reminders.ts";

const { db, as } = await testApi();
const { invited, tokenFor } = invitations(db, as);
const pm = await createUser(db, { role: "pm" });
const admin = await createUser(db, { role: "admin" });
// Who must hear of nothing.
await createMentor(db);
await createMentee(db);

const at = (minutes: number) => ({ now: minutesAfter(MONDAY_10, minutes) });
const byHand = { mentor: { profile: { autoAccept: false } } };

interface Story {
  /** Makes it happen. */
  act: () => Promise<unknown>;
  inApp: { id: string }[];
  email: { id: string }[];
}

async function booked() {
  const { mentor, mentee, session, input } = await bookedSession(db, as);
  return { mentor, mentee, session, input, place: { officeSessionId: session.id } };
}

/** The mentor says that the mentee wasn't there. */
async function reported() {
  const met = await booked();
  const after = await (await as(met.mentor, at(61))).officeSession.reportNoShow(met.input);
  return { ...met, input: { id: after.id, version: after.version } };
}

async function withItem() {
  const met = await booked();
  const item = { text: "Read the plan", owner: "mentee" as const, dueOn: "2027-03-10" };
  const added = await (await as(met.mentor)).actionItem.add({ ...met.place, ...item });
  return { ...met, item, added };
}

const praise = { rating: 5, comment: "Thank you.", forStaff: "" };

async function ended() {
  const { mentor, mentee, session, after } = await completedSession(db, as);
  const [his, hers] = [await as(mentor, { now: after }), await as(mentee, { now: after })];
  return { mentor, mentee, his, hers, after, place: { officeSessionId: session.id } };
}

const misuse = { reason: "harassment" as const, words: "They insulted me in our session." };

/** The mentee cancelled an hour before, and says why it shouldn't count. */
async function objecting() {
  const { mentee, place, input } = await booked();
  const now = at(-60).now;
  const hers = await as(mentee, { now });
  await hers.officeSession.cancel(input);
  const words = { lapse: "late_cancellation" as const, words: "My train stood still." };
  return { mentee, now, act: () => hers.reliability.object({ ...place, ...words }) };
}

async function applied() {
  const applicant = await createMentee(db);
  const { id } = await (await as(applicant)).mentorApplication.submit(applicationText);
  return { applicant, input: { id, answer: "Thanks for asking." } };
}

/** One for each kind that people are told of. */
const stories: Record<NoticeKind, () => Promise<Story>> = {
  "session.requested": async () => {
    const [mentor, mentee] = [await createMentor(db, byHand.mentor), await createMentee(db)];
    const startsAt = minutesAfter(MONDAY_10, 0);
    const act = async () =>
      (await as(mentee)).officeSession.book({
        mentorId: mentor.id,
        startsAt,
        durationMinutes: 60,
        topic: "A question",
      });
    return { act, inApp: [mentor], email: [mentor, mentee] };
  },
  "session.booked": async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const act = async () =>
      (await as(mentee)).officeSession.book({
        mentorId: mentor.id,
        startsAt: MONDAY_10,
        durationMinutes: 60,
        topic: "A question",
      });
    return { act, inApp: [mentor], email: [mentor, mentee] };
  },
  "session.approved": async () => {
    const { mentor, mentee, input } = await bookedSession(db, as, byHand);
    const act = async () => (await as(mentor)).officeSession.approve(input);
    return { act, inApp: [mentee], email: [mentor, mentee] };
  },
  "session.declined": async () => {
    const { mentor, mentee, input } = await bookedSession(db, as, byHand);
    const act = async () => (await as(mentor)).officeSession.decline(input);
    return { act, inApp: [mentee], email: [mentor, mentee] };
  },
  "session.expired": async () => {
    await sweepOfficeSessions({ db, now: MONDAY_10 });
    const { mentor, mentee } = await bookedSession(db, as, byHand);
    const act = () => sweepOfficeSessions({ db, now: MONDAY_10 });
    return { act, inApp: [mentor, mentee], email: [mentor, mentee] };
  },
  "session.cancelled": async () => {
    const { mentor, mentee, input } = await booked();
    const act = async () => (await as(mentee)).officeSession.cancel(input);
    return { act, inApp: [mentor], email: [mentor, mentee] };
  },
  "session.rescheduled": async () => {
    const { mentor, mentee, input } = await booked();
    const startsAt = minutesAfter(MONDAY_10, 120);
    const act = async () => (await as(mentee)).officeSession.reschedule({ ...input, startsAt });
    return { act, inApp: [mentor], email: [mentor, mentee] };
  },
  "session.edited": async () => {
    const { mentor, mentee, input } = await booked();
    const act = async () => (await as(mentor)).officeSession.edit({ ...input, topic: "Another" });
    return { act, inApp: [mentee], email: [mentor, mentee] };
  },
  "session.reminder": async () => {
    // Of other sessions, it has been done before.
    await queueReminders({ db, ...at(-60) });
    const { mentor, mentee } = await booked();
    const act = () => queueReminders({ db, ...at(-60) });
    return { act, inApp: [mentor, mentee], email: [mentor, mentee] };
  },
  "session.checkedIn": async () => {
    const { mentor, mentee, session } = await booked();
    const act = async () => (await as(mentor, at(-5))).officeSession.checkIn({ id: session.id });
    return { act, inApp: [mentee], email: [] };
  },
  "session.runningLate": async () => {
    const { mentor, mentee, session } = await booked();
    const said = { id: session.id, minutes: 10 as const };
    const act = async () => (await as(mentor, at(-5))).officeSession.runLate(said);
    return { act, inApp: [mentee], email: [mentee] };
  },
  "session.completed": async () => {
    const { mentor, mentee, input } = await booked();
    const act = async () => (await as(mentor, at(61))).officeSession.complete(input);
    return { act, inApp: [mentee], email: [] };
  },
  "session.noShowReported": async () => {
    const { mentor, mentee, input } = await booked();
    const act = async () => (await as(mentor, at(61))).officeSession.reportNoShow(input);
    return { act, inApp: [mentee], email: [mentee] };
  },
  "session.disputed": async () => {
    const { mentor, mentee, input } = await reported();
    const act = async () => (await as(mentee, at(62))).officeSession.reportNoShow(input);
    return { act, inApp: [mentor, pm], email: [mentor, pm] };
  },
  "session.corrected": async () => {
    const { mentor, mentee, input } = await reported();
    const ruling = { ...input, absent: null, note: "Both were there." };
    const act = async () => (await as(pm, at(90))).officeSession.correct(ruling);
    return { act, inApp: [mentor, mentee], email: [mentor, mentee] };
  },
  "sessionNote.written": async () => {
    const { mentor, mentee, place } = await booked();
    const call = { ...place, visibility: "shared" as const, base: "", text: "We met." };
    const act = async () => (await as(mentor, at(61))).sessionNote.write(call);
    return { act, inApp: [mentee], email: [] };
  },
  "actionItem.added": async () => {
    const { mentor, mentee, place } = await booked();
    const item = { ...place, text: "Read it", owner: "mentee" as const, dueOn: null };
    const act = async () => (await as(mentor)).actionItem.add(item);
    return { act, inApp: [mentee], email: [mentee] };
  },
  "actionItem.ticked": async () => {
    const { mentor, mentee, added } = await withItem();
    const act = async () => (await as(mentee)).actionItem.tick({ id: added.id, done: true });
    return { act, inApp: [mentor], email: [] };
  },
  "actionItem.due": async () => {
    const now = new Date("2027-03-09T12:00:00Z");
    await queueDueItems({ db, now });
    const { mentee } = await withItem();
    return { act: () => queueDueItems({ db, now }), inApp: [mentee], email: [mentee] };
  },
  "feedback.revealed": async () => {
    const { mentor, mentee, his, hers, place } = await ended();
    await his.feedback.send({ ...place, ...praise });
    const act = () => hers.feedback.send({ ...place, ...praise });
    return { act, inApp: [mentor, mentee], email: [mentor, mentee] };
  },
  "misuseReport.submitted": async () => {
    const { mentor, hers } = await ended();
    const target = { about: "person" as const, personId: mentor.id };
    return {
      act: () => hers.misuseReport.submit({ target, ...misuse }),
      inApp: [pm],
      email: [pm],
    };
  },
  "misuseReport.decided": async () => {
    const { mentor, mentee, hers, after } = await ended();
    const target = { about: "person" as const, personId: mentor.id };
    const { id } = await hers.misuseReport.submit({ target, ...misuse });
    const ruling = { id, outcome: "no_action" as const, decision: "We talked to both of them." };
    const act = async () => (await as(pm, { now: after })).misuseReport.decide(ruling);
    return { act, inApp: [mentee], email: [mentee] };
  },
  "reliability.objected": async () => {
    const { act } = await objecting();
    return { act, inApp: [pm], email: [pm] };
  },
  "reliability.decided": async () => {
    const { mentee, act: object, now } = await objecting();
    const { id } = await object();
    const ruling = { id, outcome: "accepted" as const, answer: "Not your fault." };
    const act = async () => (await as(pm, { now })).reliability.decide(ruling);
    return { act, inApp: [mentee], email: [mentee] };
  },
  "member.updated": async () => {
    const mentee = await createMentee(db);
    const change = { id: mentee.id, version: 1, status: "suspended" as const, reason: "Asked us." };
    const act = async () => (await as(admin)).member.changeStatus(change);
    return { act, inApp: [mentee], email: [mentee] };
  },
  "mentorApplication.submitted": async () => ({
    act: applied,
    inApp: [pm],
    email: [pm],
  }),
  "mentorApplication.approved": async () => {
    const { applicant, input } = await applied();
    const act = async () => (await as(pm)).mentorApplication.approve(input);
    return { act, inApp: [applicant], email: [applicant] };
  },
  "mentorApplication.declined": async () => {
    const { applicant, input } = await applied();
    const act = async () => (await as(pm)).mentorApplication.decline(input);
    return { act, inApp: [applicant], email: [applicant] };
  },
  "availability.paused": async () => {
    const { id } = await createMentor(db);
    const pause = { mentorId: id, until: null, reason: "Three requests expired." };
    const act = async () => (await as(pm)).availability.pause(pause);
    return { act, inApp: [{ id }], email: [{ id }] };
  },
  "nudge.sent": async () => {
    const mentee = await createMentee(db);
    await db.menteeWait.update({
      where: { userId: mentee.id },
      data: { since: minutesAfter(NOW, -22 * 24 * 60) },
    });
    const text = "Shall we find you a mentor together?";
    const act = async () =>
      (await as(pm)).stuck.nudge({ personId: mentee.id, reason: "waiting", text });
    return { act, inApp: [mentee], email: [mentee] };
  },
  "program.summary": async () => {
    await db.programSettings.update({ where: { id: 1 }, data: { nextSummaryAt: MONDAY_10 } });
    return { act: () => queueSummaries({ db, now: MONDAY_10 }), inApp: [], email: [pm] };
  },
  "invitation.accepted": async () => {
    const mentee = await createMentee(db);
    const { by, email } = await invited({ role: "mentor" });
    const token = await tokenFor(email);
    const act = async () => (await as(mentee)).invitation.accept({ token });
    return { act, inApp: [by], email: [] };
  },
};

/** Who was told of a kind meanwhile, in the whole database. */
async function heardOf(kind: NoticeKind, act: () => Promise<unknown>) {
  const before = {
    rows: new Set((await db.notification.findMany({ where: { kind } })).map(({ id }) => id)),
    emails: new Set((await db.emailOutbox.findMany({ where: { kind } })).map(({ id }) => id)),
  };
  await act();
  const rows = await db.notification.findMany({ where: { kind, inApp: true } });
  const emails = await db.emailOutbox.findMany({ where: { kind } });
  const addresses = emails.flatMap(({ id, recipient }) => (before.emails.has(id) ? [] : recipient));
  const people = await db.user.findMany({ where: { email: { in: addresses } } });
  expect(people).toHaveLength(addresses.length);
  return {
    inApp: rows.flatMap(({ id, userId }) => (before.rows.has(id) ? [] : userId)).sort(),
    email: people.map(({ id }) => id).sort(),
  };
}

const idsOf = (people: { id: string }[]) => people.map(({ id }) => id).sort();

describe("the table of kinds", () => {
  it.each(noticeKind.options)(
    "%s is told to whom it concerns, and to nobody else",
    async (kind) => {
      const { act, inApp, email } = await stories[kind]();
      expect(await heardOf(kind, act)).toEqual({ inApp: idsOf(inApp), email: idsOf(email) });
      // As the table says without anybody's choice.
      const { people } = kinds[kind].ways;
      expect({ inApp: inApp.length > 0, email: email.length > 0 }).toEqual({
        inApp: people.inApp,
        email: people.email,
      });
    },
  );

  it.each(noticeKind.options)("%s is told by no way that everybody turned off", async (kind) => {
    const { act, inApp, email } = await stories[kind]();
    const everybody = idsOf([...inApp, ...email]);
    for (const userId of everybody) {
      await db.notificationChoice.upsert({
        where: { userId_kind: { userId, kind } },
        create: { userId, kind, inApp: false, email: false },
        update: { inApp: false, email: false },
      });
    }
    expect(await heardOf(kind, act)).toEqual({ inApp: [], email: [] });
    await db.notificationChoice.deleteMany({ where: { userId: { in: everybody } } });
  });

  it("tells a program manager nothing of a report about themselves", async () => {
    const other = await createUser(db, { role: "pm" });
    const target = { about: "person" as const, personId: other.id };
    const told = await heardOf("misuseReport.submitted", async () =>
      (await as(admin)).misuseReport.submit({ target, ...misuse }),
    );
    expect(told).toEqual({ inApp: [pm.id], email: [pm.id] });
    await db.user.update({ where: { id: other.id }, data: { role: "mentee" } });
  });

  it("tells those who have something to read when the time for feedback is over", async () => {
    const { mentee, his, place, after } = await ended();
    await his.feedback.send({ ...place, ...praise });
    const now = new Date(after.getTime() + 8 * DAY);
    const told = await heardOf("feedback.revealed", async () => {
      await announceFeedback({ db, now });
      await announceFeedback({ db, now });
    });
    expect(told).toEqual({ inApp: [mentee.id], email: [mentee.id] });
  });

  it("names nobody twice, and everybody's list reads well", async () => {
    const rows = await db.notification.findMany({ where: { inApp: true } });
    const readers = await db.user.findMany({
      where: { id: { in: rows.map(({ userId }) => userId) }, status: { not: "suspended" } },
    });
    const titles = await Promise.all(
      readers.map(
        async (reader) => (await (await as(reader)).notification.list({ limit: 50 })).items,
      ),
    );
    const seen = new Set(titles.flat().map(({ kind }) => kind));
    // The suspended person can't read theirs, and the summary is only an email.
    const unseen: NoticeKind[] = ["member.updated", "program.summary"];
    expect([...seen].sort()).toEqual(
      noticeKind.options.filter((kind) => !unseen.includes(kind)).sort(),
    );
    for (const { title, detail, path } of titles.flat()) {
      expect(title).toMatch(/^[A-Z\p{Lu}].{5,}[^.]$/u);
      expect(`${title} ${detail}`).not.toMatch(/undefined|null|NaN/);
      expect(path).toMatch(/^\/[a-z]/);
    }
  });
});
