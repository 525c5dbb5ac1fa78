import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inSteadyTime, restOfStep } from "./steady-time.ts";

describe("restOfStep", () => {
  it.each([
    [0, 750, 750],
    [60, 750, 690],
    [749, 750, 1],
    [750, 750, 0],
    [751, 750, 749],
    [60, 0, 0],
  ])("after %d ms with steps of %d waits %d", (elapsed, step, rest) => {
    expect(restOfStep(elapsed, step)).toBe(rest);
  });

  it("always ends on a whole step after the first moment", () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.integer({ min: 1, max: 5_000 }), (elapsed, step) => {
        const rest = restOfStep(elapsed, step);
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThanOrEqual(step);
        expect((elapsed + rest) % step).toBe(0);
        expect(elapsed + rest).toBeGreaterThan(0);
      }),
    );
  });
});

describe("inSteadyTime", () => {
  it("returns the result", async () => {
    expect(await inSteadyTime({ step: 1 }, async () => "answer")).toBe("answer");
    const failing = inSteadyTime({ step: 1, failuresOnly: true }, async () => {
      throw new Error("refused");
    });
    await expect(failing).rejects.toThrow("refused");
  });
});
