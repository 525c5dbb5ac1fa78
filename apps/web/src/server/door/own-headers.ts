import type { IncomingHttpHeaders } from "node:http";

/** Carries the client's address from the door to the app. Only the door may write it. */
export const CLIENT_ADDRESS_HEADER = "x-sundial-client-address";

/** Carries the request's ID in our logs and answers. Only the door may write it. */
export const REQUEST_ID_HEADER = "x-request-id";

/**
 * Headers that only a proxy, Next itself or this door may set: the request's origin, its routing,
 * and which scripts may run.
 */
const NOT_FOR_CLIENTS =
  /^(x-forwarded.*|forwarded|via|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|fastly-client-ip|fly-client-ip|cf-.*|x-middleware-.*|x-nextjs-(data|rewritten.*|matched.*|postponed)|x-next-.*|next-resume|x-now-.*|x-vercel-.*|x-matched-path|x-invoke-.*|x-rewrite-url|x-original-.*|x-http-method.*|x-request-id|x-nonce|content-security-policy|x-sundial-.*)$/;

/** Removes headers that clients may not set. */
export function dropForeignClaims(headers: IncomingHttpHeaders) {
  for (const name of Object.keys(headers)) {
    if (NOT_FOR_CLIENTS.test(name)) delete headers[name];
  }
}
