import { createHash } from "node:crypto";
import { refuseMethod } from "./answers.ts";
import { JWKS_MAX_AGE_S, JWKS_STALE_S, type SigningKeys } from "./signing-keys.ts";

/**
 * The public keys in RFC 7517 format, for anyone and from any page. Verifiers' caches follow these
 * headers, and the key schedule allows for that.
 */
export async function serveKeySet(
  keys: Pick<SigningKeys, "published">,
  request: Request,
): Promise<Response> {
  const refused = refuseMethod(request, ["GET", "HEAD"]);
  if (refused !== null) return refused;
  const body = JSON.stringify({ keys: await keys.published() });
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  const headers = {
    "content-type": "application/jwk-set+json",
    "cache-control": `public, max-age=${JWKS_MAX_AGE_S}, stale-while-revalidate=${JWKS_STALE_S}`,
    "access-control-allow-origin": "*",
    etag,
  };
  if (isKnown(request.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(request.method === "HEAD" ? null : body, { headers });
}

/** RFC 9110, section 13.1.2: a list of tags, compared weakly. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const tags = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(etag) || tags.includes("*");
}
