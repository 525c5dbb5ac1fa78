import { randomUUID } from "node:crypto";
import { createDb } from "@sundial/db";
import { createMentee, createMentor } from "@sundial/db/factories";
import { startFaultyProxy } from "@sundial/db/testing";
import { MINUTE } from "@sundial/validators/durations";
import { expect, it, onTestFinished } from "vitest";
import type { OutgoingEmail } from "../email/outgoing.ts";
import { sendDueEmails } from "../email/send-due-emails.ts";
import { callers, NOW, SITE, testApi } from "../testing/callers.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";
import { recordingTransport } from "../testing/recording-transport.ts";
import { queueDigests } from "./queue-digests.ts";
import { queueDueItems } from "./queue-due-items.ts";
import { queueReminders } from "./queue-reminders.ts";

const { db, url } = await testApi();

const PAIRS = 12;

/** One of two servers, with connections of its own that can be cut. */
async function server() {
  const proxy = await startFaultyProxy(url);
  const over = createDb({ url: proxy.url, driver: "pg" });
  onTestFinished(() => over.$disconnect().then(proxy.close));
  return { proxy, db: over, ...callers(over) };
}

/** Again and again, as background work and people do it. */
async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

it("nobody misses anything and nobody hears twice, with two servers, the mail server away and the database restarting", async () => {
  const servers = [await server(), await server()];
  const transport = recordingTransport();
  let isMailAway = false;
  const mail = {
    ...transport,
    send: async (email: OutgoingEmail) => {
      if (isMailAway) throw Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
      await transport.send(email);
    },
  };

  // Everybody books while connections break before and after the database has saved it.
  const pairs = await Promise.all(
    Array.from({ length: PAIRS }, async () => ({
      mentor: await createMentor(db),
      mentee: await createMentee(db),
    })),
  );
  const faults = ["none", "cutBeforeCommit", "cutAfterCommit", "away"] as const;
  for (const [index, { mentor, mentee }] of pairs.entries()) {
    const { proxy, as } = servers[index % 2] ?? expect.fail("no server");
    const booking = { ...bookingWith(mentor), idempotencyKey: randomUUID() };
    proxy.become(faults[index % faults.length] ?? "none");
    const restart = setTimeout(() => proxy.become("none"), 100);
    await untilDone(async () => (await as(mentee)).officeSession.book(booking));
    clearTimeout(restart);
    proxy.become("none");
  }
  expect(await db.officeSession.count()).toBe(PAIRS);

  /** One minute of both servers' background work; the database restarts in the middle of it. */
  async function minute(now: Date, { restarts }: { restarts: boolean }) {
    const rounds = servers.map(async ({ db: over }) => {
      await untilDone(() => queueReminders({ db: over, now }));
      await untilDone(() => queueDueItems({ db: over, now }));
      await untilDone(() => queueDigests({ db: over, now }));
      await untilDone(() => sendDueEmails({ db: over, now, ...SITE, transport: mail }));
    });
    if (restarts) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      for (const { proxy } of servers) proxy.become("away");
      await new Promise((resolve) => setTimeout(resolve, 60));
      for (const { proxy } of servers) proxy.become("none");
    }
    await Promise.all(rounds);
  }

  isMailAway = true;
  for (let each = 0; each < 60; each += 5) {
    await minute(new Date(NOW.getTime() + each * MINUTE), { restarts: each % 10 === 0 });
  }
  expect(transport.sent).toEqual([]);
  isMailAway = false;
  for (const before of [1440, 1439, 1430, 60, 59, 50, 40]) {
    await minute(minutesAfter(MONDAY_10, -before), { restarts: true });
    // What a cut claim has left for others, once its lease is over.
    await minute(minutesAfter(MONDAY_10, -before + 6), { restarts: false });
  }

  const told = await db.notification.groupBy({
    by: ["kind"],
    _count: true,
    orderBy: { kind: "asc" },
  });
  expect(told).toEqual([
    { kind: "session.booked", _count: PAIRS },
    { kind: "session.reminder", _count: PAIRS * 4 },
  ]);
  for (const { mentor, mentee } of pairs) {
    for (const { email } of [mentor, mentee]) {
      expect(
        transport
          .to(email)
          .map(({ subject }) => subject.split(":")[0])
          .sort(),
      ).toEqual(["Booked", "Reminder", "Reminder"]);
    }
  }
  const ids = transport.sent.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
});
