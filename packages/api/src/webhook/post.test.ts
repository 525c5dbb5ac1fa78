import { once } from "node:events";
import { createServer } from "node:net";
import { allowedHosts } from "@sundial/outside";
import { describe, expect, it, onTestFinished } from "vitest";
import { startReceiver } from "../testing/receiver.ts";
import { type PostOptions, post } from "./post.ts";

const headers = { "webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,x" };
const options: PostOptions = {
  headers,
  body: "{}",
  allowed: allowedHosts(["127.0.0.1"]),
  deadline: 600_000,
};
/** Resolves every name to these addresses, one after the other. */
function resolving(...addresses: string[]): Pick<PostOptions, "resolve"> {
  let next = 0;
  return {
    resolve: async () => {
      const address = addresses[Math.min(next++, addresses.length - 1)] ?? "";
      return [{ address, family: address.includes(":") ? 6 : 4 }];
    },
  };
}

describe("a request to a receiver", () => {
  it("succeeds with a 2xx", async () => {
    const { url, received } = await startReceiver();
    expect(await post(url, options)).toEqual({ failure: null, statusCode: 204 });
    expect(received).toMatchObject([{ path: "/hook", headers, body: "{}" }]);
  });

  it.each([
    [500, "status"],
    [404, "status"],
    [410, "gone"],
    [301, "redirect"],
    [307, "redirect"],
  ])("fails with %i", async (statusCode, failure) => {
    const target = await startReceiver();
    const { url } = await startReceiver((_, response) =>
      response.writeHead(statusCode, { location: target.url }).end(),
    );
    expect(await post(url, options)).toEqual({ failure, statusCode });
    // A redirect isn't followed.
    expect(target.received).toEqual([]);
  });

  it("gives up on a receiver that never answers", async () => {
    const { url } = await startReceiver(() => {});
    expect(await post(url, { ...options, deadline: 200 })).toEqual({
      failure: "timeout",
      statusCode: null,
    });
  });

  it("gives up on a name server that never answers", async () => {
    const never = { resolve: () => new Promise<never>(() => {}) };
    const outcome = post("http://receiver.example/", { ...options, ...never, deadline: 200 });
    expect(await outcome).toEqual({ failure: "timeout", statusCode: null });
  });

  it("takes the status of an answer whose body never ends, or is too long", async () => {
    const endless = await startReceiver((_, response) => {
      response.writeHead(200);
      response.write("x");
    });
    expect(await post(endless.url, { ...options, deadline: 500 })).toEqual({
      failure: null,
      statusCode: 200,
    });
    const long = await startReceiver((_, response) => {
      response.writeHead(200);
      const chunk = "x".repeat(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", more);
      more();
    });
    expect(await post(long.url, options)).toEqual({ failure: null, statusCode: 200 });
  });

  it("fails when nobody listens, when the answer isn't HTTP, and when TLS isn't", async () => {
    const server = createServer((socket) => socket.resume().end("SSH-2.0-nothing\r\n\r\n"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const connection = { failure: "connection", statusCode: null };
    expect(await post(`http://127.0.0.1:${port}/`, options)).toEqual(connection);
    expect(await post(`https://127.0.0.1:${port}/`, options)).toMatchObject({ failure: "tls" });
    await new Promise((resolve) => server.close(resolve));
    expect(await post(`http://127.0.0.1:${port}/`, options)).toEqual(connection);
  });
});

describe("where a request may go", () => {
  const refused = { failure: "address", statusCode: null };
  const nothing = { ...options, allowed: allowedHosts([]) };

  it.each(["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])(
    "isn't %s",
    async (host) => {
      const { port, received } = await startReceiver();
      expect(await post(`http://${host}:${port}/`, nothing)).toEqual(refused);
      expect(received).toEqual([]);
    },
  );

  it("isn't a name that resolves to an address inside, or to nothing, which look alike", async () => {
    const { port, received } = await startReceiver();
    const url = `http://receiver.example:${port}/`;
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"]) {
      expect(await post(url, { ...nothing, ...resolving(address) })).toEqual(refused);
    }
    expect(await post(url, { ...nothing, resolve: async () => [] })).toEqual(refused);
    expect(received).toEqual([]);
  });

  it("is decided by the lookup that the connection uses, once", async () => {
    // A name that answers with a public address first and an inner one afterwards.
    let asked = 0;
    const server = createServer(() => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    let connections = 0;
    server.on("connection", () => (connections += 1));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const rebinding = {
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? "192.0.2.1" : "127.0.0.1", family: 4 }];
      },
    };
    const outcome = await post(`http://receiver.example:${port}/`, { ...nothing, ...rebinding });
    expect(outcome).toEqual(refused);
    expect({ asked, connections }).toEqual({ asked: 1, connections: 0 });
  });

  it("is the allowed one of several addresses", async () => {
    const { port, received } = await startReceiver();
    const both = async () => [
      { address: "169.254.169.254", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const outcome = await post(`http://receiver.example:${port}/`, { ...options, resolve: both });
    expect(outcome).toEqual({ failure: null, statusCode: 204 });
    expect(received).toHaveLength(1);
  });

  it("may be a name that the operator listed, from the machine's own hosts file", async () => {
    const { port } = await startReceiver();
    const outcome = await post(`http://localhost:${port}/`, {
      ...options,
      allowed: allowedHosts(["localhost"]),
    });
    expect(outcome).toEqual({ failure: null, statusCode: 204 });
  });
});
