import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totpCode } from "../testing/second-factors.ts";
import { acceptedStep, newTotpSecret, timeStep, totpEnrolment } from "./totp.ts";

/** RFC 6238, appendix B: the SHA-1 rows. Our codes are the last six of their eight digits. */
const secret = Buffer.from("12345678901234567890");
const VECTORS = [
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
] as const;

const at = (seconds: number) => new Date(seconds * 1000);
const PERIOD = 30;

describe("an authenticator code", () => {
  it.each(VECTORS)("matches RFC 6238 at %d s", (seconds, digits) => {
    const code = digits.slice(2);
    const now = at(seconds);
    expect(totpCode(secret, now)).toBe(code);
    expect(acceptedStep({ secret, code, now, after: null })).toBe(timeStep(now));
  });

  it("is valid in its own step, the one before and the one after", () => {
    const code = totpCode(secret, at(1111111109));
    const begin = timeStep(at(1111111109)) * PERIOD;
    const accepts = (seconds: number) =>
      acceptedStep({ secret, code, now: at(seconds), after: null });
    for (const seconds of [begin - PERIOD, begin, begin + PERIOD, begin + 2 * PERIOD - 0.001]) {
      expect(accepts(seconds)).toBe(begin / PERIOD);
    }
    for (const seconds of [begin - PERIOD - 0.001, begin + 2 * PERIOD, begin + 86_400]) {
      expect(accepts(seconds)).toBeNull();
    }
  });

  it("is used up together with all earlier steps", () => {
    const now = at(1111111109);
    const step = timeStep(now);
    const code = totpCode(secret, now);
    expect(acceptedStep({ secret, code, now, after: step - 1 })).toBe(step);
    expect(acceptedStep({ secret, code, now, after: step })).toBeNull();
    expect(acceptedStep({ secret, code, now, after: step + 1 })).toBeNull();
    const next = totpCode(secret, at(1111111109 + PERIOD));
    expect(acceptedStep({ secret, code: next, now, after: step })).toBe(step + 1);
  });

  it("works for any secret, wherever its bytes are in memory", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 10, maxLength: 64 }),
        fc.integer({ min: 0, max: 2 ** 33 }),
        fc.integer({ min: 0, max: 32 }),
        (bytes, seconds, offset) => {
          const memory = Buffer.alloc(bytes.length + 2 * offset, 7);
          memory.set(bytes, offset);
          const window = memory.subarray(offset, offset + bytes.length);
          const now = at(seconds);
          const code = totpCode(window, now);
          expect(code).toBe(totpCode(bytes, now));
          expect(code).toMatch(/^\d{6}$/);
          expect(acceptedStep({ secret: bytes, code, now, after: null })).not.toBeNull();
        },
      ),
    );
  });
});

describe("a new secret", () => {
  it("has 160 bits and is different each time", () => {
    expect(newTotpSecret()).toHaveLength(20);
    expect(newTotpSecret().equals(newTotpSecret())).toBe(false);
  });

  it("is shown to apps in base32, with the site's name and the account", () => {
    const { secret: base32, uri } = totpEnrolment(secret, {
      program: "Sundial",
      account: "ada@example.org",
    });
    expect(base32).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    const url = new URL(uri);
    expect(url.protocol).toBe("otpauth:");
    expect(decodeURIComponent(url.pathname)).toContain("Sundial:ada@example.org");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: "Sundial",
      secret: base32,
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
  });

  it("keeps a program's name apart from the account", () => {
    const program = "Office: hours & more";
    const { uri } = totpEnrolment(secret, { program, account: "ada@example.org" });
    const url = new URL(uri);
    expect(url.searchParams.get("issuer")).toBe("Office  hours & more");
    expect(decodeURIComponent(url.pathname)).toContain("Office  hours & more:ada@example.org");
  });
});
