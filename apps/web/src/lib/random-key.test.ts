import { describe, expect, it } from "vitest";
import { z } from "zod";
import { randomKey } from "./random-key";

describe("randomKey", () => {
  it("returns a different version 4 UUID each time", () => {
    const keys = Array.from({ length: 1000 }, randomKey);
    for (const key of keys) expect(z.uuidv4().safeParse(key).success, key).toBe(true);
    expect(new Set(keys).size).toBe(1000);
  });
});
