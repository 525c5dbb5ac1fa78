import { expect, it } from "vitest";
import { formatMinutes } from "./minutes";

it.each([
  [1, "1 minute"],
  [45, "45 minutes"],
  [60, "1 hour"],
  [90, "1 hour 30 minutes"],
  [2880, "2 days"],
  [10_080, "1 week"],
])("%i minutes are %s", (minutes, words) => {
  expect(formatMinutes(minutes)).toBe(words);
});
