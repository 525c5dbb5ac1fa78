import { describe, expect, test } from "vitest";
import { totpSecretBox } from "./totp-secret.ts";

const box = totpSecretBox("an application secret of 32 characters");
const owner = { factorId: "factor", userId: "user" };
const secret = Buffer.from("12345678901234567890");

describe("the secret of an authenticator app", () => {
  test("opens as it was sealed, and is not readable between", () => {
    const sealed = box.seal(owner, secret);
    expect(box.open(owner, sealed)).toEqual(secret);
    expect(Buffer.from(sealed.slice(3), "base64url").includes(secret)).toBe(false);
  });

  test("seals to the same text again, another secret to one that shares nothing", () => {
    const other = Buffer.from("12345678901234567891");
    expect(box.seal(owner, secret)).toBe(box.seal(owner, secret));
    expect(box.seal(owner, other).slice(0, 10)).not.toBe(box.seal(owner, secret).slice(0, 10));
  });

  test.each([
    ["another user", { ...owner, userId: "other" }],
    ["another factor", { ...owner, factorId: "other" }],
    ["ids cut differently", { factorId: "factoru", userId: "ser" }],
  ])("does not open for %s", (_, stranger) => {
    expect(() => box.open(stranger, box.seal(owner, secret))).toThrow();
  });

  test("does not open with another application secret, changed, cut or under another version", () => {
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
