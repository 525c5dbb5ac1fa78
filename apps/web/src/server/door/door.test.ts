import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { MAX_BODY_BYTES, wireError } from "@sundial/validators";
import { afterEach, describe, expect, it } from "vitest";
import { securityHeaders } from "../security-headers";
import { type Answered, createDoor, type DoorOptions } from "./door";
import { CLIENT_ADDRESS_HEADER } from "./own-headers";
import { receivedBy } from "./received";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A door in front of an app that reports what reached it. */
async function open(options: Partial<DoorOptions> = {}) {
  const seen: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const told: Answered[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    seen.push({ headers: request.headers, body: await text(request) });
    response.end("served");
  };
  const door = createDoor({
    handle,
    trustedProxies: [],
    isHttps: false,
    onDone: (answered) => told.push(answered),
    ...options,
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  closing.push(() => {
    door.close();
    door.closeAllConnections();
  });
  const { port } = door.address() as AddressInfo;

  async function ask(path: string, { method = "GET", headers = {}, body = "" } = {}) {
    const outgoing = send({ port, path, method, headers, agent: false });
    outgoing.end(body);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }

  /** Sends raw bytes and returns everything received until the connection closes. */
  async function raw(...parts: (string | Buffer)[]) {
    const socket = connect(port, "127.0.0.1");
    const received = receivedBy(socket);
    for (const part of parts) socket.write(part);
    return received;
  }

  /** Sends part of a request once connected, and lets the test send more. */
  async function talk(first: string) {
    const socket = connect(port, "127.0.0.1");
    const ended = receivedBy(socket);
    await once(socket, "connect");
    const answered = once(socket, "data").then(([chunk]) => String(chunk));
    socket.write(first);
    return { send: (more: string) => void socket.write(more), answered, ended };
  }

  /** Waits until the door has read what was sent. */
  async function checked() {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    seen,
    told,
    ask,
    raw,
    talk,
    checked,
    lastAddress: () => seen.at(-1)?.headers[CLIENT_ADDRESS_HEADER],
  };
}

/** The headers and the body of a raw answer. */
function parseAnswer(answer: string) {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  const lines = head.split("\r\n").slice(1);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  return { headers, body };
}

describe("the address of a request", () => {
  const forged = "203.0.113.7";
  it.each([
    ["x-forwarded-for", forged],
    ["x-forwarded-for", `${forged}, 127.0.0.1`],
    ["x-forwarded-for", `127.0.0.1,${forged},,`],
    ["x-real-ip", forged],
    ["cf-connecting-ip", forged],
    ["true-client-ip", forged],
    ["x-client-ip", forged],
    ["forwarded", `for=${forged};proto=https`],
    [CLIENT_ADDRESS_HEADER, forged],
    [CLIENT_ADDRESS_HEADER.toUpperCase(), forged],
  ])("is the socket's peer when %s: %s says", async (name, value) => {
    const { ask, seen, lastAddress } = await open();
    await ask("/", { headers: { [name]: value } });
    expect(lastAddress()).toBe("127.0.0.1");
    expect(JSON.stringify(seen)).not.toContain(forged);
  });

  it.each([
    ["10.1.2.3", "10.1.2.3"],
    ["198.51.100.1, 10.1.2.3", "10.1.2.3"],
    ["198.51.100.1, 127.0.0.2", "198.51.100.1"],
    ["::ffff:198.51.100.1", "198.51.100.1"],
    ["2001:DB8:0:0:0:0:0:0001", "2001:db8::1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["not an address", "127.0.0.1"],
    ["198.51.100.1, unknown", "127.0.0.1"],
    ["", "127.0.0.1"],
  ])("is, of %j set by a trusted proxy, %s", async (chain, expected) => {
    const { ask, lastAddress } = await open({ trustedProxies: ["127.0.0.0/8"] });
    await ask("/", { headers: { "x-forwarded-for": chain } });
    expect(lastAddress()).toBe(expected);
  });
});

describe("headers that clients may not set", () => {
  it("never reach the app", async () => {
    const { ask, seen } = await open({ host: "sundial.example", isHttps: true });
    await ask("/", {
      headers: {
        host: "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        "x-original-url": "/evil",
        "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy",
        "x-middleware-rewrite": "/evil",
        "x-nextjs-data": "1",
        "x-request-id": "evil",
        "x-nonce": "evil",
        "content-security-policy": "script-src 'nonce-evil'",
        cookie: "kept=1",
      },
    });
    expect(JSON.stringify(seen)).not.toMatch(/evil|src\/proxy|nextjs/);
    expect(seen[0]?.headers).toMatchObject({
      host: "sundial.example",
      "x-forwarded-host": "sundial.example",
      "x-forwarded-proto": "https",
      cookie: "kept=1",
    });
  });

  it.each([
    ["an address of another server", "GET http://169.254.169.254/ HTTP/1.1", 400],
    ["a path that names a server", "GET //evil.example/ HTTP/1.1", 400],
    ["a path that browsers read so", "GET /\\evil.example/ HTTP/1.1", 400],
    ["a path that is no UTF-8", "GET /api/calendar/feed/%ff.ics HTTP/1.1", 400],
    ["a path with half a surrogate pair", "GET /mentors/%ED%A0%80 HTTP/1.1", 400],
    ["a path with half an escape", "GET /%E0%A4%A HTTP/1.1", 400],
    ["a path with a NUL", "GET /mentors/a%00b HTTP/1.1", 400],
    ["a query with a NUL", "GET /mentors?search=%00 HTTP/1.1", 400],
    ["a query that is no UTF-8", "GET /mentors?search=%ff HTTP/1.1", 400],
    ["bytes that are no address", "GET /mentors/\u00ff HTTP/1.1", 400],
    ["a tunnel's trace", "TRACE / HTTP/1.1", 405],
    ["an asterisk", "OPTIONS * HTTP/1.1", 400],
    ["a server action", "POST / HTTP/1.1\r\nnext-action: x", 405],
    ["no HTTP at all", "hello", 400],
    ["endless headers", `GET / HTTP/1.1\r\nx: ${"a".repeat(20_000)}`, 431],
    ["two lengths", "POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2", 400],
  ])("rejects %s", async (_case, head, status) => {
    const { raw, seen } = await open();
    const answer = await raw(`${head}\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("x-content-type-options: nosniff");
    expect(wireError.parse(JSON.parse(answer.split("\r\n\r\n")[1] ?? ""))).toBeDefined();
    expect(seen).toEqual([]);
  });

  it.each(["/", "http://169.254.169.254/latest/meta-data"])(
    "rejects a WebSocket to %s",
    async (target) => {
      const { raw, seen } = await open();
      const upgrade = "connection: upgrade\r\nupgrade: websocket";
      const answer = await raw(`GET ${target} HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(seen).toEqual([]);
    },
  );
});

describe("request bodies", () => {
  const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
  const chunked = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";

  it("arrive whole, up to the last allowed byte", async () => {
    const { ask, seen } = await open();
    for (const body of ["", "{}", "ü".repeat(MAX_BODY_BYTES / 2)]) {
      expect((await ask("/", { method: "POST", body })).status).toBe(200);
      expect(seen.at(-1)?.body).toBe(body);
    }
  });

  it("arrive with a length even when sent in chunks", async () => {
    const { raw, seen } = await open();
    const answer = await raw(
      `${chunked.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n")}`,
      chunk,
      "0\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(seen[0]?.body).toHaveLength(0x10000);
    expect(seen[0]?.headers).toMatchObject({ "content-length": "65536" });
    expect(seen[0]?.headers).not.toHaveProperty("transfer-encoding");
  });

  it("of 20 MB are rejected by their length alone", async () => {
    const { raw, seen } = await open();
    const answer = await raw("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 20000000\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(seen).toEqual([]);
  });

  it("without a length are rejected at the first byte over the limit", async () => {
    const { raw, seen } = await open();
    expect(await raw(chunked, ...Array<string>(320).fill(chunk))).toMatch(/^HTTP\/1.1 413 /);
    expect(seen).toEqual([]);
  });

  it.each(["gzip", "br", "deflate, gzip"])("in %s are rejected", async (encoding) => {
    const { ask, seen } = await open();
    const answer = await ask("/", {
      method: "POST",
      body: "x",
      headers: { "content-encoding": encoding },
    });
    expect(answer.status).toBe(415);
    expect(seen).toEqual([]);
  });

  it.each([
    ["no UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "application/json"],
    ["half a surrogate pair", Buffer.from([0xed, 0xa0, 0x80]), "text/plain"],
  ])("of %s are rejected", async (_case, body, type) => {
    const { raw, seen } = await open();
    const head = `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\nconnection: close`;
    const answer = await raw(`${head}\r\ncontent-length: ${body.length}\r\n\r\n`, body);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(seen).toEqual([]);
  });

  it.each([
    ["/sign-in", "multipart/form-data; boundary=x", 415],
    ["/sign-in", "Multipart/Form-Data", 415],
    ["/api/trpc/x", "multipart/mixed", 415],
    ["/sign-in", "application/x-www-form-urlencoded", 415],
    ["/api/../sign-in", "application/x-www-form-urlencoded", 415],
    ["/api/%2e%2e/sign-in", "application/x-www-form-urlencoded; charset=utf-8", 415],
    ["/api/auth/introspect", "application/x-www-form-urlencoded", 200],
    ["/api/trpc/x", "application/json", 200],
  ])("to %s of type %s are %d", async (path, type, status) => {
    const { ask, seen } = await open();
    const headers = { "content-type": type };
    expect((await ask(path, { method: "POST", headers, body: "--x--" })).status).toBe(status);
    expect(seen).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe("a request that arrives in part", () => {
  const head = "POST /api/x HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\n";

  /** Blocks the event loop until the time has passed, like a server without CPU time. */
  function starve(ms: number) {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }

  it.each([
    ["the body", head, "abc", "def"],
    ["the head", head.slice(0, 30), "", `${head.slice(30)}abcdef`],
  ])("is rejected and not processed when %s stops coming", async (...parts) => {
    const [, first, second, rest] = parts;
    const { talk, seen, told } = await open({ patienceMs: 200 });
    const talks = await Promise.all(Array.from({ length: 8 }, () => talk(first + second)));
    for (const { answered, send, ended } of talks) {
      expect(await answered).toMatch(/^HTTP\/1.1 408 /);
      // With another request right behind it.
      send(`${rest}${head}abcdef`);
      const answer = await ended;
      expect(answer.match(/^HTTP\/1.1/gm)).toHaveLength(1);
      const { headers, body } = parseAnswer(answer);
      expect(headers).toMatchObject({ connection: "close", ...securityHeaders });
      expect(wireError.parse(JSON.parse(body)).code).toBe("BAD_REQUEST");
      const line = told.find(({ requestId }) => requestId === headers["x-request-id"]);
      expect(line).toMatchObject({ status: 408, address: "127.0.0.1" });
    }
    expect(seen).toEqual([]);
  });

  it.each([
    ["the body", `${head}abc`, "def"],
    ["the head", head.slice(0, 30), `${head.slice(30)}abcdef`],
  ])("gets 503 when %s was there and the server did not read it", async (_part, first, rest) => {
    const { talk, seen, told, checked } = await open({ patienceMs: 1_000 });
    const talks = await Promise.all(Array.from({ length: 8 }, () => talk(first)));
    await checked();
    for (const { send } of talks) send(rest);
    starve(2_500);
    for (const { ended } of talks) {
      const answer = await ended;
      expect(answer).toMatch(/^HTTP\/1.1 503 /);
      const { headers, body } = parseAnswer(answer);
      expect(Number(headers["retry-after"])).toBeGreaterThan(0);
      expect(wireError.parse(JSON.parse(body)).code).toBe("SERVER_BUSY");
      const line = told.find(({ requestId }) => requestId === headers["x-request-id"]);
      expect(line).toMatchObject({ status: 503 });
    }
    expect(seen).toEqual([]);
  });

  it("is processed once when it completes in time", async () => {
    const { talk, seen } = await open({ patienceMs: 60_000 });
    const { send, answered } = await talk(`${head}abc`);
    send("def");
    expect(await answered).toMatch(/^HTTP\/1.1 200 /);
    expect(seen.map(({ body }) => body)).toEqual(["abcdef"]);
  });
});

describe("every response", () => {
  it("carries the security headers and a request ID that no client can choose", async () => {
    const { ask } = await open({ isHttps: true });
    for (const path of ["/", "//refused"]) {
      const { headers } = await ask(path, { headers: { "x-request-id": "chosen" } });
      expect(headers).toMatchObject(securityHeaders);
      expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8}; includeSubDomains/);
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    }
    const plain = await open();
    expect((await plain.ask("/")).headers).not.toHaveProperty("strict-transport-security");
  });

  it("is logged once, with its status and account", async () => {
    const told: unknown[] = [];
    const { ask } = await open({ onDone: (answered) => told.push(answered) });
    const { headers } = await ask("/?a=1");
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      requestId: headers["x-request-id"],
      address: "127.0.0.1",
      method: "GET",
      url: "/?a=1",
      status: 200,
      isAborted: false,
      ms: expect.any(Number),
    });
  });
});
