import { Secret } from "otpauth";
import { digestOf } from "../tokens/opaque-token.ts";

const COUNT = 10;
/**
 * 120 bits: with 112 or more, a plain digest protects a code as well as a slow one does (ASVS 5.0,
 * 6.5.2).
 */
const BYTES = 15;

/** Creates recovery codes, to be shown once, and the digests to store. */
export function newRecoveryCodes() {
  const codes = Array.from({ length: COUNT }, () => new Secret({ size: BYTES }).base32);
  return {
    codes: codes.map((code) => code.replace(/.{4}(?=.)/g, "$&-")),
    codeHashes: codes.map(recoveryCodeHash),
  };
}

/** The digest of a code as the contract returns it: capital letters, no hyphens. */
export function recoveryCodeHash(code: string): string {
  return digestOf(code);
}
