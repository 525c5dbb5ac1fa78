import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { recordAuthEvent } from "./credentials/context.ts";
import { credentialEndpoints } from "./credentials/endpoints.ts";
import { getSession } from "./get-session.ts";
import type { LegacyPasswordCheck } from "./legacy-password.ts";
import { knownBrowsers } from "./rate-limit/known-browser.ts";
import { createRateLimiter } from "./rate-limit/rate-limiter.ts";
import { withRateLimits } from "./rate-limit/with-rate-limits.ts";
import { sessionRenewal } from "./session-cookie.ts";
import type { AuthSession } from "./session-row.ts";
import type { TokenGrant } from "./tokens/access-token.ts";
import { type FailureLog, orFailure } from "./tokens/answers.ts";
import { type IntrospectionClient, serveIntrospection } from "./tokens/introspection.ts";
import { serveKeySet } from "./tokens/key-set.ts";
import { serveToken } from "./tokens/token-endpoint.ts";
import { createTokens, type TokenOptions } from "./tokens/tokens.ts";
import { totpSecretBox } from "./totp-secret.ts";
import { userAgentOf } from "./user-agent.ts";
import { withWireErrors } from "./wire-errors.ts";

const BASE_PATH = "/api/auth";

/** In milliseconds: longer than the slowest hash that may move in takes on a busy machine. */
const STEADY_TIME = 1_000;

export interface AuthOptions {
  db: Db;
  /** Signs cookies and encrypts keys: 32 characters or more, from the environment only. */
  secret: string;
  /** Where the app is served, such as https://sundial.example.org */
  baseURL: string;
  trustedOrigins?: string[];
  /** The header that names the client's address and that no client can write. */
  clientAddressHeader?: string;
  /** Whether guesses and floods are refused. Off for tests and on a developer's machine only. */
  rateLimit?: boolean;
  /** Told what Better Auth has to say: its own words, without what it says them about. */
  log?: Record<"info" | "warn" | "error", (fields: object, message: string) => void>;
  tokens?: TokenOptions;
  /** Services that may ask whether a token is good; none by default. */
  introspectionClients?: readonly IntrospectionClient[];
  /** Whether an account begins only when its mailbox is proven, and nobody is signed in before. */
  requireVerifiedEmail?: boolean;
  /** Asks where accounts came from about passwords that did not move in with them. */
  legacyPasswordCheck?: LegacyPasswordCheck | undefined;
  /** Tests go faster without; see inSteadyTime. In milliseconds. */
  steadyTime?: number;
  now?: () => Date;
}

/**
 * Sundial's identity on Better Auth: email and password, sessions in the database. The caller owns
 * the instance; the API receives it through its context.
 */
