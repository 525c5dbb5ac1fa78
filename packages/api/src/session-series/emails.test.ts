import { expect, it } from "vitest";
import { composeEmail } from "../email/compose-email.ts";
import { readCalendar } from "../testing/calendars.ts";
import { NOW, SITE, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { mondays, peopleWhoMet, SERIES } from "../testing/session-series.ts";

const { db, as } = await testApi();

const from = { name: "Sundial", address: "no-reply@sundial.test" };
const mailsTo = async ({ email }: { email: string }, now = NOW) => {
  const rows = await db.emailOutbox.findMany({
    where: { recipient: email, template: { startsWith: "sessionSeries" } },
  });
  return Promise.all(rows.map((row) => composeEmail(row, { db, now, ...SITE, from })));
};

it("tells only the mentee, once, of a series that their mentor booked", async () => {
  const { mentor, mentee, byMentor } = await peopleWhoMet(db, as);
  const { sessions } = await byMentor.sessionSeries.book({
    ...SERIES,
    agenda: "Outline first",
    menteeId: mentee.id,
    startsAt: mondays(3),
  });
  expect(await db.emailOutbox.count({ where: { recipient: mentor.email } })).toBe(0);
  expect(await db.emailOutbox.count({ where: { recipient: mentee.email } })).toBe(1);
  const [mail] = await mailsTo(mentee);
  if (mail === undefined || "dropped" in mail) return expect.fail("no email");
  expect(mail.subject).toBe("Booked: Working on a talk, 3 sessions from Mon, Mar 1");
  expect(mail.text).toContain(`You have 3 sessions with ${mentor.name}.`);
  expect(mail.text).toMatch(/Session 1 of 3: Monday, March 1.*\nSession 2 of 3: Monday, March 8/);
  expect(mail.text).toContain("Agenda: Outline first");
  expect(mail.invitation?.method).toBe("PUBLISH");
  const calendar = readCalendar(mail.invitation?.content ?? "");
  const text = JSON.stringify(calendar);
  for (const { id } of sessions) expect(text).toContain(`${id}@sundial`);
});

it("tells both of a series that staff booked, and the mentor about the mentee", async () => {
  const { mentor, mentee, byStaff } = await peopleWhoMet(db, as);
  await byStaff.sessionSeries.bookOnBehalf({
    ...SERIES,
    mentorId: mentor.id,
    menteeId: mentee.id,
    startsAt: mondays(2),
    reason: "Agreed on at the kick-off",
  });
  const [toMentor] = await mailsTo(mentor);
  const [toMentee] = await mailsTo(mentee);
  expect(toMentor).toMatchObject({
    text: expect.stringMatching(
      /You have 2 sessions with[\s\S]*Message: Agreed on at the kick-off[\s\S]*Goals: Learn by doing[\s\S]*You have had 1 session/,
    ),
  });
  expect(toMentee).toMatchObject({ text: expect.not.stringContaining("Learn by doing") });
});

it("lists the sessions as they are when it is sent, and isn't sent when none is left", async () => {
  const { mentee, byMentor } = await peopleWhoMet(db, as);
  const { sessions } = await byMentor.sessionSeries.book({
    ...SERIES,
    menteeId: mentee.id,
    startsAt: mondays(3),
  });
  const [first, second, third] = sessions;
  if (first === undefined || second === undefined || third === undefined) throw new Error("none");
  await byMentor.officeSession.cancel({ id: second.id, version: 1 });
  const startsAt = minutesAfter(first.startsAt, 1440);
  await byMentor.officeSession.reschedule({ id: first.id, version: 1, startsAt });
  const [mail] = await mailsTo(mentee);
  expect(mail).toMatchObject({
    text: expect.stringMatching(/Session 1 of 3: Tuesday, March 2.*\nSession 3 of 3: Monday/),
  });
  expect(await mailsTo(mentee, minutesAfter(third.endsAt, 1))).toEqual([
    { dropped: "session moved on" },
  ]);
});
