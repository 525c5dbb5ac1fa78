import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeShown, encodeShown } from "./shown-mentors.ts";

test("a cursor records exactly which mentors were shown", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 100_000 })), (numbers) => {
      expect([...decodeShown(encodeShown(new Set(numbers)))]).toEqual(
        [...numbers].sort((a, b) => a - b),
      );
    }),
  );
});

test("fits in a URL even after half of ten thousand mentors", () => {
  const half = Array.from({ length: 10_000 }, (_, n) => n).filter((n) => (n * 7919) % 17 < 8);
  expect(encodeShown(new Set(half)).length).toBeLessThan(1800);
});

test("rejects a cursor that would fill the memory", () => {
  const cursor = encodeShown(new Set([8 * 2 ** 20 + 8]));
  expect(() => decodeShown(cursor)).toThrow("no longer valid");
});
