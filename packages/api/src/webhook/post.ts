import { promises as dns, type LookupAddress, lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { WebhookFailure } from "@sundial/validators";
import { type AllowedHosts, hostOf, isNamed, mayConnect } from "./address-policy.ts";

/** A response's body is read only to let the receiver finish, and no further than this. */
const MAX_BODY_BYTES = 16 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/** What came of one request. */
export interface PostOutcome {
  /** Null after a 2xx. */
  failure: WebhookFailure | null;
  statusCode: number | null;
}

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  allowed: AllowedHosts;
  /** For all of it, in milliseconds. */
  deadline: number;
  /** Finds a name's addresses; by default in the DNS. Tests replace it. */
  resolve?: (host: string) => Promise<LookupAddress[]>;
}

/** No address of the host may be connected to, or it has none. The two look alike on purpose. */
class NoAllowedAddress extends Error {}

/**
 * Sends one request to an endpoint's URL. Addresses are checked where the connection uses them, so
 * a name that resolves to another address a moment later gains nothing. Redirects aren't followed.
 * Never throws: a failure is an outcome, named by its kind, and says nothing about our network.
 */
export function post(target: string, options: PostOptions): Promise<PostOutcome> {
  const url = new URL(target);
  const host = hostOf(url);
  const { allowed, body, deadline } = options;
  const find = options.resolve ?? (isNamed(host, allowed) ? resolveAsSystem : resolveInDns);
  const findAllowed = async () => {
    const found = isIP(host) === 0 ? await find(host) : [{ address: host, family: isIP(host) }];
    const usable = found.filter(({ address }) => mayConnect(address, host, allowed));
    if (usable.length === 0) throw new NoAllowedAddress();
    return usable;
  };
  const signal = AbortSignal.timeout(deadline);
  const settings: RequestOptions = {
    method: "POST",
    // A fresh connection each time, and no proxy.
    agent: false,
    signal,
    lookup: lookupOf(findAllowed),
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: {
      ...options.headers,
      "content-length": Buffer.byteLength(body),
      connection: "close",
    },
  };
  return new Promise((resolve) => {
    let answered: PostOutcome | null = null;
    const fail = (error: unknown) =>
      resolve(answered ?? { failure: failureOf(error, signal), statusCode: null });
    const send = () => {
      const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, settings);
      request.on("error", fail);
      request.on("response", (response) => {
        const outcome = outcomeOf(response.statusCode ?? 0);
        answered = outcome;
        drain(response, () => {
          resolve(outcome);
          request.destroy();
        });
      });
      request.end(body);
    };
    // Node looks up no name for an address, so it is checked before.
    if (isIP(host) === 0) send();
    else findAllowed().then(send, fail);
  });
}

/** The status decides. A body that is too long, too slow or broken changes nothing. */
function drain(response: IncomingMessage, done: () => void) {
  let read = 0;
  response.on("data", (chunk: Buffer) => {
    read += chunk.length;
    if (read > MAX_BODY_BYTES) done();
  });
  for (const event of ["end", "close", "error"]) response.on(event, done);
}

function outcomeOf(statusCode: number): PostOutcome {
  if (statusCode >= 200 && statusCode < 300) return { failure: null, statusCode };
  if (statusCode === 410) return { failure: "gone", statusCode };
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return { failure: isRedirect ? "redirect" : "status", statusCode };
}

const TLS_CODES = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO|HOSTNAME_)/;

function failureOf(error: unknown, { aborted }: AbortSignal): WebhookFailure {
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
