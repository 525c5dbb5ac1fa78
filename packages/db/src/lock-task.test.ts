import { expect, it } from "vitest";
import { lockTask, tryLockTask } from "./lock-task.ts";
import { testDb } from "./testing/index.ts";

const { db } = await testDb();

it("gives a task to one transaction at a time, until that ends", async () => {
  await db.$transaction(async (tx) => {
    await lockTask(tx, "signingKeys");
    // Again by its owner, and another task.
    expect(await tryLockTask(tx, "signingKeys")).toBe(true);
    const others = await db.$transaction(async (other) => [
      await tryLockTask(other, "signingKeys"),
      await tryLockTask(other, "sessionSweep"),
    ]);
    expect(others).toEqual([false, true]);
  });
  expect(await db.$transaction((tx) => tryLockTask(tx, "signingKeys"))).toBe(true);
});
