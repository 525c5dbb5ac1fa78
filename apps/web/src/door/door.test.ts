import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { MAX_BODY_BYTES, wireError } from "@sundial/validators";
import { afterEach, describe, expect, it } from "vitest";
import { securityHeaders } from "../security-headers";
import { createDoor, type DoorOptions } from "./door";
import { CLIENT_ADDRESS_HEADER } from "./own-headers";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A door before an app that tells what reached it. */
async function open(options: Partial<DoorOptions> = {}) {
  const seen: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    seen.push({ headers: request.headers, body: await text(request) });
    response.end("served");
  };
  const door = createDoor({ handle, trustedProxies: [], isHttps: false, ...options });
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

  /** Sends bytes as they are; gives what comes back until the connection closes. */
  async function raw(...parts: string[]) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    for (const part of parts) socket.write(part);
    return text(socket);
  }

  return { seen, ask, raw, lastAddress: () => seen.at(-1)?.headers[CLIENT_ADDRESS_HEADER] };
}

describe("A10 where a request comes from", () => {
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
  ])("is the socket's other end whatever %s: %s says", async (name, value) => {
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
  ])("is, of %j written by a trusted proxy, %s", async (chain, expected) => {
    const { ask, lastAddress } = await open({ trustedProxies: ["127.0.0.0/8"] });
    await ask("/", { headers: { "x-forwarded-for": chain } });
    expect(lastAddress()).toBe(expected);
  });
});

describe("what clients may not say", () => {
  it("F1 never reaches the app", async () => {
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
      ...{ host: "sundial.example", "x-forwarded-host": "sundial.example" },
      ...{ "x-forwarded-proto": "https", cookie: "kept=1" },
    });
  });

  it.each([
    ["an address of another server", "GET http://169.254.169.254/ HTTP/1.1", 400],
    ["a path that names a server", "GET //evil.example/ HTTP/1.1", 400],
    ["a path that browsers read so", "GET /\\evil.example/ HTTP/1.1", 400],
    ["a tunnel's trace", "TRACE / HTTP/1.1", 405],
    ["an asterisk", "OPTIONS * HTTP/1.1", 400],
    ["a server action (F2, F3)", "POST / HTTP/1.1\r\nnext-action: x", 405],
    ["no HTTP at all", "hello", 400],
    ["endless headers", `GET / HTTP/1.1\r\nx: ${"a".repeat(20_000)}`, 431],
    ["two lengths", "POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2", 400],
  ])("F4 %s is refused", async (_case, head, status) => {
    const { raw, seen } = await open();
    const answer = await raw(`${head}\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("x-content-type-options: nosniff");
    expect(wireError.parse(JSON.parse(answer.split("\r\n\r\n")[1] ?? ""))).toBeDefined();
    expect(seen).toEqual([]);
  });

  it.each(["/", "http://169.254.169.254/latest/meta-data"])(
    "F4 a WebSocket to %s is refused",
    async (target) => {
      const { raw, seen } = await open();
      const upgrade = "connection: upgrade\r\nupgrade: websocket";
      const answer = await raw(`GET ${target} HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(seen).toEqual([]);
    },
  );
});

describe("E2 bodies", () => {
  const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
  const chunked = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";

  it("arrive whole, up to the last byte that is allowed", async () => {
    const { ask, seen } = await open();
    for (const body of ["", "{}", "ü".repeat(MAX_BODY_BYTES / 2)]) {
      expect((await ask("/", { method: "POST", body })).status).toBe(200);
      expect(seen.at(-1)?.body).toBe(body);
    }
  });

  it("also in pieces, and then have a length", async () => {
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

  it("of 20 MB are refused by their length alone", async () => {
    const { raw, seen } = await open();
    const answer = await raw("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 20000000\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(seen).toEqual([]);
  });

  it("without a length are refused at the byte that is too many", async () => {
    const { raw, seen } = await open();
    expect(await raw(chunked, ...Array<string>(320).fill(chunk))).toMatch(/^HTTP\/1.1 413 /);
    expect(seen).toEqual([]);
  });

  it.each(["gzip", "br", "deflate, gzip"])("in %s are refused", async (encoding) => {
    const { ask, seen } = await open();
    const answer = await ask("/", {
      ...{ method: "POST", body: "x", headers: { "content-encoding": encoding } },
    });
    expect(answer.status).toBe(415);
    expect(seen).toEqual([]);
  });

  it("that stop coming end the request", async () => {
    const { raw, seen } = await open({ patienceMs: 200 });
    const answer = await raw("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 20\r\n\r\nabc");
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(seen).toEqual([]);
  });
});

describe("every answer", () => {
  it("D5 carries the security headers, and a number no client chose", async () => {
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

  it("is told once, with the status and whose it was", async () => {
    const told: unknown[] = [];
    const { ask } = await open({ onDone: (answered) => told.push(answered) });
    const { headers } = await ask("/?a=1");
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      ...{ requestId: headers["x-request-id"], address: "127.0.0.1", method: "GET" },
      ...{ url: "/?a=1", status: 200, isAborted: false, ms: expect.any(Number) },
    });
  });
});
