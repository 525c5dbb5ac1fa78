import type { LapseState } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { canObject, standingOf } from "./policy.ts";

const lapses = (...states: LapseState[]) => states.map((state) => ({ state }));

describe("a standing", () => {
  it("is the number of lapses that count, in words", () => {
    expect(standingOf([])).toBe("clear");
    expect(standingOf(lapses("disputed", "excused"))).toBe("clear");
    expect(standingOf(lapses("counts"))).toBe("noted");
    expect(standingOf(lapses("counts", "excused", "counts"))).toBe("noted");
    expect(standingOf(lapses("counts", "counts", "counts"))).toBe("concern");
  });
});

describe("an objection", () => {
  it("is for what counts, while none waits for an answer", () => {
    expect(canObject({ state: "counts", objection: null })).toBe(true);
    expect(canObject({ state: "counts", objection: { status: "declined" } })).toBe(true);
    expect(canObject({ state: "counts", objection: { status: "open" } })).toBe(false);
    expect(canObject({ state: "disputed", objection: null })).toBe(false);
    expect(canObject({ state: "excused", objection: { status: "accepted" } })).toBe(false);
  });
});
