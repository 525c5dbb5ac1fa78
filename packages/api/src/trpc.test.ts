import { createDb } from "@sundial/db";
import { createMentee } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { wireError } from "@sundial/validators";
import { serialize } from "@sundial/validators/transformer";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { appRouter, createContext } from "./index.ts";
import { renewSession, totpSecrets, unsubscribeLinks, webhookSecrets } from "./testing/callers.ts";

const { db } = await testDb();

type Database = typeof db;

async function request(
  path: string,
  { database = db, body }: { database?: Database; body?: unknown } = {},
) {
  const mentee = await createMentee(db);
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(
      `http://localhost/api/trpc/${path}`,
      body === undefined
        ? {}
        : {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(serialize(body)),
          },
    ),
    router: appRouter,
    maxBatchSize: 3,
    createContext: () =>
      createContext({
        headers: new Headers(),
        db: database,
        siteUrl: "http://localhost",
        auth: {
          totpSecrets,
          unsubscribeLinks,
          webhookSecrets,
          renewSession,
          getSession: async () => ({
            ...mentee,
            kind: "user",
            credential: "session",
            credentialId: "s",
            expiresAt: new Date(),
          }),
        },
      }),
  });
  const text = await response.text();
  return { status: response.status, text, error: errorOf(text) };
}

const envelope = z.object({ error: z.object({ json: z.object({ data: wireError }) }) });

function errorOf(text: string) {
  const parsed = envelope.safeParse(JSON.parse(text));
  return parsed.data?.error.json.data;
}

describe("errors in responses", () => {
  it("are { error, code, details } with the right status", async () => {
    const query = encodeURIComponent(JSON.stringify(serialize({ id: "nobody" })));
    const missing = await request(`mentor.byId?input=${query}`);
    expect(missing.status).toBe(404);
    expect(missing.error).toMatchObject({ code: "NOT_FOUND", error: expect.any(String) });
  });

  it("name the field of an invalid input without echoing it", async () => {
    const invalid = await request("officeSession.book", { body: { topic: "private words" } });
    expect(invalid.status).toBe(400);
    expect(invalid.error).toMatchObject({ code: "INVALID_INPUT" });
    expect(JSON.stringify(invalid.error?.details)).toContain("mentorId");
    expect(invalid.text).not.toContain("private words");
  });

  it("show only the ID under which an unknown fault was logged", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = db.$extends({
      query: {
        user: {
          findUniqueOrThrow: () => {
            throw new Error("connect ECONNREFUSED db.internal:5432 password=hunter2");
          },
        },
      },
    });
    // @ts-expect-error: an extended client lacks $on, which nothing here calls
    const fault = await request("account.me", { database: broken });
    expect(fault.status).toBe(500);
    expect(fault.error).toMatchObject({ code: "INTERNAL", requestId: expect.any(String) });
    expect(fault.text).not.toMatch(/hunter2|ECONNREFUSED|at .*\.ts/);
    expect(log.mock.calls.flat().join()).toContain(fault.error?.requestId);
    log.mockRestore();
  });

  it("answer 503 while the database is unreachable, without host or credentials", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const away = createDb({
      url: "postgresql://someone:hunter2@127.0.0.1:1/nowhere",
      connectTimeoutMs: 300,
    });
    const fault = await request("account.me", { database: away });
    await away.$disconnect();
    expect(fault.status).toBe(503);
    expect(fault.error).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    expect(fault.text).not.toMatch(/hunter2|someone|127\.0\.0\.1/);
    expect(log.mock.calls.flat().join()).not.toContain("hunter2");
    log.mockRestore();
  });

  it.each(["__proto__", "constructor", "mentor.nothing"])("answer 404 for %s", async (path) => {
    expect((await request(path)).status).toBe(404);
  });

  it("reject a batch over the limit", async () => {
    const many = Array(4).fill("health.check").join(",");
    const few = Array(3).fill("health.check").join(",");
    expect((await request(`${many}?batch=1&input={}`)).status).toBe(400);
    expect((await request(`${few}?batch=1&input={}`)).status).toBe(200);
  });
});

describe("the request path", () => {
  it("reads the session once for a whole batch", async () => {
    let reads = 0;
    const mentee = await createMentee(db);
    const context = createContext({
      headers: new Headers(),
      db,
      siteUrl: "http://localhost",
      auth: {
        totpSecrets,
        unsubscribeLinks,
        webhookSecrets,
        renewSession,
        getSession: async () => {
          reads++;
          const expiresAt = new Date();
          return { ...mentee, kind: "user", credential: "session", credentialId: "s", expiresAt };
        },
      },
    });
    await Promise.all([context.getActor(), context.getActor(), context.getActor()]);
    expect(reads).toBe(1);
  });
});
