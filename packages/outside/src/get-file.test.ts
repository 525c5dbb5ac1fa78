import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { allowedHosts } from "./address-policy.ts";
import { getFile } from "./get-file.ts";

const options = { allowed: allowedHosts(["127.0.0.1"]), deadline: 600_000, maxBytes: 1000 };

async function startServer(answer: RequestListener) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, port, paths };
}

describe("a file from outside", () => {
  it("arrives as it is, also behind a few redirects", async () => {
    const { url } = await startServer((request, response) => {
      if (request.url === "/file") response.end("content");
      else response.writeHead(302, { location: request.url === "/" ? "/next" : "file" }).end();
    });
    expect(await getFile(`${url}/`, options)).toEqual({ file: Buffer.from("content") });
  });

  it.each([
    ["isn't there", 404, "status"],
    ["is redirected without end", 302, "redirects"],
  ])("that %s is none", async (_name, status, failure) => {
    const { url, paths } = await startServer((_, response) =>
      response.writeHead(status, { location: "/again" }).end(),
    );
    expect(await getFile(url, options)).toEqual({ failure });
    expect(paths.length).toBeLessThanOrEqual(4);
  });

  it("ends at its limit of size, and at its deadline", async () => {
    const { url } = await startServer((request, response) => {
      response.writeHead(200).write("x".repeat(request.url === "/large" ? 1001 : 1));
    });
    expect(await getFile(`${url}/large`, options)).toEqual({ failure: "too_large" });
    expect(await getFile(`${url}/slow`, { ...options, deadline: 300 })).toEqual({
      failure: "timeout",
    });
  });

  it("never comes from an address inside, by no name and no redirect", async () => {
    const inside = await startServer((_, response) => response.end("secret"));
    const nothing = { ...options, allowed: allowedHosts([]) };
    const asName = { ...nothing, resolve: async () => [{ address: "127.0.0.1", family: 4 }] };
    const failure = { failure: "address" };
    expect(await getFile(inside.url, nothing)).toEqual(failure);
    expect(await getFile(`http://pictures.example:${inside.port}/`, asName)).toEqual(failure);
    for (const url of ["file:///etc/passwd", "data:,x", "no address", "http://a:b@127.0.0.1/"]) {
      expect(await getFile(url, options), url).toEqual(failure);
    }
    const outside = await startServer((_, response) =>
      response.writeHead(302, { location: `http://[::1]:${inside.port}/` }).end(),
    );
    expect(await getFile(outside.url, options)).toEqual(failure);
    expect(inside.paths).toEqual([]);
  });
});
