import { databaseFailure } from "@sundial/db";
import { type ErrorCode, errorResponse, wireError } from "@sundial/validators";
import { databaseRefusal } from "../tokens/answers.ts";
import { clientBucket } from "./client-bucket.ts";
import type { knownBrowsers } from "./known-browser.ts";
import { authRules, type LimitName, otherAuthRule } from "./limits.ts";
import type { RateLimiter } from "./rate-limiter.ts";

interface Options {
  limiter: RateLimiter;
  browsers: ReturnType<typeof knownBrowsers>;
  /** The header with the client's address; without one, all clients count as one. */
  clientAddressHeader: string | undefined;
}

type Handler = (request: Request) => Promise<Response>;

type Charge = [LimitName, string];

/**
 * Applies the limits to /api/auth. A client over its limit takes no points from the account it
 * names, so it can't lock others out. While counts can't be stored, nobody may guess: the answer is
 * 503.
 */
export function withRateLimits({ limiter, browsers, clientAddressHeader }: Options) {
  return (handler: Handler): Handler =>
    async (request) => {
      const found = authRules[pathOf(request)];
      if (found === null || request.method === "OPTIONS") return handler(request);
      const input = found?.input?.safeParse(await bodyOf(request));
      const isReadable = input?.success ?? true;
      const rule = isReadable ? (found ?? otherAuthRule) : otherAuthRule;
      const address = clientAddressHeader && request.headers.get(clientAddressHeader);
      const account = input?.data && "email" in input.data ? input.data.email : undefined;
      let browser: string | null = null;

      const charges: Charge[] = [];
      try {
        if (account && rule.account === "signIn.account") {
          browser = await browsers.idFor(account, request.headers);
        }
        if (address) charges.push([rule.client, clientBucket(address)]);
        if (browser !== null) charges.push(["signIn.knownBrowser", browser]);
        else if (account && rule.account) charges.push([rule.account, account]);
        for (const charge of charges) {
          const verdict = await limiter.take(...charge);
          if (!verdict.isAllowed) return tooMany(verdict.retryAfter);
        }
      } catch (error) {
        const failure = databaseFailure(error);
        // Nothing of the request has started.
        const isOpen = failure === null || failure === "OUTCOME_UNKNOWN";
        return databaseRefusal(isOpen ? "DATABASE_UNAVAILABLE" : failure);
      }
      const response = await handler(request);
      if (!rule.countsFailuresOnly || !(await isNoGuess(response))) return response;
      await Promise.allSettled(charges.map((charge) => limiter.giveBack(...charge)));
      if (!account || !response.ok || browser !== null) return response;
      const cookie = await browsers.cookieFor(account).catch(() => null);
      return cookie === null ? response : withCookie(response, cookie);
    };
}

/** In any spelling: with double slashes, a trailing slash, or in capitals. */
function pathOf(request: Request): string {
  const path = new URL(request.url).pathname.replaceAll(/\/+/g, "/").replace(/\/$/, "");
  return path.toLowerCase().replace(/^\/api\/auth/, "");
}

/** What the handler will read, or null when it isn't JSON. */
async function bodyOf(request: Request): Promise<unknown> {
  return request
    .clone()
    .json()
    .catch(() => null);
}

/**
 * Rejections for a reason other than the credentials: nothing was looked up, or the password is
 * right.
 */
const NO_GUESSES: ReadonlySet<ErrorCode | undefined> = new Set([
  "BAD_REQUEST",
  "FORBIDDEN",
  "INVALID_INPUT",
  "PAYLOAD_TOO_LARGE",
  "PROVIDER_REQUIRED",
  "SECOND_FACTOR_REQUIRED",
  "SIGN_UP_CLOSED",
]);

/** Also successful requests, and failures on our side. */
async function isNoGuess(response: Response): Promise<boolean> {
  if (response.ok || response.status >= 500) return true;
  return NO_GUESSES.has(wireError.parse(await response.clone().json()).code);
}

/** Tells people when to come back. */
export function waitMessage(retryAfter: number): string {
  if (retryAfter < 90) return "Too many attempts. Try again in a minute.";
  return `Too many attempts. Try again in ${Math.ceil(retryAfter / 60)} minutes.`;
}

function tooMany(retryAfter: number): Response {
  return errorResponse(
    { error: waitMessage(retryAfter), code: "TOO_MANY_REQUESTS", details: { retryAfter } },
    { headers: { "retry-after": String(retryAfter) } },
  );
}

function withCookie(response: Response, cookie: string): Response {
  const headers = new Headers(response.headers);
  headers.append("set-cookie", cookie);
  return new Response(response.body, { status: response.status, headers });
}
