import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { watchForUnnamedProxy } from "./unnamed-proxy";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that warns, and its warnings. */
async function serve(trustedProxies: string[]) {
  const warned: string[] = [];
  const server = createServer((_request, response) => response.end("ok"));
  watchForUnnamedProxy(server, { trustedProxies, warn: ({ peer }) => warned.push(peer) });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const ask = async (headers: Record<string, string>) => {
    await (await fetch(`http://127.0.0.1:${port}`, { headers })).text();
  };
  return { warned, ask };
}

const forwarded = { "x-forwarded-for": "192.0.2.7" };

describe("a server behind an unlisted proxy", () => {
  it("warns once, however many requests arrive", async () => {
    const { warned, ask } = await serve([]);
    await ask({});
    expect(warned).toEqual([]);
    await ask(forwarded);
    await ask(forwarded);
    await ask({ forwarded: "for=192.0.2.7" });
    expect(warned).toEqual(["127.0.0.1"]);
  });

  it("warns when a different proxy is listed", async () => {
    const { warned, ask } = await serve(["10.0.0.0/8"]);
    await ask({ "x-real-ip": "192.0.2.7" });
    expect(warned).toEqual(["127.0.0.1"]);
  });

  it("doesn't warn when the proxy is listed", async () => {
    const { warned, ask } = await serve(["127.0.0.1"]);
    await ask(forwarded);
    expect(warned).toEqual([]);
  });
});
