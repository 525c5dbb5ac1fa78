import { describe, expect, it } from "vitest";
import { isCommonPassword } from "./common-password.ts";

describe("isCommonPassword", () => {
  it.each(["password", "PassWord", "12345678", "qwertyuiop", "iloveyou1", "letmein123"])(
    "recognizes %s",
    (password) => expect(isCommonPassword(password)).toBe(true),
  );

  it.each(["correct horse battery staple", "sundial-demo", " password", "passwörd"])(
    "accepts %s",
    (password) => expect(isCommonPassword(password)).toBe(false),
  );
});
