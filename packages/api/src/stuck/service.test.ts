import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { programSentences, stuckKind } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { refreshEarliestSlots } from "../mentor/refresh.ts";
import { sweepOfficeSessions } from "../office-session/sweep.ts";
import { NOW, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  bookingWith,
  completedSession,
  MONDAY_10,
} from "../testing/office-sessions.ts";
import { waitingMentee } from "../testing/stuck-calls.ts";
import { nextMonday, queueSummaries } from "./queue-summaries.ts";

const { db, as } = await testApi();
const pm = await createUser(db, { role: "pm", name: "Priya Raman" });
const staff = await as(pm);

const later = (days: number, from = NOW) => new Date(from.getTime() + days * DAY);
const text = "Shall we look for a mentor together?";
const byHand = { mentor: { profile: { autoAccept: false } } };

/** All rows of a list, page by page. */
async function listed(kind: (typeof stuckKind.options)[number], now = NOW, limit = 50) {
  const items = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof staff.stuck.list>> = await (
      await as(pm, { now })
    ).stuck.list({ kind, limit, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

const waitOf = async (id: string) =>
  (await db.menteeWait.findUnique({ where: { userId: id } }))?.since ?? null;

describe("since when a mentee waits", () => {
  it("follows what is booked, moved, cancelled, declined and expires", async () => {
    const { mentee, session, input } = await bookedSession(db, as);
    const created = mentee.createdAt;
    expect(await waitOf(mentee.id)).toEqual(session.endsAt);
    const startsAt = new Date(MONDAY_10.getTime() + DAY);
    const moved = await (await as(mentee)).officeSession.reschedule({ ...input, startsAt });
    expect(await waitOf(mentee.id)).toEqual(moved.endsAt);
    await (await as(mentee)).officeSession.cancel({ id: moved.id, version: moved.version });
    expect(await waitOf(mentee.id)).toEqual(created);

    const asked = await bookedSession(db, as, byHand);
    expect(await waitOf(asked.mentee.id)).toEqual(asked.session.endsAt);
    await sweepOfficeSessions({ db, now: MONDAY_10 });
    expect(await waitOf(asked.mentee.id)).toEqual(asked.mentee.createdAt);
  });

  it("is the last session that took place, and not one in which the mentor was absent", async () => {
    const { mentee, mentor, session, after } = await completedSession(db, as);
    expect(await waitOf(mentee.id)).toEqual(session.endsAt);
    const next = await (await as(mentee)).officeSession.book(
      bookingWith(mentor, { startsAt: later(2, MONDAY_10) }),
    );
    expect(await waitOf(mentee.id)).toEqual(next.endsAt);
    const now = later(3, after);
    await (await as(mentee, { now })).officeSession.reportNoShow({
      id: next.id,
      version: next.version,
    });
    expect(await waitOf(mentee.id)).toEqual(session.endsAt);
  });

  it("is known for active mentees alone", async () => {
    const admin = await as(await createUser(db, { role: "admin" }));
    const mentee = await createMentee(db);
    const suspended = await admin.member.changeStatus({
      id: mentee.id,
      version: 1,
      status: "suspended",
      reason: "They asked for it.",
    });
    expect(await waitOf(mentee.id)).toBeNull();
    await admin.member.changeStatus({
      id: mentee.id,
      version: suspended.version,
      status: "active",
      reason: "They are back.",
    });
    expect(await waitOf(mentee.id)).toEqual(mentee.createdAt);
    expect(await waitOf(pm.id)).toBeNull();
  });
});

describe("the lists of who is stuck", () => {
  it("name mentees who wait, the newest first, page by page", async () => {
    const people = [
      await waitingMentee(db, 21),
      await waitingMentee(db, 30),
      await waitingMentee(db, 300),
    ];
    const tooEarly = await waitingMentee(db, 20.9);
    const rows = await listed("waiting", NOW, 1);
    const ids = rows.map(({ id }) => id);
    expect(ids.filter((id) => people.some((person) => person.id === id))).toEqual(
      people.map(({ id }) => id),
    );
    expect(ids).not.toContain(tooEarly.id);
    expect(rows.find(({ id }) => id === people[0]?.id)).toMatchObject({
      person: { name: people[0]?.name },
      nextStep: "nudge",
      nudgedAt: null,
    });
  });

  it("follow the program's setting", async () => {
    const mentee = await waitingMentee(db, 10);
    expect((await listed("waiting")).map(({ id }) => id)).not.toContain(mentee.id);
    await db.programSettings.update({ where: { id: 1 }, data: { stuckAfterDays: 10 } });
    expect((await listed("waiting")).map(({ id }) => id)).toContain(mentee.id);
    await db.programSettings.update({ where: { id: 1 }, data: { stuckAfterDays: 21 } });
  });

  it("name mentors who let requests expire, and requests that wait for a day", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as, byHand);
    await db.officeSession.update({ where: { id: session.id }, data: { createdAt: NOW } });
    const soon = new Date(NOW.getTime() + DAY - 1);
    expect((await listed("unanswered", soon)).map(({ id }) => id)).not.toContain(session.id);
    const [row] = (await listed("unanswered", later(1))).filter(({ id }) => id === session.id);
    expect(row).toMatchObject({
      person: { id: mentor.id },
      mentee: { id: mentee.id },
      label: session.topic,
      since: session.startsAt,
      nextStep: "nudge",
    });
    await sweepOfficeSessions({ db, now: MONDAY_10 });
    const now = later(1, MONDAY_10);
    expect((await listed("unanswered", now)).map(({ id }) => id)).not.toContain(session.id);
    const expired = (await listed("expired", now)).find(({ id }) => id === mentor.id);
    expect(expired).toMatchObject({ count: 1, nextStep: "nudge" });
    expect((await listed("expired", later(40, MONDAY_10))).map(({ id }) => id)).not.toContain(
      mentor.id,
    );
    await staff.availability.pause({
      mentorId: mentor.id,
      until: null,
      reason: "Requests expire.",
    });
    expect((await listed("expired", now)).map(({ id }) => id)).not.toContain(mentor.id);
  });

  it("name expertise that nobody has free, and not what somebody has", async () => {
    const busy = await createMentor(db, { profile: { bookingState: "paused" } });
    const free = await createMentor(db);
    await db.expertise.createMany({
      data: [
        { mentorId: busy.id, slug: "rare-craft", label: "Rare craft" },
        { mentorId: free.id, slug: "common-craft", label: "Common craft" },
        { mentorId: busy.id, slug: "common-craft", label: "Common craft" },
      ],
    });
    await refreshEarliestSlots({ db, now: NOW });
    const slugs = (await listed("expertise", NOW, 2)).map(({ id }) => id);
    expect(slugs).toContain("rare-craft");
    expect(slugs).not.toContain("common-craft");
  });

  it("count what they list", async () => {
    const now = later(2);
    const counts = await (await as(pm, { now })).stuck.counts();
    for (const kind of stuckKind.options) {
      expect([kind, (await listed(kind, now, 3)).length]).toEqual([kind, counts.stuck[kind]]);
    }
    expect(programSentences(counts, now).map(({ path }) => path)).toContain("/stuck?kind=waiting");
  });

  it("reject the cursor of another list", async () => {
    const { nextCursor } = await staff.stuck.list({ kind: "waiting", limit: 1 });
    await expect(staff.stuck.list({ kind: "expired", cursor: nextCursor })).rejects.toMatchObject({
      cause: { code: "INVALID_INPUT" },
    });
  });
});

describe("a nudge", () => {
  it("reaches nobody twice in a week, from any two people at once", async () => {
    const mentee = await waitingMentee(db);
    const other = await as(await createUser(db, { role: "admin" }));
    const input = { personId: mentee.id, reason: "waiting" as const, text };
    const sent = await Promise.allSettled([staff.stuck.nudge(input), other.stuck.nudge(input)]);
    expect(sent.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const again = staff.stuck.nudge(input);
    await expect(again).rejects.toMatchObject({
      cause: { code: "NUDGED_RECENTLY", details: { nextFrom: later(7) } },
    });
    const lists = await listed("waiting");
    expect(lists.find(({ id }) => id === mentee.id)).toMatchObject({
      nudgedAt: NOW,
      nextStep: "book",
    });
    const nextWeek = await as(pm, { now: later(7) });
    await expect(nextWeek.stuck.nudge(input)).resolves.toMatchObject({ personId: mentee.id });
    expect(await db.nudge.count({ where: { personId: mentee.id } })).toBe(2);
    expect(await db.emailOutbox.count({ where: { recipient: mentee.email } })).toBe(2);
  });

  it("is for those who are stuck", async () => {
    const mentee = await waitingMentee(db, 3);
    const input = { personId: mentee.id, reason: "waiting" as const, text };
    const stuck = { cause: { code: "INVALID_TRANSITION" } };
    await expect(staff.stuck.nudge(input)).rejects.toMatchObject(stuck);
    await expect(staff.stuck.nudge({ ...input, reason: "expired" })).rejects.toMatchObject(stuck);
    await expect(staff.stuck.nudge({ ...input, reason: "unanswered" })).rejects.toMatchObject(
      stuck,
    );
    await expect(staff.stuck.nudge({ ...input, personId: "nobody" })).rejects.toMatchObject({
      cause: { code: "NOT_FOUND" },
    });
    expect(await db.nudge.count({ where: { personId: mentee.id } })).toBe(0);
  });
});

describe("the weekly summary", () => {
  it("comes on Mondays at eight in the program's zone, once, from any server", async () => {
    await db.programSettings.update({
      where: { id: 1 },
      data: { timeZone: "America/New_York", nextSummaryAt: null },
    });
    await queueSummaries({ db, now: NOW });
    const { nextSummaryAt } = await db.programSettings.findUniqueOrThrow({ where: { id: 1 } });
    expect(nextSummaryAt).toEqual(new Date("2027-02-22T13:00:00Z"));
    const now = new Date("2027-02-22T13:00:10Z");
    const sent = () => db.emailOutbox.count({ where: { template: "program.summary" } });
    expect(await sent()).toBe(0);
    await Promise.all([queueSummaries({ db, now }), queueSummaries({ db, now })]);
    await queueSummaries({ db, now });
    expect(await sent()).toBe(1);
    await db.programSettings.update({ where: { id: 1 }, data: { timeZone: "UTC" } });
  });

  it.each([
    ["2027-03-13T12:00:00Z", "America/New_York", "2027-03-15T12:00:00Z"],
    ["2027-11-05T12:00:00Z", "America/New_York", "2027-11-08T13:00:00Z"],
    ["2027-03-15T12:00:00Z", "America/New_York", "2027-03-22T12:00:00Z"],
    ["2027-03-14T20:00:00Z", "Pacific/Kiritimati", "2027-03-21T18:00:00Z"],
  ])("after %s in %s is %s", (after, zone, next) => {
    expect(nextMonday(new Date(after), zone)).toEqual(new Date(next));
  });
});
