import { describe, expect, test } from "vitest";
import { totpSecretBox } from "./totp-secret.ts";

const box = totpSecretBox("an application secret of 32 characters");
const owner = { factorId: "factor", userId: "user" };
const secret = Buffer.from("12345678901234567890");

describe("an authenticator secret", () => {
  test("decrypts to the same value and is unreadable in between", () => {
    const sealed = box.seal(owner, secret);
    expect(box.open(owner, sealed)).toEqual(secret);
    expect(Buffer.from(sealed.slice(3), "base64url").includes(secret)).toBe(false);
  });

  test("encrypts to the same text each time, and different secrets share nothing", () => {
    const other = Buffer.from("12345678901234567891");
    expect(box.seal(owner, secret)).toBe(box.seal(owner, secret));
    expect(box.seal(owner, other).slice(0, 10)).not.toBe(box.seal(owner, secret).slice(0, 10));
  });

  test.each([
    ["another user", { ...owner, userId: "other" }],
    ["another factor", { ...owner, factorId: "other" }],
    ["ids cut differently", { factorId: "factoru", userId: "ser" }],
  ])("does not decrypt for %s", (_, stranger) => {
    expect(() => box.open(stranger, box.seal(owner, secret))).toThrow();
  });

  test("does not decrypt with another application secret, or when changed, cut or of another version", () => {
    const sealed = box.seal(owner, secret);
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    expect(() => totpSecretBox("another secret").open(owner, sealed)).toThrow();
    for (const broken of [
      `v1.${bytes.toString("base64url")}`,
      sealed.slice(0, 30),
      sealed.replace("v1", "v2"),
      "",
    ]) {
      expect(() => box.open(owner, broken)).toThrow();
    }
  });
});
