import { afterEach, describe, expect, it } from "vitest";
import { consoleToLog } from "./console-to-log";
import { createLog } from "./log";
import { requestNumber } from "./request-number";

const printer = globalThis.console;
const own = { ...printer };
const warningListeners = process.listeners("warning");

afterEach(() => {
  Object.assign(console, own);
  process.removeAllListeners("warning");
  for (const listener of warningListeners) process.on("warning", listener);
});

/** Records the log while everything printed goes to it, each line parsed. */
function capture() {
  const written: string[] = [];
  consoleToLog(createLog("debug", { write: (line) => written.push(line) }));
  return () =>
    written
      .join("")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
}

describe("console output of libraries", () => {
  it("becomes a log line with the request's ID, even after an await", async () => {
    const lines = capture();
    await Promise.all(
      ["number-1", "number-2"].map((number) =>
        requestNumber().run(number, async () => {
          await new Promise((resolve) => setImmediate(resolve));
          console.error("\u001b[31m⨯\u001b[39m", new TypeError(`${number} broke`));
        }),
      ),
    );
    console.warn("⚠ Slow", "filesystem");
    expect(lines()).toMatchObject([
      {
        level: "error",
        msg: "⨯",
        requestId: "number-1",
        err: {
          name: "TypeError",
          message: "number-1 broke",
          stack: expect.stringContaining("console-to-log.test.ts"),
        },
      },
      { level: "error", requestId: "number-2" },
      { level: "warn", msg: "⚠ Slow filesystem" },
    ]);
    expect(lines()[2]).not.toHaveProperty("requestId");
  });

  it("stays on one line without secrets, however it was printed", () => {
    const lines = capture();
    console.error("# SERVER_ERROR: ", new Error("password=hunter2\nand more"));
    console.error("first\nsecond token=hunter2 %s", "postgresql://sundial:hunter2@db/x");
    printer.log({ password: "hunter2", rows: [1, 2] });
    printer.info("x".repeat(10_000));
    printer.debug();
    expect(lines()).toHaveLength(5);
    expect(JSON.stringify(lines())).not.toContain("hunter2");
    expect(lines()[3].msg.length).toBe(2_000);
  });

  it("includes Node's own warnings", () => {
    const lines = capture();
    process.emit("warning", new Error("MaxListenersExceeded"));
    expect(lines()).toMatchObject([{ level: "warn", err: { message: "MaxListenersExceeded" } }]);
  });
});

describe("our own log lines", () => {
  it("carry the request's ID, or the one they name", () => {
    const written: string[] = [];
    const log = createLog("info", { write: (line) => written.push(line) });
    requestNumber().run("number-1", () => {
      log.warn({}, "said by a library");
      log.info({ requestId: "number-2" }, "said by us");
    });
    log.info({}, "said by nobody");
    expect(written.map((line) => JSON.parse(line).requestId)).toEqual([
      "number-1",
      "number-2",
      undefined,
    ]);
    expect(written[1]?.match(/requestId/g)).toHaveLength(1);
  });
});
