import { describe, expect, it } from "vitest";
import { isCommonPassword } from "./common-password.ts";

describe("isCommonPassword", () => {
  it.each(["password", "PassWord", "12345678", "qwertyuiop", "iloveyou1", "letmein123"])(
    "A14 knows %s",
    (password) => expect(isCommonPassword(password)).toBe(true),
  );

  it.each(["correct horse battery staple", "sundial-demo", " password", "passwörd"])(
    "leaves %s alone",
    (password) => expect(isCommonPassword(password)).toBe(false),
  );
});
