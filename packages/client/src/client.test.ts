import { appRouter } from "@sundial/api";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { KEYED } from "./idempotency.ts";
import { createSundialClient, isSundialError, type SundialError } from "./index.ts";
import { refusal, startPeer } from "./testing/peer.ts";

const booking = {
  mentorId: "m",
  startsAt: new Date("2027-03-01T10:00:00Z"),
  durationMinutes: 60,
  topic: "Careers",
};

const failureOf = async (call: Promise<unknown>): Promise<SundialError> => {
  const error = await call.then(
    () => new Error("the call succeeded"),
    (reason: unknown) => reason,
  );
  if (isSundialError(error)) return error;
  throw error;
};

describe("requests", () => {
  it("carry at most 20 calls of one moment, in URLs that servers accept", async () => {
    const peer = await startPeer();
    const sundial = createSundialClient({ url: peer.url });
    const ids = Array.from({ length: 45 }, (_, index) => `${index}`.padStart(40, "x"));
    await Promise.all(ids.map((id) => sundial.member.byId.query({ id })));
    expect(peer.inputs.map(({ input }) => input)).toEqual(ids.map((id) => ({ id })));
    const sizes = peer.requests.map(({ url }) => url.split("?")[0]?.split(",").length);
    expect(sizes).toEqual([20, 20, 5]);
    for (const { url } of peer.requests) expect(url.length).toBeLessThan(8_000);
  });

  it("put a long input into the body", async () => {
    const peer = await startPeer();
    const id = "x".repeat(20_000);
    await createSundialClient({ url: peer.url }).member.byId.query({ id });
    expect(peer.requests).toMatchObject([{ method: "POST", url: "/api/trpc/member.byId" }]);
    expect(peer.inputs).toEqual([{ path: "member.byId", input: { id } }]);
  });

  it("carry dates as dates, both ways", async () => {
    const peer = await startPeer();
    const sundial = createSundialClient({ url: peer.url });
    const { startsAt } = await sundial.officeSession.book.mutate(booking);
    expect(startsAt).toEqual(booking.startsAt);
    expect(peer.inputs[0]?.input).toMatchObject({ startsAt: booking.startsAt });
  });

  it("carry the token of the moment, and no cookie", async () => {
    const peer = await startPeer();
    const tokens = ["first", "second"];
    const sent: RequestInit[] = [];
    const sundial = createSundialClient({
      url: `${peer.url}/some/page`,
      token: async () => tokens.shift() ?? "",
      fetch: (input, init) => {
        sent.push(init ?? {});
        return fetch(input, init);
      },
    });
    await sundial.account.me.query();
    await sundial.account.me.query();
    const seen = peer.requests.map(({ headers }) => headers.authorization);
    expect(seen).toEqual(["Bearer first", "Bearer second"]);
    expect(sent.map(({ credentials }) => credentials)).toEqual(["omit", "omit"]);
    await createSundialClient({ url: peer.url }).account.me.query();
    expect(peer.requests.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  it("need a URL", () => {
    expect(() => createSundialClient({ url: "sundial" })).toThrow(TypeError);
  });
});

/** Fails the first `times` calls of a procedure. */
function failing(times: number, error: () => unknown) {
  let left = times;
  return (_path: string, input: unknown) => {
    if (left-- > 0) throw error();
    return input;
  };
}

const busy = () => refusal("SERVER_BUSY", "SERVICE_UNAVAILABLE");

describe("retries", () => {
  it("repeat a read until the server is no longer busy", async () => {
    const peer = await startPeer({ answer: failing(3, busy) });
    await createSundialClient({ url: peer.url }).member.byId.query({ id: "a" });
    expect(peer.inputs).toHaveLength(4);
  });

  it("end after four attempts, with the server's words", async () => {
    const peer = await startPeer({ answer: failing(9, busy) });
    const sundial = createSundialClient({ url: peer.url });
    expect(await failureOf(sundial.member.byId.query({ id: "a" }))).toMatchObject({
      code: "SERVER_BUSY",
      message: "refused: SERVER_BUSY",
      status: 503,
    });
    expect(peer.inputs).toHaveLength(4);
  });

  it.each([
    ["the details of one call of a batch", { retryAfter: 2 }, {}],
    ["a header", undefined, { "retry-after": "2" }],
  ])("wait as long as the server asks for in %s", async (_where, details, headers) => {
    const limit = failing(1, () => refusal("TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS", details));
    const peer = await startPeer({
      answer: limit,
      before: (_request, response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        return false;
      },
    });
    const began = performance.now();
    await createSundialClient({ url: peer.url }).member.byId.query({ id: "a" });
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_990);
    expect(peer.inputs).toHaveLength(2);
  });

  it("give up at once when the wait is longer than the deadline", async () => {
    const details = { retryAfter: 60 };
    const peer = await startPeer({
      answer: failing(1, () => refusal("TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS", details)),
    });
    const sundial = createSundialClient({ url: peer.url });
    const error = await failureOf(sundial.member.byId.query({ id: "a" }));
    expect(error).toMatchObject({ code: "TOO_MANY_REQUESTS", details, status: 429 });
    expect(peer.inputs).toHaveLength(1);
  });

  it("repeat a booking with one key", async () => {
    const peer = await startPeer({ answer: failing(2, busy) });
    const sundial = createSundialClient({ url: peer.url });
    await sundial.officeSession.book.mutate(booking);
    const [first, ...others] = peer.inputs.map(({ input }) => input);
    expect(first).toEqual({ ...booking, idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(others).toEqual([first, first]);
    await sundial.officeSession.book.mutate(booking);
    expect(peer.inputs.at(-1)?.input).not.toEqual(first);
  });

  it("keep the caller's key", async () => {
    const peer = await startPeer({ answer: failing(1, busy) });
    const input = { ...booking, idempotencyKey: "00000000-0000-4000-8000-000000000000" };
    await createSundialClient({ url: peer.url }).officeSession.book.mutate(input);
    expect(peer.inputs.map((each) => each.input)).toEqual([input, input]);
  });

  it("never repeat a write without a key", async () => {
    const peer = await startPeer({ answer: failing(1, busy) });
    const sundial = createSundialClient({ url: peer.url });
    const change = { id: "a", version: 1, role: "mentor", reason: "trained" } as const;
    expect(await failureOf(sundial.member.changeRole.mutate(change))).toMatchObject({
      code: "SERVER_BUSY",
    });
    expect(peer.inputs).toHaveLength(1);
  });

  it("never repeat what the server rejects", async () => {
    const peer = await startPeer({ answer: failing(1, () => refusal("FORBIDDEN", "FORBIDDEN")) });
    const sundial = createSundialClient({ url: peer.url });
    expect(await failureOf(sundial.member.byId.query({ id: "a" }))).toMatchObject({
      code: "FORBIDDEN",
      status: 403,
    });
    expect(peer.inputs).toHaveLength(1);
  });

  it("know every mutation that takes a key", () => {
    const router: AnyTRPCRouter = appRouter;
    const keyed = Object.entries<AnyTRPCProcedure>(router._def.procedures)
      .filter(([, { _def }]) => {
        const inputs: unknown[] = "inputs" in _def && Array.isArray(_def.inputs) ? _def.inputs : [];
        const contracts = inputs.filter((one) => one instanceof z.ZodType);
        return contracts.some((one) =>
          JSON.stringify(z.toJSONSchema(one, { unrepresentable: "any", io: "input" })).includes(
            '"idempotencyKey":',
          ),
        );
      })
      .map(([path]) => path);
    expect(keyed.sort()).toEqual(KEYED);
  });
});

describe("errors", () => {
  it("have typed details", async () => {
    const alternatives = [new Date("2027-03-01T11:00:00Z")];
    const taken = () => refusal("SLOT_TAKEN", "CONFLICT", { reasons: [], alternatives });
    const peer = await startPeer({ answer: failing(1, taken) });
    const error = await failureOf(
      createSundialClient({ url: peer.url }).officeSession.book.mutate(booking),
    );
    expect(isSundialError(error, "FORBIDDEN")).toBe(false);
    if (!isSundialError(error, "SLOT_TAKEN")) throw error;
    expectTypeOf(error.details.alternatives).toEqualTypeOf<Date[]>();
    expect(error.details.alternatives).toEqual(alternatives);
  });

  it("keep the code of a newer server", async () => {
    const peer = await startPeer({ answer: failing(1, () => refusal("NEW_RULE", "CONFLICT")) });
    const sundial = createSundialClient({ url: peer.url });
    expect(await failureOf(sundial.account.me.query())).toMatchObject({
      code: "NEW_RULE",
      status: 409,
    });
  });

  it("say what a server answers before its procedures", async () => {
    const peer = await startPeer({
      before: (_request, response) => {
        const body = { error: "The request is too large.", code: "PAYLOAD_TOO_LARGE" };
        response.writeHead(413, { "content-type": "application/json" }).end(JSON.stringify(body));
        return true;
      },
    });
    const sundial = createSundialClient({ url: peer.url });
    expect(await failureOf(sundial.account.me.query())).toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      message: "The request is too large.",
      status: 413,
    });
  });

  it.each([200, 404, 502])("say that a page with status %d isn't Sundial's API", async (status) => {
    const peer = await startPeer({
      before: (_request, response) => {
        response.writeHead(status, { "content-type": "text/html" }).end("<h1>Gateway</h1>");
        return true;
      },
    });
    const error = await failureOf(createSundialClient({ url: peer.url }).account.me.query());
    expect(error).toMatchObject({ code: "NOT_SUNDIAL", status });
    expect(error.message).toBe(
      `${peer.url} answered with status ${status} and text/html, which isn't Sundial's API. Check the URL, and any proxy on the way.`,
    );
    expect(peer.requests).toHaveLength(status === 502 ? 4 : 1);
  });

  it("name the reason when nobody answers", async () => {
    const { url, close } = await startPeer();
    close();
    const error = await failureOf(createSundialClient({ url }).account.me.query());
    expect(error).toMatchObject({ code: "UNREACHABLE", status: undefined });
    expect(error.message).toContain(`${url} can't be reached (ECONNREFUSED)`);
  });

  it("name a token that can't be had", async () => {
    const peer = await startPeer();
    const token = () => Promise.reject(new Error("the vault is sealed"));
    const error = await failureOf(createSundialClient({ url: peer.url, token }).account.me.query());
    expect(error).toMatchObject({
      code: "NO_TOKEN",
      message: "There is no token for this call: the vault is sealed",
    });
    expect(peer.requests).toEqual([]);
  });

  it("tell a call that was cancelled", async () => {
    const peer = await startPeer({ before: () => true });
    const controller = new AbortController();
    const call = createSundialClient({ url: peer.url }).account.me.query(undefined, {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    expect(await failureOf(call)).toMatchObject({ code: "CANCELLED" });
  });

  it("tell that a fetch of the caller's own was aborted, and don't repeat it", async () => {
    let sent = 0;
    const sundial = createSundialClient({
      url: "https://sundial.example.org",
      fetch: async () => {
        sent++;
        throw new DOMException("The user pressed Ctrl-C", "AbortError");
      },
    });
    expect(await failureOf(sundial.account.me.query())).toMatchObject({ code: "CANCELLED" });
    expect(sent).toBe(1);
  });

  it("come in time when the server hangs, and say what a write may have done", async () => {
    const peer = await startPeer({ before: () => true });
    const sundial = createSundialClient({ url: peer.url, timeoutMs: 300 });
    const read = await failureOf(sundial.account.me.query());
    expect(read).toMatchObject({
      code: "DEADLINE_EXCEEDED",
      message: "There was no answer within 0.3 seconds.",
    });
    const write = await failureOf(sundial.officeSession.book.mutate(booking));
    expect(write.message).toContain("may or may not have been carried out");
  });
});
