import type { IncomingMessage, Server } from "node:http";
import ipaddr from "ipaddr.js";
import { compile } from "proxy-addr";

const FORWARDED = ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip"];

interface Watch {
  trustedProxies: string[];
  warn: (fields: { peer: string }, message: string) => void;
}

/**
 * Warns once if an unlisted proxy forwards addresses: everyone behind it then counts as one client
 * and shares its limits. Strangers may send such headers, too, so a peer on the internet causes a
 * warning only if no proxy is listed at all.
 */
export function watchForUnnamedProxy(door: Server, { trustedProxies, warn }: Watch) {
  const isTrusted = compile(trustedProxies);
  const look = ({ headers, socket }: IncomingMessage) => {
    const peer = socket.remoteAddress ?? "";
    if (!FORWARDED.some((name) => name in headers) || !ipaddr.isValid(peer)) return;
    const address = ipaddr.process(peer);
    if (isTrusted(address.toString(), 0)) return;
    if (trustedProxies.length > 0 && address.range() === "unicast") return;
    door.off("request", look);
    warn(
      { peer: address.toString() },
      "a proxy forwards addresses, but TRUSTED_PROXIES doesn't list it. Everyone behind it counts as one client, so one person's wrong passwords can lock out all others. Add its address to TRUSTED_PROXIES",
    );
  };
  // Before the door, which removes these headers.
  door.prependListener("request", look);
}
