import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { compile } from "proxy-addr";

/**
 * Where a request comes from, as one canonical text per address: the socket's remote address, or
 * X-Forwarded-For as far as trusted proxies wrote it.
 */
export function clientAddressReader(trustedProxies: string[]) {
  const isTrusted = compile(trustedProxies);
  return (request: { headers: IncomingHttpHeaders; socket: Socket }): string => {
    let address = canonical(request.socket.remoteAddress ?? "");
    const chain = String(request.headers["x-forwarded-for"] ?? "").split(",");
    while (chain.length > 0 && isTrusted(address, 0)) {
      const before = canonical(chain.pop()?.trim() ?? "");
      // An invalid entry reveals nothing, so the proxy that wrote it is the last known address.
      if (before === UNKNOWN) break;
      address = before;
    }
    return address;
  };
}

/** The address of a broken socket; no proxy range contains it. */
const UNKNOWN = "0.0.0.0";

/** IPv4-mapped IPv6 becomes IPv4; no ports, zones or other spellings. */
function canonical(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : UNKNOWN;
}
