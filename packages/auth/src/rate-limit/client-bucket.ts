import ipaddr from "ipaddr.js";

/**
 * What counts as one client: an IPv4 address, or an IPv6 /64, of which every household has one to
 * itself. Spellings of one address are one; what is no address is one client, too.
 */
export function clientBucket(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(":")}::/64`;
}
