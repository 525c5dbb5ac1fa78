import { expect, test } from "vitest";
import { shownKey } from "./settings.ts";

test.each([
  ["an ordinary key", "42:google", "42:google"],
  ["letters of all kinds", "名前 ñ 🔑", "名前 ñ 🔑"],
  ["lines and the cursor", "a\nuser b: \u001B[2J\u009B1A", "a\\u{a}user b: \\u{1b}[2J\\u{9b}1A"],
  ["text turned around", "a\u202Eb\u2066c\u2028d", "a\\u{202e}b\\u{2066}c\\u{2028}d"],
])("escapes %s before printing it to a terminal", (_name, key, shown) => {
  expect(shownKey(key)).toBe(shown);
});
