import { HOUR } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { failureOf, MAX_ATTEMPTS, waitAfter } from "./delivery-policy.ts";

describe("waitAfter", () => {
  it("doubles up to six hours and gives up after about fifteen attempts", () => {
    const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => waitAfter(index + 1, 0));
    expect(waits.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
    expect(Math.max(...waits)).toBe(6 * HOUR);
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / HOUR;
    expect(hours).toBeGreaterThan(12);
    expect(hours).toBeLessThan(18);
  });

  it("adds at most 20%", () => {
    expect(waitAfter(1, 0.5)).toBe(33_000);
    expect(waitAfter(1, 1)).toBe(36_000);
  });
});

describe("failureOf", () => {
  const failure = (fields: object) => Object.assign(new Error("user:secret@host"), fields);

  it.each([
    [failure({ code: "ECONNREFUSED" }), "ECONNREFUSED", false],
    [failure({ code: "EAUTH", responseCode: 535 }), "EAUTH 535", false],
    [failure({ code: "EENVELOPE", responseCode: 550 }), "EENVELOPE 550", true],
    [failure({ code: "EENVELOPE", responseCode: 451 }), "EENVELOPE 451", false],
    [failure({ code: "EMESSAGE", responseCode: 554 }), "EMESSAGE 554", true],
    [failure({ code: "a secret: hunter2" }), "ERROR", false],
    [failure({}), "ERROR", false],
    ["a string", "ERROR", false],
    [null, "ERROR", false],
  ])("classifies %s as %s", (error, reason, isFinal) => {
    expect(failureOf(error)).toEqual({ reason, isFinal });
  });
});
