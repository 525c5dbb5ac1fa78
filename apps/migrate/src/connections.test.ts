import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createTestDatabase } from "@sundial/db/testing";
import { afterAll, describe, expect, test } from "vitest";
import { isPassing, openSource, openTarget } from "./connections.ts";

/** A server that answers the first message of a connection with one byte, or not at all. */
async function listener(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  afterAll(() => server.close());
  return typeof address === "object" && address !== null ? address.port : 0;
}

const { url, drop } = await createTestDatabase();
afterAll(drop);

/** Without TLS, as Postgres says it: one N. */
const plain = await listener((socket) => socket.write("N"));
const closing = await listener((socket) => socket.destroy());

const changed = (change: (url: URL) => void) => {
  const other = new URL(url);
  change(other);
  return other.href;
};

describe("a failing connection says in one line which database, which variable and what to do", () => {
  test.each([
    [
      "a server without TLS",
      `postgresql://u:s3cret@127.0.0.1:${plain}/db?sslmode=require`,
      "the server has no TLS",
    ],
    ["nothing there", "postgresql://u:s3cret@127.0.0.1:1/db", "nothing listens there"],
    ["no such host", "postgresql://u:s3cret@nowhere.invalid/db", "host name"],
    ["no such database", changed((other) => (other.pathname = "/nowhere")), "doesn't exist"],
    ["a wrong user", changed((other) => (other.username = "nobody")), ""],
    ["a server that hangs up", `postgresql://u:s3cret@127.0.0.1:${closing}/db`, ""],
  ])("%s", async (_name, broken, words) => {
    for (const [open, named] of [
      [openSource, "the source (FROM_DATABASE_URL) at "],
      [openTarget, "the target (TO_DATABASE_URL) at "],
    ] as const) {
      const error = await open(broken).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: "CONNECTION_FAILED" });
      const { message } = error instanceof Error ? error : new Error();
      expect(message).toContain(named);
      expect(message).toContain(words);
      expect(message).not.toMatch(/s3cret|\n/);
    }
  });
});

test("a lost server is waited for, and a wrong password isn't", async () => {
  const failed = (broken: string) => openTarget(broken).catch((error: unknown) => error);
  expect(isPassing(await failed("postgresql://u:p@127.0.0.1:1/db"))).toBe(true);
  expect(isPassing(await failed(changed((other) => (other.pathname = "/nowhere"))))).toBe(false);
});
