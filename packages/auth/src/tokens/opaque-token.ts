import { createHash, randomBytes } from "node:crypto";

/**
 * Creates a token and the digest to store. 256 random bits need no slower hash. The prefix, if any,
 * tells people, and programs that scan for leaked secrets, what they have found.
 */
export function newOpaqueToken(prefix = "") {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: digestOf(token) };
}

/** SHA-256 in hexadecimal, as tokens and codes are stored. */
export function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
