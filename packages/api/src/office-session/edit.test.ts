import { createMentee, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { sendDueEmails } from "../email/send-due-emails.ts";
import { NOW, refusalOf, SITE, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, minutesAfter } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";

const { db, as } = await testApi();

/** Sends what is due, and returns what one address got, with line breaks as spaces. */
async function emailsTo(address: string, now = NOW) {
  const transport = recordingTransport();
  await sendDueEmails({ db, now, ...SITE, transport });
  return transport.to(address).map(({ subject, text, invitation }) => ({
    subject,
    text: text.replaceAll(/\s+/g, " "),
    calendar: invitation?.content ?? "",
  }));
}

describe("officeSession.edit", () => {
  it("changes the details, raises version and sequence, and keeps the words out of the log", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const link = "https://meet.example.org/today";
    const caller = await as(mentor);
    const edited = await caller.officeSession.edit({ ...input, agenda: "Indexes", location: link });
    expect(edited).toMatchObject({ agenda: "Indexes", location: link, topic: session.topic });
    expect(edited.version).toBe(session.version + 1);
    const row = await db.officeSession.findUniqueOrThrow({ where: { id: session.id } });
    expect(row.calendarSequence).toBe(1);
    expect(await (await as(mentee)).officeSession.byId({ id: session.id })).toMatchObject({
      location: link,
    });
    const [event] = await db.auditEvent.findMany({ where: { action: "officeSession.edited" } });
    expect(event).toMatchObject({ actorId: mentor.id, after: { changed: ["agenda", "location"] } });
    expect(JSON.stringify(event?.after)).not.toContain("Indexes");
  });

  it("tells both people what it was before, with the calendar entry of the same session", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    await emailsTo(mentee.email);
    await (await as(mentor)).officeSession.edit({ ...input, topic: "Locks", agenda: "Deadlocks" });
    const [toMentee] = await emailsTo(mentee.email);
    expect(toMentee?.subject).toMatch(/^Changed: Locks/);
    expect(toMentee?.text).toContain(`${mentor.name} changed your session.`);
    expect(toMentee?.text).toMatch(
      /Before: Topic: Reading a query plan Agenda: None Now: .*Topic: Locks/,
    );
    expect(toMentee?.calendar).toContain(`UID:${session.id}@sundial`);
    expect(toMentee?.calendar).toContain("SEQUENCE:1");
  });

  it("tells each change, also when another follows before the email is sent", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as);
    await emailsTo(mentee.email);
    const caller = await as(mentor);
    const first = await caller.officeSession.edit({ ...input, topic: "Locks" });
    await caller.officeSession.edit({
      ...first,
      topic: undefined,
      agenda: "Deadlocks",
      location: undefined,
      note: "",
    });
    const texts = (await emailsTo(mentee.email)).map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts.join()).toContain("Topic: Reading a query plan → Locks");
    expect(texts.join()).toContain("Agenda: Deadlocks");
  });

  it("lets mentees change the topic and agenda, and leaves the place to the mentor", async () => {
    const { mentee, session, input } = await bookedSession(db, as);
    const caller = await as(mentee);
    expect(session.editable).toEqual(["topic", "agenda"]);
    const place = { ...input, location: "https://elsewhere.example.org" };
    expect(await refusalOf(caller.officeSession.edit(place))).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await caller.officeSession.edit({ ...input, topic: "Locks" })).toMatchObject({
      topic: "Locks",
    });
  });

  it("needs a reason from staff, and is not there for strangers", async () => {
    const { session, input } = await bookedSession(db, as);
    const pm = await as(await createUser(db, { role: "pm" }));
    const edit = { ...input, topic: "Something proper" };
    expect(await refusalOf(pm.officeSession.edit(edit))).toMatchObject({ code: "INVALID_INPUT" });
    const stranger = await as(await createMentee(db));
    expect(await refusalOf(stranger.officeSession.edit(edit))).toMatchObject({ code: "NOT_FOUND" });
    await pm.officeSession.edit({ ...edit, note: "The old one named a customer" });
    const [event] = await db.auditEvent.findMany({
      where: { action: "officeSession.edited", targetId: session.id },
    });
    expect(event?.reason).toBe("The old one named a customer");
  });

  it("keeps one of two edits at once, and writes nothing when nothing differs", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const [his, hers] = [await as(mentor), await as(mentee)];
    const outcomes = await Promise.allSettled([
      his.officeSession.edit({ ...input, topic: "His topic" }),
      hers.officeSession.edit({ ...input, topic: "Her topic" }),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const now = await his.officeSession.byId({ id: session.id });
    expect(
      await his.officeSession.edit({ id: session.id, version: now.version, topic: now.topic }),
    ).toEqual(now);
    expect(await db.auditEvent.count({ where: { targetId: session.id } })).toBe(2);
  });

  it.each(["javascript:alert(1)", "http://meet.example.org", "https://wiki.internal/room"])(
    "rejects %s as a place",
    async (location) => {
      const { mentor, input } = await bookedSession(db, as);
      const caller = await as(mentor);
      const refusal = await refusalOf(caller.officeSession.edit({ ...input, location }));
      expect(refusal).toMatchObject({ code: "ZodError" });
    },
  );
});

describe("a mentor's meeting link", () => {
  it("has a room for each session", async () => {
    const location = "https://meet.example.org/{sessionId}";
    const { mentor, session } = await bookedSession(db, as, { mentor: { profile: { location } } });
    expect(session.location).toBe(`https://meet.example.org/${session.id}`);
    const startsAt = minutesAfter(session.startsAt, 120);
    const caller = await as(await createMentee(db));
    const other = await caller.officeSession.book(bookingWith(mentor, { startsAt }));
    expect(other.location).toBe(`https://meet.example.org/${other.id}`);
  });
});
