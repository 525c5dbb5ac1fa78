import { randomUUID } from "node:crypto";
import { createAuth, type RateLimiter } from "@sundial/auth";
import { createDb } from "@sundial/db";
import { createMentee } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter, createContext, type Log, responseMeta } from "./index.ts";
import { frontDoor, PASSWORD } from "./testing/sign-in.ts";

const { db } = await testDb();

const door = frontDoor(db);

const { limiter, renewSession, totpSecrets, unsubscribeLinks, webhookSecrets } = createAuth({
  db,
  secret: "a-secret-for-tests-of-32-characters",
  baseURL: "https://sundial.test",
});

interface Sent {
  person?: Awaited<ReturnType<typeof createMentee>>;
  ip?: string;
  counting?: RateLimiter;
  log?: Log;
}

const get = (path: string, sent: Sent) =>
  send(new Request(`https://sundial.test/api/trpc/${path}`), sent);

const post = (path: string, input: object, sent: Sent) =>
  send(
    new Request(`https://sundial.test/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ json: input }),
    }),
    sent,
  );

async function send(req: Request, { person, ip, counting = limiter, log }: Sent) {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req,
    router: appRouter,
    responseMeta,
    createContext: () =>
      createContext({
        headers: new Headers(),
        db,
        siteUrl: "https://sundial.test",
        ip,
        limiter: counting,
        log,
        auth: {
          totpSecrets,
          unsubscribeLinks,
          webhookSecrets,
          renewSession,
          getSession: async () =>
            person === undefined
              ? null
              : {
                  ...person,
                  kind: "user" as const,
                  credential: "session" as const,
                  credentialId: "s",
                  expiresAt: new Date(),
                },
        },
      }),
  });
}

/** A limiter that rejects after so many points and records what was taken. */
function counting(points: number) {
  const taken: string[] = [];
  const fake: RateLimiter = {
    ...limiter,
    take: async (name, subject) => {
      taken.push(`${name} ${subject}`);
      return taken.length > points ? { isAllowed: false, retryAfter: 42 } : { isAllowed: true };
    },
  };
  return { fake, taken };
}

const objectInputs = z.object({ inputs: z.array(z.unknown()) });

/** The names of a procedure's input fields. */
function fieldsOf(definition: object) {
  const { inputs } = objectInputs.parse(definition);
  return inputs.flatMap((input) => (input instanceof z.ZodObject ? Object.keys(input.shape) : []));
}

describe("rate limits of calls", () => {
  it("count each call of a batch", async () => {
    const { fake, taken } = counting(3);
    const batch = Array(5).fill("health.check").join(",");
    const response = await get(`${batch}?batch=1&input={}`, { ip: "192.0.2.1", counting: fake });
    expect(taken).toEqual(Array(5).fill("api.client 192.0.2.1"));
    expect(response.headers.get("retry-after")).toBe("42");
    const answers: { error?: unknown }[] = JSON.parse(await response.text());
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(3);
  });

  it("count clients by network, and signed-in people wherever they are", async () => {
    const person = await createMentee(db);
    const { fake, taken } = counting(10);
    await get("account.me", { person, ip: "2001:DB8:1:2:ffff::1", counting: fake });
    expect(taken).toEqual(["api.client 2001:db8:1:2::/64", `api.person ${person.id}`]);
  });

  it("answer 429 with the seconds to wait, in the shape all errors have", async () => {
    const { fake } = counting(0);
    const response = await get("health.check", { ip: "192.0.2.1", counting: fake });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("42");
    expect(JSON.parse(await response.text())).toMatchObject({
      error: { json: { data: { code: "TOO_MANY_REQUESTS", details: { retryAfter: 42 } } } },
    });
  });

  it("limit a person on a real database, across two servers", async () => {
    const person = await createMentee(db);
    let refused = 0;
    for (let turn = 0; turn < 700 && refused === 0; turn += 20) {
      const batch = Array(20).fill("account.me").join(",");
      const response = await get(`${batch}?batch=1&input={}`, { person });
      if (response.headers.has("retry-after")) refused = turn;
    }
    expect(refused).toBe(600);
  });

  it("let calls through and warn while counts can't be stored", async () => {
    const away = createDb({ url: "postgresql://x:y@127.0.0.1:1/nowhere", connectTimeoutMs: 300 });
    const broken = createAuth({
      db: away,
      secret: "a-secret-for-tests-of-32-characters",
      baseURL: "https://x.test",
    });
    const warnings: string[] = [];
    const log: Log = {
      info: () => {},
      error: () => {},
      warn: (_fields, message) => warnings.push(message),
    };
    const sent = { ip: "192.0.2.1", counting: broken.limiter, log };
    expect((await get("health.check", sent)).status).toBe(200);
    expect(warnings).toEqual(["a call could not be counted"]);
    await away.$disconnect();
  });

  it("never count invalid forms", async () => {
    const person = await createMentee(db);
    await door.givePassword(person);
    const wrong = { currentPassword: "", newPassword: "short" };
    for (let turn = 0; turn < 20; turn++) {
      expect((await post("account.changePassword", wrong, { person })).status).toBe(400);
    }
    const right = { currentPassword: PASSWORD, newPassword: "seven quiet herons at dawn" };
    expect((await post("account.changePassword", right, { person })).status).toBe(200);
  });

  it("let one person email at most five strangers in an hour", async () => {
    const person = await createMentee(db);
    await door.givePassword(person);
    const statuses: number[] = [];
    for (let turn = 0; turn < 9; turn++) {
      const change = { newEmail: `${randomUUID()}@stranger.example`, password: PASSWORD };
      statuses.push((await post("account.requestEmailChange", change, { person })).status);
    }
    expect(statuses).toEqual([...Array(5).fill(200), ...Array(4).fill(429)]);
    const emails = await db.emailOutbox.count({
      where: { recipient: { endsWith: "@stranger.example" } },
    });
    expect(emails).toBe(5);
  });

  it("let at most five emails an hour reach one stranger, regardless of the sender", async () => {
    const newEmail = `${randomUUID()}@stranger.example`;
    await limiter.take("mail.account", newEmail);
    const statuses: number[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const person = await createMentee(db);
      await door.givePassword(person);
      const change = { newEmail: ` ${newEmail.toUpperCase()}`, password: PASSWORD };
      statuses.push((await post("account.requestEmailChange", change, { person })).status);
    }
    expect(statuses).toEqual([...Array(4).fill(200), 429, 429]);
  });

  it("give every procedure that asks for a password its own limit", () => {
    const router: AnyTRPCRouter = appRouter;
    const asking = Object.entries<AnyTRPCProcedure>(router._def.procedures).filter(([, { _def }]) =>
      fieldsOf(_def).some((field) => /password/i.test(field)),
    );
    expect(asking.map(([path]) => path)).toContain("account.changePassword");
    const limits = new Set(asking.map(([, { _def }]) => limitOf(_def)));
    expect([...limits]).toEqual(["api.password"]);
  });
});

function limitOf({ meta }: { meta?: unknown }) {
  return z.object({ limit: z.string().optional() }).parse(meta).limit;
}
