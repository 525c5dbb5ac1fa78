import { randomUUID } from "node:crypto";
import { createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { asName, asRead, HOSTILE_TEXTS, readCalendar } from "../testing/calendars.ts";
import { NOW, SITE, SITE_URL, testApi } from "../testing/callers.ts";
import { bookedSession, minutesAfter } from "../testing/office-sessions.ts";
import { composeEmail } from "./compose-email.ts";

const { db, as } = await testApi();

const FROM = { name: "Sundial", address: "no-reply@sundial.test" };
const options = { db, now: NOW, ...SITE, from: FROM };

/** The newest email in the outbox about this session for this person, as it would be sent now. */
async function mailAbout(officeSessionId: string, { email }: { email: string }) {
  const row = await db.emailOutbox.findFirstOrThrow({
    where: { officeSessionId, recipient: email },
    orderBy: { officeSessionVersion: "desc" },
  });
  const mail = await composeEmail(row, options);
  if ("dropped" in mail) return expect.fail(`dropped: ${mail.dropped}`);
  return mail;
}

function accountMail(template: string, data: object, recipient = "ada@test.example") {
  const row = {
    id: randomUUID(),
    recipient,
    template,
    kind: null,
    data,
    createdAt: NOW,
    officeSessionId: null,
    officeSessionVersion: null,
  };
  return composeEmail(row, options);
}

const link = { token: "a+b/c=d&e", expiresAt: minutesAfter(NOW, 60).toISOString() };

describe("links", () => {
  it.each([
    ["account.confirmAddress", "/verify-email", link],
    ["account.resetPassword", "/reset-password", link],
    ["account.signInLink", "/sign-in/link", link],
    ["account.choosePassword", "/reset-password", link],
    ["account.confirmNewAddress", "/confirm-address", link],
    ["account.approveNewAddress", "/confirm-address", { ...link, newEmail: "b@test.example" }],
  ])("of %s lead to the configured site with the complete token", async (template, path, data) => {
    const mail = await accountMail(template, data);
    if ("dropped" in mail) return expect.fail(mail.dropped);
    const [address = ""] = /https?:\S+/.exec(mail.text) ?? [];
    const url = new URL(address);
    expect(url.origin).toBe(SITE_URL);
    expect(url.pathname).toBe(path);
    expect([...url.searchParams]).toEqual([["token", link.token]]);
    expect(mail.html).toContain(`href="${address.replaceAll("&", "&amp;")}"`);
    expect(mail.text).toContain("works once, for 1 h");
  });

  it("covers every email about an account", async () => {
    const others = [
      ...["account.alreadyRegistered", "account.passwordChanged", "account.addressInUse"],
      "account.signedOutEverywhere",
    ];
    for (const template of others) {
      expect(await accountMail(template, {}), template).toMatchObject({ to: "ada@test.example" });
    }
    const changed = { newEmail: "b@test.example", timeZone: "Asia/Kolkata" };
    expect(await accountMail("account.addressChanged", changed)).toMatchObject({
      text: expect.stringContaining("5:30 PM (Kolkata, GMT+5:30)"),
    });
  });

  it.each([
    ["account.passwordChanged", { everythingEnded: true }, true],
    ["account.passwordChanged", {}, false],
    ["account.signedOutEverywhere", {}, true],
    ["account.secondFactorRemoved", { everythingEnded: true }, true],
    ["account.secondFactorRemoved", {}, false],
  ])("says whether calendar feeds ended: %s %j", async (template, data, ended) => {
    const mail = await accountMail(template, data);
    if ("dropped" in mail) return expect.fail(mail.dropped);
    expect(/calendar feeds no longer work/.test(mail.text)).toBe(ended);
    expect(mail.text).toContain("access tokens");
  });

  it("says when 2FA from before the address was confirmed was removed", async () => {
    const data = { everythingEnded: true, secondFactorRemoved: true };
    expect(await accountMail("account.passwordChanged", data)).toMatchObject({
      text: expect.stringContaining("Two-factor authentication was set up before that"),
    });
  });

  it("shows times in the reader's time zone", async () => {
    const user = await createUser(db, { timeZone: "America/New_York" });
    const mail = await accountMail("account.passwordChanged", {}, user.email);
    expect(mail).toMatchObject({ text: expect.stringContaining("7:00 AM (New York, GMT-5)") });
  });

  it("formats dates and times for the recipient", async () => {
    const user = await createUser(db, { timeZone: "Europe/Berlin", locale: "de-DE" });
    const mail = await accountMail("account.passwordChanged", {}, user.email);
    expect(mail).toMatchObject({
      text: expect.stringContaining("Monday 22 February 2027, 13:00 (Berlin, GMT+1)"),
    });
  });

  it("does the same for the old address after a change of address", async () => {
    const formats = { clock: "h23", weekStart: 1, dateOrder: "ymd" };
    const changed = { newEmail: "b@test.example", timeZone: "Asia/Tokyo", formats };
    expect(await accountMail("account.addressChanged", changed)).toMatchObject({
      text: expect.stringContaining("Monday, 2027-02-22, 21:00 (Tokyo, GMT+9)"),
    });
  });
});

describe("an email about a session", () => {
  it("shows both people's times, each with its time zone, and what was agreed", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as, {
      mentor: {
        timeZone: "Asia/Tokyo",
        user: { name: "Yuki Mori" },
        profile: { location: "https://meet.example/yuki" },
      },
    });
    const { subject, text, html } = await mailAbout(session.id, mentee);
    expect(subject).toBe("Booked: Reading a query plan, Mon, Mar 1");
    for (const line of [
      "Your session with Yuki Mori is booked.",
      "When: Monday, March 1, 2027, 10:00 AM to 11:00 AM (UTC)",
      "For Yuki Mori: Monday, March 1, 2027, 7:00 PM to 8:00 PM (Tokyo, GMT+9)",
      "Topic: Reading a query plan",
      "Where: https://meet.example/yuki",
      `${SITE_URL}/sessions/${session.id}`,
    ]) {
      expect(text).toContain(line);
    }
    expect(html).toContain("10:00 AM to 11:00 AM (UTC)");
    expect((await mailAbout(session.id, mentor)).text).toContain(
      "When: Monday, March 1, 2027, 7:00 PM to 8:00 PM (Tokyo, GMT+9)",
    );
  });

  it("uses each recipient's own clock and calendar", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as, {
      mentor: { timeZone: "Asia/Tokyo", user: { name: "Yuki Mori", locale: "en-JP" } },
    });
    await db.user.update({
      where: { id: mentee.id },
      data: { locale: "en-GB", clock: "h12" },
    });
    const toMentee = await mailAbout(session.id, mentee);
    expect(toMentee.subject).toBe("Booked: Reading a query plan, Mon 1 Mar");
    expect(toMentee.text).toContain("When: Monday 1 March 2027, 10:00 AM to 11:00 AM (UTC)");
    expect(toMentee.text).toContain(
      "For Yuki Mori: Monday 1 March 2027, 7:00 PM to 8:00 PM (Tokyo, GMT+9)",
    );
    expect((await mailAbout(session.id, mentor)).text).toContain(
      "When: Monday, 2027-03-01, 19:00 to 20:00 (Tokyo, GMT+9)",
    );
  });

  it("escapes what people wrote and keeps it on its line", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const name = `<script>alert("1")</script> & 'co'`;
    await db.user.update({ where: { id: mentor.id }, data: { name } });
    await db.officeSession.update({
      where: { id: session.id },
      data: {
        topic: "Hi\r\nBcc: all@test.example <img src=x onerror=alert(1)>",
        agenda: "\u202Eevil\u202C <a href='https://evil.example'>here</a>",
      },
    });
    const { subject, text, html } = await mailAbout(session.id, mentee);
    expect(subject).not.toMatch(/[\r\n]/);
    for (const markup of ["<script", "<img", "<a href='"]) expect(html).not.toContain(markup);
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;");
    for (const part of [subject, text, html]) expect(part).not.toMatch(/[\u202A-\u202E]/);
  });

  it("never shows one person the other's address", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const mail = JSON.stringify(await mailAbout(session.id, mentee));
    expect(mail).toContain(mentee.email);
    expect(mail).not.toContain(mentor.email);
  });

  it("keeps one UID with rising versions, and removes the entry when cancelled", async () => {
    const { mentee, session, input } = await bookedSession(db, as);
    const caller = await as(mentee);
    const booked = eventOf(await mailAbout(session.id, mentee));
    const moved = await caller.officeSession.reschedule({
      ...input,
      startsAt: minutesAfter(session.startsAt, 120),
    });
    const rescheduledMail = await mailAbout(session.id, mentee);
    expect(rescheduledMail.text).toContain(
      "The original time was Monday, March 1, 2027, 10:00 AM (UTC).",
    );
    const rescheduled = eventOf(rescheduledMail);
    await caller.officeSession.cancel({ id: session.id, version: moved.version });
    const cancelled = eventOf(await mailAbout(session.id, mentee));

    expect(booked).toMatchObject({
      method: "REQUEST",
      status: "CONFIRMED",
      organizer: { address: `mailto:${FROM.address}`, name: FROM.name },
      attendee: { address: `mailto:${mentee.email}`, name: mentee.name },
    });
    expect(rescheduled).toMatchObject({ method: "REQUEST", uid: booked.uid });
    expect(cancelled).toMatchObject({ method: "CANCEL", uid: booked.uid, status: "CANCELLED" });
    expect(rescheduled.sequence).toBeGreaterThan(booked.sequence);
    expect(cancelled.sequence).toBeGreaterThan(rescheduled.sequence);
    expect(rescheduled.start).toBe(minutesAfter(session.startsAt, 120).toISOString());
  });

  it.each(HOSTILE_TEXTS)("keeps names and topics unchanged: %j", async (text) => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const written = text.replaceAll("\u0000", "");
    for (const { id } of [mentor, mentee]) {
      await db.user.update({ where: { id }, data: { name: written } });
    }
    await db.officeSession.update({
      where: { id: session.id },
      data: { topic: written, agenda: written },
    });
    const read = asRead(written);
    expect(eventOf(await mailAbout(session.id, mentee))).toMatchObject({
      summary: `${read} (with ${read})`,
      description: `${read}\n\n${SITE_URL}/sessions/${session.id}`,
      start: session.startsAt.toISOString(),
      end: session.endsAt.toISOString(),
      attendee: { address: `mailto:${mentee.email}`, name: asName(read) },
      others: [],
    });
  });

  it("describes a suspension like any other decision by staff", async () => {
    const [suspended, decided] = [await bookedSession(db, as), await bookedSession(db, as)];
    const admin = await as(await createUser(db, { role: "admin" }));
    const reason = "He was rude to everyone";
    await admin.member.changeStatus({
      id: suspended.mentor.id,
      version: suspended.mentor.version,
      status: "suspended",
      reason,
    });
    await admin.officeSession.cancel({ ...decided.input, note: "The room is closed" });
    const told = await mailAbout(suspended.session.id, suspended.mentee);
    const usual = await mailAbout(decided.session.id, decided.mentee);
    expect(JSON.stringify(told)).not.toMatch(/rude|suspend/i);
    const lead = (text: string, name: string) => text.split("\n")[0]?.replace(name, "them");
    expect(lead(told.text, suspended.mentor.name)).toBe(lead(usual.text, decided.mentor.name));
    expect(usual.text).toContain("Message: The room is closed");
  });
});

/** What a calendar program finds in the email. */
function eventOf({ invitation }: Awaited<ReturnType<typeof mailAbout>>) {
  const { method, events } = readCalendar(invitation?.content ?? "");
  expect(method).toBe(invitation?.method);
  const [event] = events;
  if (event === undefined) return expect.fail("there is no event");
  return { method, ...event, sequence: Number(event.sequence) };
}
