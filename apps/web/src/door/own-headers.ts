import type { IncomingHttpHeaders } from "node:http";

/** In which the door tells the app where a request comes from. Written by the door alone. */
export const CLIENT_ADDRESS_HEADER = "x-sundial-client-address";

/** The request's number in our logs and answers. Written by the door alone. */
export const REQUEST_ID_HEADER = "x-request-id";

/**
 * What only a proxy, Next itself or this door may say: where a request comes from, how it was
 * routed, and which script may run.
 */
const NOT_FOR_CLIENTS =
  /^(x-forwarded.*|forwarded|via|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|fastly-client-ip|fly-client-ip|cf-.*|x-middleware-.*|x-nextjs-(data|rewritten.*|matched.*|postponed)|x-next-.*|next-resume|x-now-.*|x-vercel-.*|x-matched-path|x-invoke-.*|x-rewrite-url|x-original-.*|x-http-method.*|x-request-id|x-nonce|content-security-policy|x-sundial-.*)$/;

/** Takes out of a request's headers what its sender has no business to say. */
export function dropForeignClaims(headers: IncomingHttpHeaders) {
  for (const name of Object.keys(headers)) {
    if (NOT_FOR_CLIENTS.test(name)) delete headers[name];
  }
}
