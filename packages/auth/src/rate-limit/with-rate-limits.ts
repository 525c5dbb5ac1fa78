import { email, type WireError, wireError } from "@sundial/validators";
import { clientBucket } from "./client-bucket.ts";
import type { knownBrowsers } from "./known-browser.ts";
import { authRules, type LimitName, otherAuthRule } from "./limits.ts";
import type { RateLimiter } from "./rate-limiter.ts";

interface Options {
  limiter: RateLimiter;
  browsers: ReturnType<typeof knownBrowsers>;
  /** The header that names the client's address; without one clients are not told apart. */
  clientAddressHeader: string | undefined;
}

type Handler = (request: Request) => Promise<Response>;

type Charge = [LimitName, string];

/**
 * Puts the limits before /api/auth. A client over its limit takes nothing from the account it asks
 * for, so it cannot lock others out. While counts cannot be kept nobody may guess: the answer is 503.
 */
export function withRateLimits({ limiter, browsers, clientAddressHeader }: Options) {
  return (handler: Handler): Handler =>
    async (request) => {
      const found = authRules[pathOf(request)];
      if (found === null || request.method === "OPTIONS") return handler(request);
      const rule = found ?? otherAuthRule;
      const address = clientAddressHeader && request.headers.get(clientAddressHeader);
      const account = rule.account && (await accountIn(request));
      const browser = account ? browsers.idFor(account, request.headers) : null;

      const charges: Charge[] = [];
      if (address) charges.push([rule.client, clientBucket(address)]);
      if (browser !== null && rule.account === "signIn.account") {
        charges.push(["signIn.knownBrowser", browser]);
      } else if (account && rule.account) charges.push([rule.account, account]);

      try {
        for (const charge of charges) {
          const verdict = await limiter.take(...charge);
          if (!verdict.isAllowed) return tooMany(verdict.retryAfter);
        }
      } catch {
        return unavailable();
      }
      const response = await handler(request);
      if (!rule.countsFailuresOnly || !(await isNoGuess(response))) return response;
      await Promise.allSettled(charges.map((charge) => limiter.giveBack(...charge)));
      return account && response.ok && browser === null
        ? withCookie(response, browsers.cookieFor(account))
        : response;
    };
}

/** However it is written: with doubled slashes, one at the end, or in capitals. */
function pathOf(request: Request): string {
  const path = new URL(request.url).pathname.replaceAll(/\/+/g, "/").replace(/\/$/, "");
  return path.toLowerCase().replace(/^\/api\/auth/, "");
}

/** The address a form was sent for, in the one spelling accounts have. */
async function accountIn(request: Request): Promise<string | undefined> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  if (typeof body !== "object" || body === null || !("email" in body)) return undefined;
  const address = email.safeParse(body.email);
  return address.success ? address.data : undefined;
}

/** What succeeded, what went wrong on our side, and the question for a code after the right password. */
async function isNoGuess(response: Response): Promise<boolean> {
  if (response.status !== 401) return response.ok || response.status >= 500;
  const body = wireError.safeParse(await response.clone().json());
  return body.data?.code === "SECOND_FACTOR_REQUIRED";
}

/** For people: when to come back. */
export function waitMessage(retryAfter: number): string {
  if (retryAfter < 90) return "Too many attempts. Please try again in a minute.";
  return `Too many attempts. Please try again in ${Math.ceil(retryAfter / 60)} minutes.`;
}

function tooMany(retryAfter: number): Response {
  const body: WireError = {
    error: waitMessage(retryAfter),
    code: "TOO_MANY_REQUESTS",
    details: { retryAfter },
  };
  return Response.json(body, {
    status: 429,
    headers: { "retry-after": String(retryAfter), "cache-control": "private, no-store" },
  });
}

function unavailable(): Response {
  const body: WireError = {
    error: "The database does not answer. Please look again in a moment.",
    code: "DATABASE_UNAVAILABLE",
  };
  return Response.json(body, { status: 503, headers: { "cache-control": "private, no-store" } });
}

function withCookie(response: Response, cookie: string): Response {
  const headers = new Headers(response.headers);
  headers.append("set-cookie", cookie);
  return new Response(response.body, { status: response.status, headers });
}
