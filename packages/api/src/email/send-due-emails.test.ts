import { randomUUID } from "node:crypto";
import { createDb } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { startFaultyProxy } from "@sundial/db/testing";
import { type QueuedEmail, queueEmail } from "@sundial/ledger";
import { describe, expect, it } from "vitest";
import { NOW, SITE, testApi } from "../testing/callers.ts";
import { bookedSession, minutesAfter } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";
import { LEASE, MAX_ATTEMPTS, waitAfter } from "./delivery-policy.ts";
import { sendDueEmails } from "./send-due-emails.ts";

// The queue is shared by the whole database, so these tests run one after the other.
const { db, url, as } = await testApi();

const TOKEN = "a-one-time-token";
const resetFor = (recipient: string): QueuedEmail => ({
  template: "account.resetPassword",
  recipient,
  data: { token: TOKEN, expiresAt: minutesAfter(NOW, 60 * 24 * 30) },
});

/** Queues an email to a new address and returns a reader of its row. */
async function queue(email: (recipient: string) => QueuedEmail = resetFor) {
  const recipient = `${randomUUID()}@test.example`;
  await db.$transaction((tx) => queueEmail(tx, email(recipient)));
  const row = () => db.emailOutbox.findFirstOrThrow({ where: { recipient } });
  return { recipient, row };
}

const sendWith = (transport: ReturnType<typeof recordingTransport>, now = NOW) =>
  sendDueEmails({ db, now, ...SITE, transport });

