/** Longer than any token of ours; anything longer isn't read. */
const MAX_TOKEN_LENGTH = 2048;

export const MALFORMED = Symbol("a bearer header that is none");

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, section 2.1). Null without one, or
 * MALFORMED for anything that only looks like it: no token, two headers, a list. Ignores other
 * schemes, because a proxy in front may use one. Tokens in URLs and forms are never read.
 */
export function bearerToken(headers: Headers): string | null | typeof MALFORMED {
  const header = headers.get("authorization");
  if (header === null) return null;
  if (header.length > MAX_TOKEN_LENGTH) return MALFORMED;
  if (header !== "" && !/bearer/i.test(header)) return null;
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1] ?? MALFORMED;
}
