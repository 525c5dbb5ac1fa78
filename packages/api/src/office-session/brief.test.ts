import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { composeEmail } from "../email/compose-email.ts";
import { NOW, refusalOf, SITE, testApi } from "../testing/callers.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const DAY = 1440;

/** Two people who have met five times, with notes and items from the last two sessions. */
async function peopleWithHistory() {
  const mentor = await createMentor(db, { profile: { autoAccept: false } });
  const mentee = await createMentee(db, { name: "Ada" });
  const past = [];
  for (const day of [1, 2, 3, 4, 5]) {
    const startsAt = minutesAfter(NOW, -day * DAY);
    const endsAt = minutesAfter(startsAt, 30);
    past.push(
      await db.officeSession.create({
        data: {
          mentorId: mentor.id,
          menteeId: mentee.id,
          status: "completed",
          startsAt,
          endsAt,
          blockedUntil: endsAt,
          topic: `Topic ${day} days ago`,
          mentorTimeZone: "UTC",
          menteeTimeZone: "UTC",
          createdById: mentee.id,
        },
      }),
    );
  }
  const [last, before] = past;
  if (last === undefined || before === undefined) throw new Error("no sessions");
  const now = NOW;
  const [byMentor, byMentee] = [await as(mentor, { now }), await as(mentee, { now })];
  const write = { officeSessionId: last.id, base: "" };
  await byMentor.sessionNote.write({
    ...write,
    visibility: "shared",
    text: "Read chapter 3\nAgain",
  });
  await byMentor.sessionNote.write({ ...write, visibility: "private", text: "Seemed nervous" });
  await byMentee.sessionNote.write({ ...write, visibility: "private", text: "Too fast" });
  await byMentee.sessionNote.write({
    officeSessionId: before.id,
    base: "",
    visibility: "shared",
    text: "x".repeat(700),
  });
  const add = { officeSessionId: before.id, owner: "mentee" as const };
  await byMentee.actionItem.add({ ...add, text: "Write a test", dueOn: "2027-03-05" });
  const done = await byMentee.actionItem.add({ ...add, text: "Read the plan", dueOn: null });
  await byMentee.actionItem.tick({ id: done.id, done: true });
  const session = await byMentee.officeSession.book(bookingWith(mentor));
  return { mentor, mentee, session, last, before, byMentor, byMentee };
}

describe("officeSession.brief", () => {
  it("has the profile, the latest sessions with shared notes, and open items", async () => {
    const { session, last, before, byMentor } = await peopleWithHistory();
    const brief = await byMentor.officeSession.brief({ id: session.id });
    expect(brief).toMatchObject({
      mentor: null,
      mentee: { goals: "Learn by doing" },
      sessionCount: 5,
      itemCount: 1,
      items: [{ text: "Write a test", dueOn: "2027-03-05", officeSessionId: before.id }],
    });
    expect(brief.sessions).toEqual([
      {
        id: last.id,
        startsAt: last.startsAt,
        topic: last.topic,
        sharedNotes: "Read chapter 3\nAgain",
        hasMoreNotes: false,
      },
      expect.objectContaining({ sharedNotes: "x".repeat(600), hasMoreNotes: true }),
      expect.objectContaining({ topic: "Topic 3 days ago", sharedNotes: "" }),
    ]);
  });

  it("never has private notes, for nobody", async () => {
    const { session, byMentor, byMentee } = await peopleWithHistory();
    const pm = await as(await createUser(db, { role: "pm" }));
    for (const reader of [byMentor, byMentee, pm]) {
      const text = JSON.stringify(await reader.officeSession.brief({ id: session.id }));
      expect(text).toContain("Read chapter 3");
      expect(text).not.toMatch(/nervous|Too fast/);
    }
  });

  it("gives the mentee the mentor's profile, and staff both", async () => {
    const { session, byMentee } = await peopleWithHistory();
    const pm = await as(await createUser(db, { role: "pm" }));
    const mentor = { headline: "Someone who has been there" };
    const own = await byMentee.officeSession.brief({ id: session.id });
    expect(own).toMatchObject({ mentor, mentee: null });
    const both = await pm.officeSession.brief({ id: session.id });
    expect(both).toMatchObject({ mentor, mentee: { goals: "Learn by doing" } });
  });

  it("of an earlier session has only what came before it", async () => {
    const { before, byMentor } = await peopleWithHistory();
    const brief = await byMentor.officeSession.brief({ id: before.id });
    expect(brief.sessions.map(({ topic }) => topic)).toEqual(
      [3, 4, 5].map((day) => `Topic ${day} days ago`),
    );
  });

  it("is NOT_FOUND for people who aren't part of the session", async () => {
    const { session } = await peopleWithHistory();
    const other = await as(await createMentor(db));
    expect(await refusalOf(other.officeSession.brief({ id: session.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("the email about a request", () => {
  const mailTo = async (officeSessionId: string, recipient: string) => {
    const row = await db.emailOutbox.findFirstOrThrow({ where: { officeSessionId, recipient } });
    const from = { name: "Sundial", address: "no-reply@sundial.test" };
    const mail = await composeEmail(row, { db, now: NOW, ...SITE, from });
    if ("dropped" in mail) return expect.fail(mail.dropped);
    return mail.text;
  };

  it("tells the mentor who asks and what came before, without notes", async () => {
    const { mentor, mentee, session } = await peopleWithHistory();
    const text = await mailTo(session.id, mentor.email);
    expect(text).toContain(
      "About Ada:\n\nGoals: Learn by doing\nExperience: First years of practice",
    );
    expect(text).toContain(
      "You have had 5 sessions with each other, the last on Sun, Feb 21 about “Topic 1 days ago”. 1 action item is open.",
    );
    expect(text).not.toMatch(/chapter 3|nervous|Too fast/);
    expect(await mailTo(session.id, mentee.email)).not.toContain("About");
  });

  it("has no field that the mentee shows only to staff", async () => {
    const mentor = await createMentor(db);
    const mentee = await createMentee(db, { name: "Ben" });
    await db.menteeProfile.update({
      where: { userId: mentee.id },
      data: { goalsVisibility: "staff" },
    });
    const caller = await as(mentee);
    const { id } = await caller.officeSession.book(bookingWith(mentor, { startsAt: MONDAY_10 }));
    const text = await mailTo(id, mentor.email);
    expect(text).toContain("About Ben:\n\nExperience: ");
    expect(text).not.toContain("Learn by doing");
  });
});
