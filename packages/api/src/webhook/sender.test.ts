import { createDb, type Db } from "@sundial/db";
import { createUser } from "@sundial/db/factories";
import { startFaultyProxy } from "@sundial/db/testing";
import { DAY, HOUR, MINUTE } from "@sundial/validators/durations";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { testApi, webhookSecrets } from "../testing/callers.ts";
import { startReceiver } from "../testing/receiver.ts";
import { createEndpoint } from "../testing/webhooks.ts";
import { CONCURRENCY, LEASE, MAX_ATTEMPTS, waitAfter } from "./delivery-policy.ts";
import { webhookSender } from "./sender.ts";

const { db, url: databaseUrl } = await testApi();
const admin = await createUser(db, { role: "admin" });
await createUser(db, { role: "admin", status: "inactive" });

// The library that verifies looks at the real clock.
const NOW = new Date();
const after = (ms: number) => new Date(NOW.getTime() + ms);

function senderAt(now: Date, { on = db, ...options }: { on?: Db; deadline?: number } = {}) {
  return webhookSender({
    db: on,
    secrets: webhookSecrets,
    webhookHosts: ["127.0.0.1"],
    now: () => now,
    deadline: 600_000,
    ...options,
  });
}

/** Sends everything due and waits for it. */
async function sendAt(now: Date, options: Parameters<typeof senderAt>[1] = {}) {
  await Promise.all(await senderAt(now, options).sendDue());
}

/** Queues deliveries to an endpoint and returns a reader of the first one. */
async function queue(endpointId: string, { count = 1, createdAt = NOW } = {}) {
  const message = { endpointId, kind: "webhook.test", data: { id: endpointId } };
  const rows = await db.webhookDelivery.createManyAndReturn({
    data: Array.from({ length: count }, () => ({
      ...message,
      createdAt,
      nextAttemptAt: createdAt,
    })),
  });
  const id = rows[0]?.id ?? "";
  return { id, ids: rows.map((row) => row.id), row: () => readDelivery(id) };
}

const readDelivery = (id: string) =>
  db.webhookDelivery.findUniqueOrThrow({
    where: { id },
    include: { log: { orderBy: { number: "asc" } }, endpoint: true },
  });

