import ipaddr from "ipaddr.js";

/**
 * One client: an IPv4 address, or an IPv6 /64, which is typically one household. Different
 * spellings of an address are the same client. Everything that isn't an address is one client, too.
 */
export function clientBucket(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(":")}::/64`;
}
