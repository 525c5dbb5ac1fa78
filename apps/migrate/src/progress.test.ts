import { expect, test } from "vitest";
import { createProgress, type Style } from "./progress.ts";

function shown(style: Style) {
  const written: string[] = [];
  let now = 0;
  const progress = createProgress(
    style,
    (text) => written.push(text),
    () => now,
  );
  progress.say("Migrating users");
  now += 2000;
  progress.count(100, 1000);
  now += 10_000;
  progress.count(600, 1000);
  progress.count(1000, 1000);
  return written;
}

test("prints an occasional line with rate and time left to a log", () => {
  expect(shown("lines")).toEqual([
    "Migrating users\n",
    "  100 of 1,000 users, 50/s, 18 s left\n",
    "  600 of 1,000 users, 50/s, 8 s left\n",
    "  1,000 of 1,000 users, 83/s\n",
  ]);
});

test("draws a one-line bar on a terminal, complete with the last row", () => {
  const written = shown("terminal");
  expect(written.at(-2)).toContain("████████████████████████ 1,000 of 1,000 users");
  expect(written.at(-1)).toBe("\n");
  expect(written.join("")).toContain("100 of 1,000 users, 50/s, 18 s left");
  expect(written.filter((text) => text.includes("\n"))).toHaveLength(2);
});

test("prints one JSON object per line for programs", () => {
  const events = shown("json").map((line) => JSON.parse(line));
  expect(events[0]).toEqual({ event: "step", text: "Migrating users" });
  expect(events.at(-1)).toEqual({
    event: "progress",
    done: 1000,
    total: 1000,
    rate: 83,
    secondsLeft: 0,
  });
});
