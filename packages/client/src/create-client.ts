import { MAX_BATCH_SIZE } from "@sundial/validators/limits";
import * as transformer from "@sundial/validators/transformer";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import type { SundialRouter } from "./contract.ts";
import { callLink, retries } from "./links.ts";
import { bearer, sundialFetch, type TokenSource } from "./transport.ts";

/** The longest input of a query that goes into a URL; servers reject much longer URLs. */
const MAX_INPUT_IN_URL = 1_000;
const MAX_URL_LENGTH = 8_000;
const TIMEOUT_MS = 30_000;

export interface SundialClientOptions {
  /** Where Sundial is served, such as `https://sundial.example.org`. */
  url: string;
  /** A personal access token, an access token, or what gets a fresh one before each request. */
  token?: TokenSource;
  /** How long a call may take in total, with all retries. The default is 30 seconds. */
  timeoutMs?: number;
  /** For runtimes without a global fetch, and for tests. */
  fetch?: typeof fetch;
}

/** The typed API: `await sundial.mentor.list.query({ limit: 10 })`. */
export type SundialClient = TRPCClient<SundialRouter>;

/**
 * A client for a Sundial server. Calls of the same moment travel together, at most 20 per request.
 * Dates are `Date` objects both ways. Reads and bookings are retried when the server is busy or
 * can't be reached, and a booking is never made twice.
 *
 * Errors: throws `TypeError` for a malformed URL. Calls throw `SundialError`.
 */
export function createSundialClient(options: SundialClientOptions): SundialClient {
  const { token, timeoutMs = TIMEOUT_MS } = options;
  const site = new URL(options.url);
  const endpoint = {
    url: new URL("/api/trpc", site).href,
    transformer,
    fetch: sundialFetch(options.fetch ?? fetch, site.origin),
    headers: () => bearer(token),
  };
  return createTRPCClient<SundialRouter>({
    links: [
      callLink({ url: site.origin, timeoutMs }),
      retries(site.origin),
      splitLink({
        condition: ({ input }) => JSON.stringify(input ?? null).length > MAX_INPUT_IN_URL,
        true: httpLink({ ...endpoint, methodOverride: "POST" }),
        false: httpBatchLink({
          ...endpoint,
          maxItems: MAX_BATCH_SIZE,
          maxURLLength: MAX_URL_LENGTH,
        }),
      }),
    ],
  });
}
