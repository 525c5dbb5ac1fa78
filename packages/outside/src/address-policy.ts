import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Addresses that look public and aren't: Azure's platform answers every virtual machine here. */
const INSIDE_CLOUDS = ["168.63.129.16"];

/** The only part of IPv6 that is given out for the public internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** What the operator allows inside the own network: host names, addresses and ranges. */
export interface AllowedHosts {
  names: ReadonlySet<string>;
  ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
}

/** From a list such as `ci.internal`, `10.1.2.3`, `10.1.0.0/16`. */
export function allowedHosts(entries: readonly string[]): AllowedHosts {
  const isRange = (entry: string) => ipaddr.isValidCIDR(entry) || isIP(entry) !== 0;
  return {
    names: new Set(entries.filter((entry) => !isRange(entry)).map((entry) => entry.toLowerCase())),
    ranges: entries.filter(isRange).map(rangeOf),
  };
}

/** An address alone is the range of itself. */
function rangeOf(entry: string): AllowedHosts["ranges"][number] {
  if (isIP(entry) === 0) return ipaddr.parseCIDR(entry);
  return [ipaddr.parse(entry), isIP(entry) === 4 ? 32 : 128];
}

/** A URL's host without brackets and without the final dot that names may have. */
export function hostOf(url: URL): string {
  return url.hostname.replaceAll(/^\[|\]$/g, "").replace(/\.$/, "");
}

/**
 * Whether an address belongs to the public internet. Not private, loopback, link-local (which
 * includes the metadata services of clouds), shared, multicast, reserved or documentation addresses,
 * and no form of IPv6 that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo), because the
 * address inside may be any of these.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || INSIDE_CLOUDS.includes(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_UNICAST);
}

/** Whether a request for this host may connect to this address, which the host resolved to. */
export function mayConnect(address: string, host: string, allowed: AllowedHosts): boolean {
  return isPublicAddress(address) || isNamed(host, allowed) || isInRange(address, allowed);
}

/** Whether the operator named this host, so that it may have any address. */
export function isNamed(host: string, { names }: AllowedHosts): boolean {
  return names.has(host.toLowerCase());
}

function isInRange(address: string, { ranges }: AllowedHosts): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => range[0].kind() === parsed.kind() && parsed.match(range));
}

/**
 * What is wrong with an endpoint's URL, or null. A name is not resolved here, because its address
 * may be another one tomorrow; connecting checks it each time.
 */
export function urlProblem(text: string, allowed: AllowedHosts): string | null {
  const url = new URL(text);
  const host = hostOf(url);
  const isInside = isNamed(host, allowed) || isInRange(host, allowed);
  if (isInside) return null;
  if (url.protocol !== "https:") return "Use a URL that starts with https://";
  if (isIP(host) !== 0 && !isPublicAddress(host)) {
    return "Use a public address. Ask the people who run this server to allow others.";
  }
  return null;
}
