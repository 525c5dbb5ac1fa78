import { MINUTE } from "@sundial/validators/durations";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { repeatEach } from "./repeat";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Repeats the tasks every minute and records the log. */
function start(tasks: Record<string, () => Promise<unknown>>) {
  const stop = new AbortController();
  const error = vi.fn();
  repeatEach(tasks, { every: MINUTE, signal: stop.signal, log: { error } });
  return { stop: () => stop.abort(), error };
}

it("runs each task every minute, even when an earlier one fails", async () => {
  const broken = new Error("no such table");
  const failing = vi.fn().mockRejectedValue(broken);
  const hanging = vi.fn(() => new Promise(() => undefined));
  const done = vi.fn().mockResolvedValue(3);
  const { error } = start({ failing, hanging, done });

  await vi.advanceTimersByTimeAsync(MINUTE - 1);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1 + 2 * MINUTE);

  expect(failing).toHaveBeenCalledTimes(3);
  expect(hanging).toHaveBeenCalledTimes(1);
  expect(done).toHaveBeenCalledTimes(3);
  expect(error).toHaveBeenCalledTimes(3);
  expect(error).toHaveBeenCalledWith({ err: broken, task: "failing" }, expect.any(String));
});

it("continues when a task throws synchronously", async () => {
  const throwing = vi.fn(() => {
    throw new Error("no server");
  });
  const { error } = start({ throwing });
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(throwing).toHaveBeenCalledTimes(2);
  expect(error).toHaveBeenCalledTimes(2);
});

it("starts a round one minute after the last one finished", async () => {
  const long = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 5 * MINUTE)));
  start({ long });
  await vi.advanceTimersByTimeAsync(7 * MINUTE - 1);
  expect(long).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(long).toHaveBeenCalledTimes(2);
});

it("stops when asked, even in the middle of a round", async () => {
  const idle = vi.fn().mockResolvedValue(undefined);
  const busy = vi.fn(() => new Promise((resolve) => setTimeout(resolve, MINUTE)));
  const { stop } = start({ idle, busy });
  await vi.advanceTimersByTimeAsync(MINUTE);
  stop();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(idle).toHaveBeenCalledTimes(1);
  expect(busy).toHaveBeenCalledTimes(1);
});