export function createAuth(options: AuthOptions) {
  const { db, secret, baseURL } = options;
  const isSecure = baseURL.startsWith("https://");
  const betterAuthInstance = betterAuth({
    appName: "Sundial",
    secret,
    baseURL,
    basePath: BASE_PATH,
    trustedOrigins: options.trustedOrigins ?? [],
    telemetry: { enabled: false },
    logger: options.log && { level: "warn", log: betterAuthLog(options.log) },
    // What is not its own kind of error comes to orFailure, which knows an ill database.
    onAPIError: { throw: true },
    database: prismaAdapter(db, { provider: "postgresql", transaction: true }),
    advanced: {
      // Better Auth knows only the __Secure- prefix; __Host- also keeps sibling domains out.
      useSecureCookies: false,
      cookiePrefix: isSecure ? "__Host-sundial" : "sundial",
      // Said aloud because Better Auth would skip the check under a test runner.
      disableOriginCheck: false,
      ipAddress: options.clientAddressHeader
        ? { ipAddressHeaders: [options.clientAddressHeader] }
        : { disableIpTracking: true },
      database: { generateId: () => randomUUID() },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure },
    },
    user: {
      additionalFields: {
        // input: false answers 400 to a client that tries to set them.
        role: { type: "string", required: false, input: false, defaultValue: "mentee" },
        status: { type: "string", required: false, input: false, defaultValue: "active" },
        lastLoginAt: { type: "date", required: false, input: false },
        timeZone: { type: "string", required: false },
      },
    },
    // Ours: credentials/. What else Better Auth would do with passwords stays off.
    emailAndPassword: { enabled: false },
    plugins: [
      credentialEndpoints({
        db,
        secret,
        now: options.now ?? (() => new Date()),
        requireVerifiedEmail: options.requireVerifiedEmail ?? false,
        legacyPasswordCheck: options.legacyPasswordCheck ?? null,
        steadyTime: options.steadyTime ?? STEADY_TIME,
      }),
    ],
    // The cache would keep suspended people in until it expires.
    session: { cookieCache: { enabled: false } },
    // Ours count what these cannot: accounts, and calls.
    rateLimit: { enabled: false },
  });

  const tokens = createTokens({ ...options.tokens, db, secret, issuer: baseURL });
  const clients = options.introspectionClients ?? [];
  const currentSession = (headers: Headers) => getSession({ db, secret, baseURL, tokens }, headers);
  const betterAuthHandler = withWireErrors(onlyServed(betterAuthInstance.handler));
  const limiter = createRateLimiter({ db, secret });
  const limited = withRateLimits({
    limiter,
    browsers: knownBrowsers({ db, secret, baseURL }),
    clientAddressHeader: options.clientAddressHeader,
  });
  const recordToken = (
    { id, role }: AuthSession,
    headers: Headers,
    issued: TokenGrant & { jti: string },
  ) =>
    db.$transaction((tx) =>
      recordAuthEvent(
        tx,
        {
          ip: options.clientAddressHeader ? headers.get(options.clientAddressHeader) : null,
          userAgent: userAgentOf(headers),
        },
        {
          action: "account.tokenIssued",
          actor: { id, role },
          targetId: id,
          after: { ...issued },
        },
      ),
    );
  const logFailure: FailureLog = ({ err }, message) =>
    options.log ? options.log.error({ err }, message) : console.error(message, err);
  const answered = (serve: () => Promise<Response>) => orFailure(logFailure, serve);
  const handler = async (request: Request): Promise<Response> => {
    switch (new URL(request.url).pathname) {
      case "/api/auth/token":
        return answered(() =>
          serveToken({ tokens, getSession: currentSession, record: recordToken }, request),
        );
      case "/api/auth/jwks":
        return answered(() => serveKeySet(tokens.keys, request));
      case "/api/auth/introspect":
        return answered(() => serveIntrospection({ tokens, clients }, request));
      default:
        return answered(() => betterAuthHandler(request));
    }
  };

  return {
    /** Seals and opens the secrets of authenticator apps. */
    totpSecrets: totpSecretBox(secret),
    /** Serves /api/auth/*; errors have the shape { error, code?, details? }. */
    handler: options.rateLimit === false ? handler : limited(handler),
    /** Counts what clients and people do, for all servers together. */
    limiter,
    /** The public keys of access tokens, RFC 7517. */
    serveKeySet: (request: Request) => answered(() => serveKeySet(tokens.keys, request)),
    /** The keys of access tokens: prepare the next one, rotate, list, remove. */
    keys: tokens.keys,
    /** Gives a session a new token; see sessionRenewal. */
    renewSession: sessionRenewal({ secret, baseURL }),
    /** Who a request comes from, or null; see getSession. */
    getSession: currentSession,
  };
}

export type Auth = ReturnType<typeof createAuth>;

/** Everything else Better Auth can do is not there: what is not named here is a 404. */
const SERVED = [
  "/sign-up/email",
  "/confirm-address",
  "/sign-in/email",
  "/sign-out",
  "/prolong-session",
  "/request-password-reset",
  "/reset-password",
];

function onlyServed(handler: (request: Request) => Promise<Response>) {
  const paths = new Set(SERVED.map((path) => `${BASE_PATH}${path}`));
  return async (request: Request) =>
    paths.has(new URL(request.url).pathname)
      ? handler(request)
      : new Response(null, { status: 404 });
}

/** Its further arguments name the address that was typed, or quote a request. */
function betterAuthLog(log: NonNullable<AuthOptions["log"]>) {
  return (level: string, message: string) => {
    log[level === "error" ? "error" : level === "warn" ? "warn" : "info"]({}, message);
  };
}
