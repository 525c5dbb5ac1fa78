import { createMentee, createUser } from "@sundial/db/factories";
import { WEBHOOKS_MAX } from "@sundial/validators";
import { DAY, HOUR } from "@sundial/validators/durations";
import { beforeEach, describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi, webhookSecrets } from "../testing/callers.ts";
import { createEndpoint } from "../testing/webhooks.ts";
import { forgetWebhookDeliveries } from "./forget-deliveries.ts";

const { db, as } = await testApi();
const admin = await createUser(db, { role: "admin" });
const caller = await as(admin);

beforeEach(() => db.webhookEndpoint.deleteMany());

const url = "https://receiver.example/hook?token=of-the-receiver";
const settings = { url, description: "Reports", kinds: null, includePersonalTexts: false };

/** A delivery to a new endpoint. */
async function delivered(data: object = {}) {
  const endpoint = await createEndpoint(db);
  const row = await db.webhookDelivery.create({
    data: {
      endpointId: endpoint.id,
      kind: "session.booked",
      data: { id: "1" },
      status: "delivered",
      attempts: 1,
      deliveredAt: NOW,
      nextAttemptAt: NOW,
      createdAt: NOW,
      log: { create: { number: 1, at: NOW, durationMs: 12, statusCode: 200 } },
      ...data,
    },
  });
  return { endpoint, id: row.id };
}

