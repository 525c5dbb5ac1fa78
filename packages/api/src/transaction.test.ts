import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { inTransaction } from "./transaction.ts";

const { db } = await testDb();

describe("inTransaction", () => {
  it.each(["40P01", "40001"])("retries the work after %s, up to four times", async (state) => {
    let runs = 0;
    const fail = (times: number) =>
      inTransaction(db, async (tx) => {
        runs += 1;
        if (runs > times) return runs;
        await tx.$executeRawUnsafe(
          `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END $$`,
        );
        return 0;
      });
    expect(await fail(3)).toBe(4);
    runs = 0;
    await expect(fail(4)).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    expect(runs).toBe(4);
  });

  it("does not retry other failures", async () => {
    let runs = 0;
    const work = inTransaction(db, async (tx) => {
      runs += 1;
      await tx.$executeRawUnsafe("SELECT 1 / 0");
    });
    await expect(work).rejects.toThrow();
    expect(runs).toBe(1);
  });
});
