import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { compile } from "proxy-addr";

/**
 * Where a request comes from, as one canonical text per address. The answer is the socket's other
 * end; X-Forwarded-For counts only as far as trusted proxies wrote it.
 */
export function clientAddressReader(trustedProxies: string[]) {
  const isTrusted = compile(trustedProxies);
  return (request: { headers: IncomingHttpHeaders; socket: Socket }): string => {
    let address = canonical(request.socket.remoteAddress ?? "");
    const chain = String(request.headers["x-forwarded-for"] ?? "").split(",");
    while (chain.length > 0 && isTrusted(address, 0)) {
      const before = canonical(chain.pop()?.trim() ?? "");
      // What is no address says nothing: the proxy that wrote it is as far as we know.
      if (before === UNKNOWN) break;
      address = before;
    }
    return address;
  };
}

/** What a broken socket has; no proxy range contains it. */
const UNKNOWN = "0.0.0.0";

/** IPv4 also when it comes dressed as IPv6; no ports, zones or other spellings. */
function canonical(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : UNKNOWN;
}