describe("sending", () => {
  it("posts a message that the library verifies, once", async () => {
    const { url, received } = await startReceiver();
    const { id: endpointId, secret } = await createEndpoint(db, { url });
    const { id, row } = await queue(endpointId);
    await sendAt(NOW);
    await sendAt(after(HOUR));
    expect(received).toHaveLength(1);
    const [message] = received;
    if (message === undefined) throw new Error("nothing was received");
    expect(message.headers["webhook-id"]).toBe(id);
    expect(new Webhook(secret).verify(message.body, message.headers)).toEqual({
      type: "webhook.test",
      timestamp: NOW.toISOString(),
      data: { id: endpointId },
    });
    const other = await createEndpoint(db);
    expect(() => new Webhook(other.secret).verify(message.body, message.headers)).toThrow();
    expect(() => new Webhook(secret).verify(`${message.body} `, message.headers)).toThrow();
    expect(await row()).toMatchObject({
      status: "delivered",
      attempts: 1,
      log: [{ number: 1, statusCode: 204, failure: null, at: NOW }],
      endpoint: { failingSince: null },
    });
  });

  it("signs with both secrets while they overlap", async () => {
    const { url, received } = await startReceiver();
    const old = await createEndpoint(db);
    const { id: endpointId, secret } = await createEndpoint(db, { url });
    await db.webhookEndpoint.update({
      where: { id: endpointId },
      data: {
        previousSecret: webhookSecrets.seal(endpointId, old.secret),
        previousUntil: after(MINUTE),
      },
    });
    await queue(endpointId);
    await sendAt(NOW);
    await queue(endpointId);
    await sendAt(after(MINUTE));
    const [during, afterwards] = received;
    if (!(during && afterwards)) throw new Error("something wasn't received");
    for (const each of [secret, old.secret]) {
      expect(new Webhook(each).verify(during.body, during.headers)).toBeDefined();
    }
    expect(new Webhook(secret).verify(afterwards.body, afterwards.headers)).toBeDefined();
    expect(() => new Webhook(old.secret).verify(afterwards.body, afterwards.headers)).toThrow();
  });

  it("retries with the same ID for about a day, and then gives up", async () => {
    const { url, received } = await startReceiver((_, response) => response.writeHead(500).end());
    const { id: endpointId } = await createEndpoint(db, { url });
    const { id, row } = await queue(endpointId);
    let at = NOW;
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
      await sendAt(at);
      const { status, failures, nextAttemptAt } = await row();
      expect({ status, failures }).toEqual({ status: "pending", failures: attempt });
      expect(nextAttemptAt.getTime() - at.getTime()).toBeGreaterThanOrEqual(
        waitAfter(attempt, 0) ?? 0,
      );
      // Not a moment earlier.
      await sendAt(new Date(nextAttemptAt.getTime() - 1));
      at = nextAttemptAt;
    }
    await sendAt(at);
    expect(await row()).toMatchObject({ status: "failed", failures: MAX_ATTEMPTS });
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual(
      Array(MAX_ATTEMPTS).fill(id),
    );
    const last = await row();
    expect(last.log).toHaveLength(MAX_ATTEMPTS);
    expect(last.log.at(-1)).toMatchObject({ statusCode: 500, failure: "status" });
    const hours = (at.getTime() - NOW.getTime()) / HOUR;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(27);
    // One that failed for a day isn't paused yet.
    expect(last.endpoint).toMatchObject({ status: "active", failingSince: NOW });
  });

  it("recovers after an hour of errors, and loses nothing", async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(503).end());
    const { id: endpointId } = await createEndpoint(db, { url: receiver.url });
    const { ids } = await queue(endpointId, { count: 10 });
    for (const minutes of [0, 1, 3, 10, 30, 60]) await sendAt(after(minutes * MINUTE));
    receiver.become((_, response) => response.writeHead(200).end());
    await sendAt(after(3 * HOUR));
    const rows = await db.webhookDelivery.findMany({ where: { endpointId } });
    expect(rows.map(({ status }) => status)).toEqual(Array(10).fill("delivered"));
    const delivered = receiver.received.slice(-10).map(({ headers }) => headers["webhook-id"]);
    expect(delivered.sort()).toEqual(ids.sort());
    expect(await db.webhookEndpoint.findUnique({ where: { id: endpointId } })).toMatchObject({
      failingSince: null,
    });
  });

  it("isn't delayed for others by one that hangs with a long queue", async () => {
    const hanging = await startReceiver(() => {});
    const well = await startReceiver();
    const slow = await createEndpoint(db, { url: hanging.url });
    const quick = await createEndpoint(db, { url: well.url });
    await queue(slow.id, { count: 50 });
    const sender = senderAt(NOW);
    const hung = await sender.sendDue();
    await expect.poll(() => hanging.received.length).toBe(CONCURRENCY);
    // While it hangs, the next rounds send what is new to others, and no more to this one.
    for (let round = 0; round < 3; round += 1) {
      const { row } = await queue(quick.id);
      await Promise.all(await sender.sendDue());
      expect(await row()).toMatchObject({ status: "delivered" });
    }
    expect(hanging.received).toHaveLength(CONCURRENCY);
    hanging.become((_, response) => response.writeHead(204).end());
    // Cuts the requests that hang; all others succeed now.
    hanging.cut();
    await Promise.all(hung);
    expect(hanging.received.length).toBe(50);
    await sendAt(after(HOUR));
    expect(
      await db.webhookDelivery.count({ where: { endpointId: slow.id, status: "delivered" } }),
    ).toBe(50);
  });

  it("by several workers sends nothing twice", async () => {
    const { url, received } = await startReceiver();
    const { id: endpointId } = await createEndpoint(db, { url });
    const { ids } = await queue(endpointId, { count: 40 });
    await Promise.all([1, 2, 3, 4].map(() => sendAt(NOW)));
    expect(received.map(({ headers }) => headers["webhook-id"]).sort()).toEqual(ids.sort());
  });

  it("hands a dead worker's delivery to others when its lease ends, with the same ID", async () => {
    const receiver = await startReceiver(() => {});
    const { id: endpointId } = await createEndpoint(db, { url: receiver.url });
    const { id, row } = await queue(endpointId);
    const dying = sendAt(NOW);
    await expect.poll(() => receiver.received.length).toBe(1);
    receiver.become((_, response) => response.writeHead(204).end());
    await sendAt(after(LEASE - 1));
    expect(receiver.received).toHaveLength(1);
    await sendAt(after(LEASE));
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
    expect(await row()).toMatchObject({ status: "delivered", attempts: 2 });
    // The first worker wakes up and finds that another one was faster.
    receiver.cut();
    await dying;
    expect(await row()).toMatchObject({ status: "delivered", attempts: 2, failures: 0 });
  });

  it("sends again with the same ID when the worker can't save that it was received", async () => {
    const proxy = await startFaultyProxy(databaseUrl);
    const over = createDb({ url: proxy.url, driver: "pg" });
    const receiver = await startReceiver((_, response) => {
      // Between receiving and saving.
      proxy.become("away");
      response.writeHead(204).end();
    });
    const { id: endpointId } = await createEndpoint(db, { url: receiver.url });
    const { id, row } = await queue(endpointId);
    // The lane's other workers find no database, either.
    const sending = sendAt(NOW, { on: over }).catch(() => {});
    await proxy.refused();
    receiver.become((_, response) => response.writeHead(204).end());
    // As if that worker had died: nobody else knows what came of it.
    expect(await row()).toMatchObject({ status: "pending", attempts: 1, log: [] });
    await sendAt(after(LEASE));
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
    proxy.become("none");
    await sending;
    expect(await row()).toMatchObject({ status: "delivered", attempts: 2, log: [{ number: 2 }] });
    await over.$disconnect();
    proxy.close();
  });

  it("saves an outcome once when the answer to its COMMIT is lost", async () => {
    const proxy = await startFaultyProxy(databaseUrl);
    const over = createDb({ url: proxy.url, driver: "pg" });
    const receiver = await startReceiver((_, response) => {
      proxy.become("cutAfterCommit");
      response.writeHead(500).end();
    });
    const { id: endpointId } = await createEndpoint(db, { url: receiver.url });
    const { row } = await queue(endpointId);
    const sending = sendAt(NOW, { on: over }).catch(() => {});
    await expect.poll(async () => (await row()).log.length).toBe(1);
    proxy.become("none");
    await sending;
    expect(await row()).toMatchObject({ status: "pending", attempts: 1, failures: 1 });
    expect((await row()).log).toHaveLength(1);
    await over.$disconnect();
    proxy.close();
  });
});

