import { expect, it } from "vitest";
import { shortAddress } from "./short-address";

it.each([
  ["2001:0db8:0000:0000:0000:0000:0000:0000", "2001:db8::"],
  ["2001:0DB8:00a0:0001:0000:0000:0000:0000", "2001:db8:a0:1::"],
  ["::1", "::1"],
  ["203.0.113.7", "203.0.113.7"],
  ["unknown", "unknown"],
  ["", ""],
])("shortens %j to %j", (address, expected) => {
  expect(shortAddress(address)).toBe(expected);
});
