import { expect, it } from "vitest";
import { ARRIVAL_MS, DATABASE_MS, DRAIN_MS } from "./limits";

/** The guarantee: a call is answered at most this long after the last byte of its body. */
const ANSWERED_MS = 10_000;

it("database timeouts end before request timeouts, and shutdown waits for the slowest request", () => {
  expect(DATABASE_MS).toBeLessThan(ANSWERED_MS);
  expect(DRAIN_MS).toBeGreaterThan(ARRIVAL_MS + ANSWERED_MS);
});