describe("sendDueEmails", () => {
  it("sends due emails once and forgets their tokens", async () => {
    const transport = recordingTransport();
    const { recipient, row } = await queue();
    await sendWith(transport);
    await sendWith(transport, minutesAfter(NOW, 60));
    expect(transport.to(recipient)).toMatchObject([
      { subject: "Choose a new password", messageId: `<${(await row()).id}@sundial.test>` },
    ]);
    expect(transport.to(recipient)[0]?.text).toContain(TOKEN);
    expect(await row()).toMatchObject({ status: "sent", sentAt: NOW, data: {}, attempts: 1 });
  });

  it("waits until an email is due", async () => {
    const transport = recordingTransport();
    const dueAt = minutesAfter(NOW, 10);
    const { recipient } = await queue((to) => ({ ...resetFor(to), dueAt }));
    await sendWith(transport, minutesAfter(NOW, 9));
    expect(transport.to(recipient)).toEqual([]);
    await sendWith(transport, dueAt);
    expect(transport.to(recipient)).toHaveLength(1);
  });

  it("retries at growing intervals while the mail server is down, and loses nothing", async () => {
    const transport = recordingTransport();
    const { recipient, row } = await queue();
    transport.refuse = Object.assign(new Error(`no route to ${recipient}`), {
      code: "ECONNECTION",
    });
    expect(await sendWith(transport)).toMatchObject({ retried: 1 });
    const failed = await row();
    expect(failed).toMatchObject({ status: "pending", attempts: 1, lastError: "ECONNECTION" });
    const wait = failed.dueAt.getTime() - NOW.getTime();
    expect(wait).toBeGreaterThanOrEqual(waitAfter(1, 0));
    expect(wait).toBeLessThanOrEqual(waitAfter(1, 1));
    transport.refuse = null;
    await sendWith(transport, failed.dueAt);
    expect(await row()).toMatchObject({ status: "sent", attempts: 2, lastError: null });
    expect(transport.to(recipient)).toHaveLength(1);
  });

  it("eventually gives up, without keeping the token or the server's message", async () => {
    const transport = recordingTransport();
    const { recipient, row } = await queue();
    transport.refuse = new Error(`could not take ${TOKEN} for ${recipient}`);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      expect((await row()).status).toBe("pending");
      await sendWith(transport, (await row()).dueAt);
    }
    const given = await row();
    expect(given).toMatchObject({ status: "failed", attempts: MAX_ATTEMPTS, lastError: "ERROR" });
    expect(JSON.stringify(given)).not.toContain(TOKEN);
  });

  it("does not retry an address the server rejects", async () => {
    const transport = recordingTransport();
    const { row } = await queue();
    transport.refuse = Object.assign(new Error(), { code: "EENVELOPE", responseCode: 550 });
    await sendWith(transport);
    expect(await row()).toMatchObject({
      status: "failed",
      attempts: 1,
      lastError: "EENVELOPE 550",
      data: {},
    });
  });

  it("records what was sent even if the database was unreachable at first", async () => {
    const proxy = await startFaultyProxy(url);
    const over = createDb({ url: proxy.url, driver: "pg" });
    const { recipient, row } = await queue();
    const transport = recordingTransport();
    const sending = sendDueEmails({
      db: over,
      now: NOW,
      ...SITE,
      transport: {
        ...transport,
        send: async (email) => {
          await transport.send(email);
          proxy.become("away");
        },
      },
    });
    for (let tries = 0; tries < 3; tries += 1) await proxy.refused();
    proxy.become("none");
    expect(await sending).toMatchObject({ sent: 1 });
    expect(await row()).toMatchObject({ status: "sent", attempts: 1, data: {} });
    await sendWith(transport, new Date(NOW.getTime() + LEASE));
    expect(transport.to(recipient)).toHaveLength(1);
    await over.$disconnect();
    proxy.close();
  });

  it("two workers at once never send an email twice", async () => {
    const transport = recordingTransport();
    const queued = await Promise.all(Array.from({ length: 40 }, () => queue()));
    await Promise.all([1, 2, 3, 4].map(() => sendWith(transport)));
    for (const { recipient } of queued) expect(transport.to(recipient)).toHaveLength(1);
  });

  it("hands a dead worker's email to others when its lease ends", async () => {
    const { recipient, row } = await queue();
    const died = recordingTransport();
    died.send = () => new Promise(() => {});
    const waiting = sendWith(died);
    await expect.poll(async () => (await row()).attempts).toBe(1);

    const transport = recordingTransport();
    await sendWith(transport, minutesAfter(NOW, 1));
    expect(transport.to(recipient)).toEqual([]);
    await sendWith(transport, new Date(NOW.getTime() + LEASE));
    expect(transport.to(recipient)).toHaveLength(1);
    expect(await row()).toMatchObject({ status: "sent", attempts: 2 });
    // It hangs forever, as dead workers do.
    void waiting;
  });

  it("gives up a row that this version can't read, and sends the others", async () => {
    const transport = recordingTransport();
    const [broken, good] = [await queue(), await queue()];
    await db.emailOutbox.updateMany({
      where: { recipient: broken.recipient },
      data: { template: "account.toString" },
    });
    await sendWith(transport);
    expect(await broken.row()).toMatchObject({ status: "pending", lastError: "ERROR" });
    expect(await good.row()).toMatchObject({ status: "sent" });
  });

  it("sends nothing to migrated users without an address", async () => {
    const transport = recordingTransport();
    const recipient = `u-${randomUUID()}@no-email.invalid`;
    await createUser(db, { email: recipient });
    await db.$transaction((tx) => queueEmail(tx, resetFor(recipient)));
    const { session, mentee } = await bookedSession(db, as);
    await db.user.update({
      where: { id: mentee.id },
      data: { email: `u-${mentee.id}@no-email.invalid` },
    });
    await sendWith(transport);
    expect(transport.sent.filter(({ to }) => to.endsWith(".invalid"))).toEqual([]);
    const rows = await db.emailOutbox.findMany({
      where: { OR: [{ recipient }, { officeSessionId: session.id, recipient: mentee.email }] },
    });
    expect(rows.map(({ status, lastError, data }) => ({ status, lastError, data }))).toEqual([
      { status: "dropped", lastError: "reserved address", data: {} },
      { status: "dropped", lastError: "reserved address", data: {} },
    ]);
  });

  it("does not send a link that no longer works", async () => {
    const transport = recordingTransport();
    const { row } = await queue((recipient) => ({
      ...resetFor(recipient),
      template: "account.resetPassword",
      data: { token: TOKEN, expiresAt: NOW },
    }));
    await sendWith(transport);
    expect(await row()).toMatchObject({ status: "dropped", lastError: "link expired", data: {} });
  });
});
