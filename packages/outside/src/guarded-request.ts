import { promises as dns, type LookupAddress, lookup as systemLookup } from "node:dns";
import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type AllowedHosts, hostOf, isNamed, mayConnect } from "./address-policy.ts";

const MAX_HEADER_BYTES = 16 * 1024;

/** Finds a name's addresses. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** Why a request got no answer; says nothing about our network. */
export type RequestFailure = "timeout" | "address" | "tls" | "connection";

/** No address of the host may be connected to, or it has none. The two look alike on purpose. */
class NoAllowedAddress extends Error {}

interface GuardedOptions {
  method: "GET" | "POST";
  headers: Record<string, string | number>;
  allowed: AllowedHosts;
  signal: AbortSignal;
  /** By default in the DNS. Tests replace it. */
  resolve?: Resolve | undefined;
}

/**
 * Prepares one request that connects only to public addresses, and to hosts that the operator
 * allows. Addresses are checked where the connection uses them, so a name that resolves to another
 * address a moment later gains nothing. Redirects aren't followed.
 *
 * Errors: throws when no address may be connected to; `failureOf` names it.
 */
export async function guardedRequest(url: URL, options: GuardedOptions): Promise<ClientRequest> {
  const host = hostOf(url);
  const { allowed, signal, method, headers } = options;
  const find = options.resolve ?? (isNamed(host, allowed) ? resolveAsSystem : resolveInDns);
  const findAllowed = async () => {
    const found = isIP(host) === 0 ? await find(host) : [{ address: host, family: isIP(host) }];
    const usable = found.filter(({ address }) => mayConnect(address, host, allowed));
    if (usable.length === 0) throw new NoAllowedAddress();
    return usable;
  };
  const settings: RequestOptions = {
    method,
    // A fresh connection each time, and no proxy.
    agent: false,
    signal,
    lookup: lookupOf(findAllowed),
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: { ...headers, connection: "close" },
  };
  // Node looks up no name for an address, so it is checked before.
  if (isIP(host) !== 0) await findAllowed();
  return (url.protocol === "https:" ? httpsRequest : httpRequest)(url, settings);
}

const TLS_CODES = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO|HOSTNAME_)/;

/** Names the kind of an error of a request. */
export function failureOf(error: unknown, { aborted }: AbortSignal): RequestFailure {
  if (aborted) return "timeout";
  if (error instanceof NoAllowedAddress) return "address";
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && TLS_CODES.test(code) ? "tls" : "connection";
}

/** A lookup for a socket, which connects to nothing but what this finds. */
function lookupOf(find: () => Promise<LookupAddress[]>): LookupFunction {
  return (_host, { all }, callback) => {
    find().then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, addresses);
        else callback(null, first?.address ?? "", first?.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new NoAllowedAddress(), []),
    );
  };
}

/**
 * Asks the DNS itself. The system's own lookup would keep a thread of this process busy for as long
 * as a slow name server likes, and signing in needs these threads.
 */
async function resolveInDns(host: string): Promise<LookupAddress[]> {
  const resolver = new dns.Resolver({ timeout: 3_000, tries: 2 });
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = (result: PromiseSettledResult<string[]>, family: number) =>
    result.status === "rejected" ? [] : result.value.map((address) => ({ address, family }));
  return [...found(four, 4), ...found(six, 6)];
}

/** For names that the operator listed, which may be in this machine's own hosts file. */
function resolveAsSystem(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve) => {
    systemLookup(host, { all: true }, (error, addresses) => resolve(error ? [] : addresses));
  });
}