describe("webhook endpoints", () => {
  it("are created with a secret that is shown once and stored encrypted", async () => {
    const created = await caller.webhook.create({ url });
    expect(created).toMatchObject({
      url,
      kinds: null,
      includePersonalTexts: false,
      status: "active",
      version: 1,
    });
    const { id, secret } = created;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const row = await db.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    expect(webhookSecrets.open(id, row.secret)).toBe(secret);
    const others = JSON.stringify([
      { ...row, id },
      await caller.webhook.list(),
      await caller.webhook.byId({ id }),
    ]);
    const [, content = ""] = secret.split("_");
    expect(others).not.toContain(content);
    const events = await db.auditEvent.findMany({ where: { targetId: id } });
    expect(events).toMatchObject([
      { action: "webhook.created", after: { origin: "https://receiver.example", kinds: null } },
    ]);
    const written = JSON.stringify(events.map(({ after, before }) => [after, before]));
    expect(written).not.toContain(content);
    // A URL's path and query may be secrets of the receiver.
    expect(written).not.toContain("of-the-receiver");
  });

  it("choose kinds, without duplicates", async () => {
    const kinds = ["session.booked" as const, "member.erased" as const, "session.booked" as const];
    const { id } = await caller.webhook.create({ url, kinds });
    expect(await caller.webhook.byId({ id })).toMatchObject({
      kinds: ["session.booked", "member.erased"],
    });
  });

  it.each([
    { url: "ftp://receiver.example/" },
    { url: "receiver.example" },
    { url: "https://user:password@receiver.example/" },
    { url: "https://receiver.example/#part" },
    { url, kinds: [] },
    { url, kinds: ["webhook.test"] },
    { url, kinds: ["session.*"] },
    { url, description: "a".repeat(201) },
  ])("can't be created with %j", async (input) => {
    // @ts-expect-error: what the contract does not allow
    expect(await refusalOf(caller.webhook.create(input))).toMatchObject({ code: "ZodError" });
  });

  it.each([
    "http://receiver.example/",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
  ])("can't be created or changed to %s, because nothing may be sent there", async (bad) => {
    const issue = { code: "INVALID_INPUT", details: [{ path: ["url"] }] };
    expect(await refusalOf(caller.webhook.create({ url: bad }))).toMatchObject(issue);
    const { id, version } = await createEndpoint(db);
    const input = { ...settings, id, version, url: bad };
    expect(await refusalOf(caller.webhook.update(input))).toMatchObject(issue);
  });

  it("are limited, even when two requests want the last place", async () => {
    for (const _ of Array(WEBHOOKS_MAX - 1)) await createEndpoint(db);
    const outcomes = await Promise.allSettled([
      caller.webhook.create({ url }),
      caller.webhook.create({ url }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(caller.webhook.create({ url }))).toMatchObject({
      code: "LIMIT_REACHED",
    });
  });

  it("change only at the version that was seen, of two changes at once one", async () => {
    const { id, version } = await createEndpoint(db);
    const input = { ...settings, id, version };
    const outcomes = await Promise.allSettled([
      caller.webhook.update(input),
      caller.webhook.update({ ...input, description: "Other" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    for (const call of [
      () => caller.webhook.update(input),
      () => caller.webhook.pause(input),
      () => caller.webhook.rotateSecret(input),
      () => caller.webhook.remove(input),
    ]) {
      expect(await refusalOf(call())).toMatchObject({
        code: "STALE_VERSION",
        details: { version: 2 },
      });
    }
  });

  it("are paused and resumed, and a resumed one has its days of failing anew", async () => {
    const { id, version } = await createEndpoint(db, { failingSince: NOW });
    const paused = await caller.webhook.pause({ id, version });
    expect(paused).toMatchObject({ status: "paused", pauseReason: "admin" });
    expect(await refusalOf(caller.webhook.pause({ id, version: 2 }))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    expect(await refusalOf(caller.webhook.sendTest({ id }))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    expect(await caller.webhook.resume({ id, version: 2 })).toMatchObject({
      status: "active",
      pauseReason: null,
      failingSince: null,
      version: 3,
    });
  });

  it("get a new secret, and the old one stays valid for the overlap", async () => {
    const { id, secret: old } = await createEndpoint(db);
    const rotated = await caller.webhook.rotateSecret({ id, version: 1 });
    const until = new Date(NOW.getTime() + DAY);
    expect(rotated).toMatchObject({ version: 2, previousSecretUntil: until });
    expect(rotated.secret).not.toBe(old);
    const row = await db.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    expect(webhookSecrets.open(id, row.secret)).toBe(rotated.secret);
    expect(webhookSecrets.open(id, row.previousSecret ?? "")).toBe(old);
    const later = await as(admin, { now: until });
    expect(await later.webhook.byId({ id })).toMatchObject({ previousSecretUntil: null });
    // At once, when the old one is known to somebody.
    expect(await caller.webhook.rotateSecret({ id, version: 2, overlapHours: 0 })).toMatchObject({
      previousSecretUntil: null,
    });
    expect(await db.webhookEndpoint.findUnique({ where: { id } })).toMatchObject({
      previousSecret: null,
    });
  });

  it("are removed with their deliveries", async () => {
    const { endpoint, id } = await delivered();
    await caller.webhook.remove({ id: endpoint.id, version: 1 });
    expect(await db.webhookAttempt.count({ where: { deliveryId: id } })).toBe(0);
    for (const call of [
      () => caller.webhook.byId({ id: endpoint.id }),
      () => caller.webhook.listDeliveries({ id: endpoint.id }),
      () => caller.webhook.deliveryById({ id }),
      () => caller.webhook.redeliver({ id }),
      () => caller.webhook.sendTest({ id: endpoint.id }),
      () => caller.webhook.remove({ id: endpoint.id, version: 1 }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("are for admins only", async () => {
    const { id } = await createEndpoint(db);
    for (const person of [await createMentee(db), await createUser(db, { role: "pm" })]) {
      const other = await as(person);
      for (const call of [
        () => other.webhook.list(),
        () => other.webhook.byId({ id }),
        () => other.webhook.create({ url }),
        () => other.webhook.sendTest({ id }),
      ]) {
        expect(await refusalOf(call())).toMatchObject({ code: "FORBIDDEN" });
      }
    }
  });
});

describe("the log of deliveries", () => {
  it("is paged, latest first, and filtered by status", async () => {
    const { endpoint } = await delivered();
    await db.webhookDelivery.deleteMany();
    await db.webhookDelivery.createMany({
      data: Array.from({ length: 25 }, (_, index) => ({
        endpointId: endpoint.id,
        kind: "session.booked",
        data: {},
        status: index % 5 === 0 ? "failed" : "pending",
        // Several at the same moment.
        createdAt: new Date(NOW.getTime() + Math.floor(index / 3) * HOUR),
        nextAttemptAt: NOW,
      })),
    });
    const seen: { id: string; createdAt: Date }[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof caller.webhook.listDeliveries>> =
        await caller.webhook.listDeliveries({ id: endpoint.id, limit: 4, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(25);
    const times = seen.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    const failed = await caller.webhook.listDeliveries({ id: endpoint.id, status: "failed" });
    expect(failed.items).toHaveLength(5);
  });

  it("shows the message and each attempt, with errors in words", async () => {
    const { endpoint, id } = await delivered({
      personalTexts: { topic: "A question" },
      status: "failed",
      deliveredAt: null,
      attempts: 3,
    });
    await db.webhookAttempt.createMany({
      data: [
        { deliveryId: id, number: 2, at: NOW, durationMs: 5, statusCode: 500, failure: "status" },
        { deliveryId: id, number: 3, at: NOW, durationMs: 9, failure: "address" },
      ],
    });
    const shown = await caller.webhook.deliveryById({ id });
    expect(shown).toMatchObject({
      kind: "session.booked",
      status: "failed",
      nextAttemptAt: null,
      log: [
        { number: 3, statusCode: null, error: "The host has no public address." },
        { number: 2, statusCode: 500, error: "The receiver answered 500." },
        { number: 1, statusCode: 200, error: null },
      ],
    });
    expect(JSON.parse(shown.body)).toEqual({
      type: "session.booked",
      timestamp: NOW.toISOString(),
      data: { id: "1", personalTexts: { topic: "A question" } },
    });
    expect((await caller.webhook.listDeliveries({ id: endpoint.id })).items).toMatchObject([
      { id, lastError: "The host has no public address." },
    ]);
  });

  it("can send a delivery again, with a full series of attempts", async () => {
    const { endpoint, id } = await delivered();
    await db.webhookDelivery.update({ where: { id }, data: { failures: 1 } });
    expect(await caller.webhook.redeliver({ id })).toEqual({ id, status: "pending" });
    expect(await db.webhookDelivery.findUnique({ where: { id } })).toMatchObject({
      status: "pending",
      attempts: 1,
      failures: 0,
      nextAttemptAt: NOW,
    });
    expect(await db.auditEvent.findMany({ where: { targetId: endpoint.id } })).toMatchObject([
      { action: "webhook.redelivered", after: { deliveryId: id } },
    ]);
    await caller.webhook.pause({ id: endpoint.id, version: 1 });
    expect(await refusalOf(caller.webhook.redeliver({ id }))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
  });

  it("has a test that goes to one endpoint, whatever it chose", async () => {
    const { id } = await createEndpoint(db, { kinds: ["member.erased"] });
    const other = await createEndpoint(db);
    const sent = await caller.webhook.sendTest({ id });
    expect((await caller.webhook.listDeliveries({ id })).items).toMatchObject([
      { id: sent.id, kind: "webhook.test", status: "pending", nextAttemptAt: NOW },
    ]);
    expect((await caller.webhook.listDeliveries({ id: other.id })).items).toEqual([]);
  });

  it("is forgotten after 30 days", async () => {
    const { id } = await delivered();
    const month = 30 * DAY;
    await forgetWebhookDeliveries({ db, now: new Date(NOW.getTime() + month) });
    expect(await db.webhookDelivery.count({ where: { id } })).toBe(1);
    await forgetWebhookDeliveries({ db, now: new Date(NOW.getTime() + month + 1) });
    expect(await db.webhookDelivery.count({ where: { id } })).toBe(0);
    expect(await db.webhookAttempt.count({ where: { deliveryId: id } })).toBe(0);
  });
});