describe("an endpoint that fails", () => {
  const pauseEmails = (endpointId: string) =>
    db.emailOutbox.findMany({
      where: { template: "webhook.paused", data: { path: ["endpointId"], equals: endpointId } },
    });

  it("is paused by a 410, and the active admins get an email", async () => {
    const { url, received } = await startReceiver((_, response) => response.writeHead(410).end());
    const { id: endpointId } = await createEndpoint(db, { url });
    const { row } = await queue(endpointId);
    await sendAt(NOW);
    expect(await row()).toMatchObject({
      status: "failed",
      log: [{ statusCode: 410, failure: "gone" }],
      endpoint: { status: "paused", pauseReason: "gone", version: 2 },
    });
    await queue(endpointId);
    await sendAt(after(HOUR));
    expect(received).toHaveLength(1);
    expect(await pauseEmails(endpointId)).toMatchObject([
      { recipient: admin.email, data: { because: "gone", host: new URL(url).host } },
    ]);
    const where = { targetId: endpointId, action: "webhook.paused" };
    expect(await db.auditEvent.findMany({ where })).toMatchObject([
      { actorKind: "system", after: { status: "paused", because: "gone" } },
    ]);
  });

  it("is paused when a delivery is given up after several days of failures", async () => {
    const { url } = await startReceiver((_, response) => response.writeHead(500).end());
    const { id: endpointId } = await createEndpoint(db, { url, failingSince: after(-3 * DAY) });
    const { row, id } = await queue(endpointId);
    await sendAt(NOW);
    expect(await row()).toMatchObject({ status: "pending", endpoint: { status: "active" } });
    await db.webhookDelivery.update({
      where: { id },
      data: { failures: MAX_ATTEMPTS - 1, attempts: MAX_ATTEMPTS - 1, nextAttemptAt: NOW },
    });
    await sendAt(NOW);
    expect(await row()).toMatchObject({
      status: "failed",
      endpoint: { status: "paused", pauseReason: "failing" },
    });
    expect(await pauseEmails(endpointId)).toHaveLength(1);
  });

  it("in the own network is refused, in words that say nothing about it", async () => {
    const { port, received } = await startReceiver();
    const endpoint = await createEndpoint(db, { url: `http://localhost:${port}/` });
    const { row } = await queue(endpoint.id);
    await sendAt(NOW);
    expect(await row()).toMatchObject({ log: [{ statusCode: null, failure: "address" }] });
    expect(received).toEqual([]);
  });
});
