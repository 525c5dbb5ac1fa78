import { createMentee } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { createContext } from "../context.ts";
import { sendDueEmails } from "../email/send-due-emails.ts";
import {
  NOW,
  renewSession,
  SITE,
  testApi,
  totpSecrets,
  unsubscribeLinks,
  webhookSecrets,
} from "../testing/callers.ts";
import { bookedSession } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";
import { serveUnsubscribe } from "./http.ts";

const { db, as } = await testApi();
const context = () =>
  createContext({
    headers: new Headers(),
    db,
    siteUrl: SITE.siteUrl,
    now: () => NOW,
    auth: {
      totpSecrets,
      unsubscribeLinks,
      webhookSecrets,
      renewSession,
      getSession: async () => null,
    },
  });

const request = (url: string, init?: RequestInit) =>
  serveUnsubscribe(context(), new Request(url, init));

/** As a mail program does it. */
const oneClick = (url: string, type = "application/x-www-form-urlencoded") =>
  request(url, {
    method: "POST",
    headers: { "content-type": type },
    body: "List-Unsubscribe=One-Click",
  });

async function bookingMail() {
  const { mentor, mentee } = await bookedSession(db, as);
  const transport = recordingTransport();
  await sendDueEmails({ db, now: NOW, ...SITE, transport });
  const [mail] = transport.to(mentor.email);
  if (mail?.unsubscribe === undefined) throw new Error("no link");
  return { mentor, mentee, mail, link: mail.unsubscribe };
}

describe("the link in an email", () => {
  it("ends this kind for this person with one click, as often as it is clicked", async () => {
    const { mentor, mail, link } = await bookingMail();
    expect(mail.text).toContain(link.replace("/api/unsubscribe", "/unsubscribe"));
    for (const type of ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      expect((await oneClick(link, type)).status).toBe(200);
    }
    const where = { userId: mentor.id };
    expect(await db.notificationChoice.findMany({ where })).toEqual([
      { userId: mentor.id, kind: "session.booked", inApp: true, email: false },
    ]);
    const events = { action: "notification.unsubscribed", targetId: mentor.id };
    expect(await db.auditEvent.findFirst({ where: events })).toMatchObject({
      actorId: null,
      after: { about: "session.booked" },
    });
  });

  it("keeps what else they chose, and ends everything of a digest", async () => {
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    await caller.notification.choose({ kind: "session.booked", inApp: false, email: true });
    await oneClick(
      `${SITE.siteUrl}/api/unsubscribe?token=${unsubscribeLinks.seal(mentee.id, "digest")}`,
    );
    const { items } = await caller.notification.choices();
    expect(items.find(({ kind }) => kind === "session.booked")).toMatchObject({
      inApp: false,
      email: false,
    });
    expect(items.filter(({ email }) => email).map(({ kind }) => kind)).toEqual([
      "session.reminder",
      "session.runningLate",
      "member.updated",
    ]);
  });

  it("changes nothing when it is only opened, and leads to a page that asks", async () => {
    const { mentor, link } = await bookingMail();
    const opened = await request(link);
    expect(opened.status).toBe(302);
    expect(opened.headers.get("location")).toBe(link.replace("/api/unsubscribe", "/unsubscribe"));
    expect(await db.notificationChoice.count({ where: { userId: mentor.id } })).toBe(0);
    const fromPage = await oneClick(`${link}&from=page`);
    expect(fromPage.status).toBe(303);
    expect(fromPage.headers.get("location")).toMatch(/\/unsubscribe\?token=.*&done=1$/);
  });

  it.each(["", "v1.AAAA", unsubscribeLinks.seal("nobody", "session.booked")])(
    "is refused when it isn't ours: %s",
    async (token) => {
      const answer = await oneClick(`${SITE.siteUrl}/api/unsubscribe?token=${token}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "INVALID_LINK" });
    },
  );

  it("can end nothing but a kind that people are told of", async () => {
    const { id } = await createMentee(db);
    const token = unsubscribeLinks.seal(id, "account.passwordChanged");
    expect((await oneClick(`${SITE.siteUrl}/api/unsubscribe?token=${token}`)).status).toBe(400);
  });

  it("isn't in emails that nobody can turn off", async () => {
    const { email } = await createMentee(db);
    await db.emailOutbox.create({
      data: { dedupeKey: email, recipient: email, template: "account.signedOutEverywhere" },
    });
    const transport = recordingTransport();
    await sendDueEmails({ db, now: new Date(), ...SITE, transport });
    const [mail] = transport.to(email);
    expect(mail?.text).not.toContain("nsubscribe");
    expect(mail?.unsubscribe).toBeUndefined();
  });
});
