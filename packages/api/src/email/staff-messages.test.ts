import { createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { queueSummaries } from "../stuck/queue-summaries.ts";
import { NOW, SITE, testApi } from "../testing/callers.ts";
import { bookedSession, completedSession } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";
import { waitingMentee } from "../testing/stuck-calls.ts";
import { sendDueEmails } from "./send-due-emails.ts";

const { db, as } = await testApi();
const pm = await createUser(db, { role: "pm", name: "Priya Raman" });

async function sentTo(address: string, now = NOW) {
  const transport = recordingTransport();
  await sendDueEmails({ db, now, ...SITE, transport });
  return transport.to(address);
}

describe("emails of staff", () => {
  it("pass on a message with who wrote it, and where to go on", async () => {
    const mentee = await waitingMentee(db);
    const text = "Shall we look for a mentor together?\nI have some time on Friday.";
    await (await as(pm)).stuck.nudge({ personId: mentee.id, reason: "waiting", text });
    const [mail] = await sentTo(mentee.email);
    expect(mail).toMatchObject({ subject: "A message from Priya Raman" });
    expect(mail?.text).toContain(text);
    expect(mail?.text).toContain("Find a mentor:\nhttps://sundial.test/mentors");
    expect(mail?.unsubscribe).toMatch(/^https:\/\/sundial\.test\/api\/unsubscribe\?token=/);
    const { items } = await (await as(mentee)).notification.list({});
    expect(items).toMatchObject([
      { title: "Priya Raman wrote to you", detail: text, path: "/mentors" },
    ]);
  });

  it("lead to the request that waits", async () => {
    const { mentor, session } = await bookedSession(db, as, {
      mentor: { profile: { autoAccept: false } },
    });
    await sentTo(mentor.email);
    await db.officeSession.update({
      where: { id: session.id },
      data: { createdAt: new Date(NOW.getTime() - 25 * 3_600_000) },
    });
    await (await as(pm)).stuck.nudge({
      personId: mentor.id,
      reason: "unanswered",
      officeSessionId: session.id,
      text: "Please answer this request.",
    });
    const [mail] = await sentTo(mentor.email);
    expect(mail?.text).toContain(
      `Answer the request:\nhttps://sundial.test/sessions/${session.id}`,
    );
  });

  it("aren't sent to somebody who has been erased since", async () => {
    const mentee = await waitingMentee(db);
    const text = "Shall we look for a mentor together?";
    await (await as(pm)).stuck.nudge({ personId: mentee.id, reason: "waiting", text });
    const admin = await createUser(db, { role: "admin" });
    const { id, version } = await db.user.findUniqueOrThrow({ where: { id: mentee.id } });
    await (await as(admin)).member.erase({ id, version, reason: "They asked for it." });
    expect(await sentTo(mentee.email)).toEqual([]);
    expect(await db.nudge.count({ where: { personId: id } })).toBe(0);
  });

  it("sum up the week with the sentences and links of the first page", async () => {
    await createMentor(db);
    await waitingMentee(db);
    const monday = new Date("2027-03-01T08:00:00Z");
    await completedSession(db, as, { startsAt: new Date("2027-02-25T10:00:00Z") });
    await db.programSettings.update({ where: { id: 1 }, data: { nextSummaryAt: monday } });
    await queueSummaries({ db, now: monday });
    const [mail] = await sentTo(pm.email, monday);
    expect(mail?.subject).toBe("Sundial: your week");
    expect(mail?.text).toMatch(
      /\d+ mentees? ha(s|ve) had no session for 21 days: https:\/\/sundial\.test\/stuck\?kind=waiting/,
    );
    expect(mail?.text).toContain(
      "Last week, compared with the week before: https://sundial.test/dashboard?from=2027-02-22&to=2027-02-28",
    );
    expect(mail?.text).toContain("Completed sessions: 1 (up from 0)");
    // Of what nobody knows, nothing is said.
    expect(mail?.text).not.toContain("Average rating");
    expect(mail?.unsubscribe).toBeDefined();
  });
});
