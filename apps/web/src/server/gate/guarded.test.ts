import { MAX_BODY_BYTES, wireError } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import type { Origins } from "./cross-site";
import { guarded } from "./guarded";

const site = "https://sundial.example";
const frontend = "https://app.example.com";
const origins: Origins = { site, allowed: [frontend], anyLocalPort: false };

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request through the gate; returns the response and whether the handler saw it. */
async function send({ method = "POST", path = "/api/trpc/x", headers = {}, body }: Sent) {
  let reached = 0;
  const handler = guarded({
    origins: () => origins,
    forms: ["/api/auth/introspect"],
    handler: async () => {
      reached++;
      return new Response("served", { headers: { vary: "accept" } });
    },
  });
  const json = { "content-type": "application/json" };
  const response = await handler(
    new Request(`${site}${path}`, { method, headers: { ...json, ...headers }, body }),
  );
  return {
    status: response.status,
    headers: response.headers,
    reached,
    text: await response.text(),
  };
}

const FOREIGN = [
  "https://evil.example",
  "null",
  "https://sundial.example.evil.example",
  "https://evilsundial.example",
  "http://sundial.example",
  "https://sundial.example:8443",
  "https://SUNDIAL.example",
  "file://",
  "https://app.example.com.evil.example",
  "",
];

describe("other sites", () => {
  it.each(FOREIGN)("%j can neither read nor change anything", async (origin) => {
    const read = await send({ method: "GET", headers: { origin } });
    expect([...read.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual(
      [],
    );
    expect(read.headers.get("vary")).toMatch(/origin/);
    const write = await send({ headers: { origin }, body: "{}" });
    expect(write).toMatchObject({ status: 403, reached: 0 });
    expect(wireError.parse(JSON.parse(write.text)).code).toBe("FORBIDDEN");
  });

  it.each([frontend, site])("%s can read when its exact origin is allowed", async (origin) => {
    const { headers, status, reached } = await send({ headers: { origin }, body: "{}" });
    expect({ status, reached }).toEqual({ status: 200, reached: 1 });
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect(headers.get("vary")).toBe("accept, origin");
  });

  it.each([
    [
      "a foreign origin",
      { origin: "https://evil.example", "access-control-request-method": "POST" },
    ],
    ["a method we lack", { origin: frontend, "access-control-request-method": "DELETE" }],
    [
      "a header we lack",
      {
        origin: frontend,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, x-sundial-client-address",
      },
    ],
  ])("rejects a preflight with %s", async (_case, headers) => {
    const answer = await send({ method: "OPTIONS", headers });
    expect(answer).toMatchObject({ status: 403, reached: 0 });
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
  });

  it("answers a valid preflight", async () => {
    const { status, headers, reached } = await send({
      method: "OPTIONS",
      headers: {
        origin: frontend,
        "access-control-request-method": "POST",
        "access-control-request-headers": "Content-Type,Authorization",
      },
    });
    expect({ status, reached }).toEqual({ status: 204, reached: 0 });
    expect(headers.get("access-control-allow-origin")).toBe(frontend);
  });

  it.each(["cross-site", "same-site", "nonsense"])(
    "rejects a write without an origin from %s",
    async (distance) => {
      const answer = await send({ headers: { "sec-fetch-site": distance }, body: "{}" });
      expect(answer).toMatchObject({ status: 403, reached: 0 });
    },
  );

  it.each(["same-origin", "none", undefined])(
    "allows our own pages and programs: %s",
    async (distance) => {
      const headers: Record<string, string> = {};
      if (distance !== undefined) headers["sec-fetch-site"] = distance;
      expect(await send({ headers, body: "{}" })).toMatchObject({ status: 200, reached: 1 });
    },
  );

  it("accepts a bearer token from anywhere, but not together with a cookie", async () => {
    const headers = { origin: "https://evil.example", authorization: "Bearer x" };
    expect(await send({ headers, body: "{}" })).toMatchObject({ status: 200 });
    const both = { ...headers, cookie: "a=b" };
    expect(await send({ headers: both, body: "{}" })).toMatchObject({ status: 403, reached: 0 });
  });
});

describe("bodies", () => {
  it.each([
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/octet-stream",
    "application/jsonp",
    "application/xml",
  ])("of type %s are rejected", async (type) => {
    const answer = await send({ headers: { "content-type": type }, body: "a=1" });
    expect(answer).toMatchObject({ status: 415, reached: 0 });
  });

  it("may be a form where a standard says so", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await send({ path: "/api/auth/introspect", headers, body: "token=x" });
    expect(answer).toMatchObject({ status: 200, reached: 1 });
  });

  it.each(["token=%ff", "token=%00", "%ed%a0%80=x"])("rejects a form of %s", async (body) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await send({ path: "/api/auth/introspect", headers, body });
    expect(answer).toMatchObject({ status: 400, reached: 0 });
  });

  it.each(["search=%ff", "search=a%00b"])("rejects a query of %s", async (query) => {
    const answer = await send({ method: "GET", path: `/api/auth/token?${query}` });
    expect(answer).toMatchObject({ status: 400, reached: 0 });
  });

  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  const wide = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1])));
  it.each([
    ["10,000 deep", nested(10_000)],
    ["33 deep", nested(33)],
    ["10,001 wide", wide(10_001)],
    ["a prototype's name", '{"json":{"__proto__":{"role":"admin"}}}'],
    ["the same, escaped", '{"json":{"\\u005f_proto__":{"role":"admin"}}}'],
    ["a constructor's name", '{"constructor":{"prototype":{}}}'],
    ["half a surrogate pair", '{"json":{"email":"\\ud800@x.example"}}'],
    ["a pair the wrong way round", '["\\udc00\\ud800"]'],
    ["a NUL", '{"json":{"id":"a\\u0000b"}}'],
    ["a NUL in a name", '{"json":{"a\\u0000b":1}}'],
    ["half a pair alone", '"\\ud800"'],
    ["cut off", '{"json":'],
    ["no JSON", "<a/>"],
  ])("of %s are rejected", async (_case, body) => {
    expect(await send({ body })).toMatchObject({ status: 400, reached: 0 });
    if (body.length > 20_000) return;
    const path = `/api/trpc/x?input=${encodeURIComponent(body)}`;
    expect(await send({ method: "GET", path })).toMatchObject({ status: 400, reached: 0 });
  });

  it.each([
    ["32 deep", nested(32)],
    ["10,000 wide", wide(10_000)],
    ["empty", ""],
    ["a whole surrogate pair", '{"json":"\\ud83d\\ude00"}'],
  ])("of %s are accepted", async (_case, body) => {
    expect(await send({ body })).toMatchObject({ status: 200, reached: 1 });
  });

  it("over the limit are rejected even without the outer server", async () => {
    const answer = await send({ body: `"${"a".repeat(MAX_BODY_BYTES)}"` });
    expect(answer).toMatchObject({ status: 413, reached: 0 });
  });
});

describe("answers", () => {
  it("are never cached", async () => {
    for (const sent of [{ method: "GET" }, { body: "{}" }, { body: "<" }]) {
      expect((await send(sent)).headers.get("cache-control")).toBe("private, no-store");
    }
  });
});
