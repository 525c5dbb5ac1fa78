import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { recordAuthEvent } from "./credentials/context.ts";
import { emailLinkEndpoints } from "./credentials/email-link-endpoints.ts";
import { credentialEndpoints } from "./credentials/endpoints.ts";
import { joinEndpoints } from "./credentials/join-endpoints.ts";
import { passkeyEndpoints } from "./credentials/passkey-endpoints.ts";
import {
  PROBLEM_PATH,
  providerEndpoints,
  withProblemPage,
} from "./credentials/provider-endpoints.ts";
import { getSession } from "./get-session.ts";
import type { LegacyPasswordCheck } from "./legacy-password.ts";
import {
  callbackPath,
  createProviders,
  type ProviderSettings,
  type Providers,
} from "./providers/providers.ts";
import { knownBrowsers } from "./rate-limit/known-browser.ts";
import { createRateLimiter } from "./rate-limit/rate-limiter.ts";
import { withRateLimits } from "./rate-limit/with-rate-limits.ts";
import { sessionRenewal } from "./session-cookie.ts";
import type { PersonSession } from "./session-row.ts";
import type { TokenGrant } from "./tokens/access-token.ts";
import { type FailureLog, orFailure } from "./tokens/answers.ts";
import { type IntrospectionClient, serveIntrospection } from "./tokens/introspection.ts";
import { serveKeySet } from "./tokens/key-set.ts";
import { serveRevocation } from "./tokens/revocation.ts";
import { serveToken } from "./tokens/token-endpoint.ts";
import { createTokens, type TokenOptions } from "./tokens/tokens.ts";
import { totpSecretBox } from "./totp-secret.ts";
import { unsubscribeLinkBox } from "./unsubscribe-link.ts";
import { userAgentOf } from "./user-agent.ts";
import { webhookSecretBox } from "./webhook-secret.ts";
import { withWireErrors } from "./wire-errors.ts";

const BASE_PATH = "/api/auth";

/** In milliseconds: longer than the slowest migrated hash takes on a busy machine. */
const STEADY_TIME = 1_000;

export interface AuthOptions {
  db: Db;
  /** Signs cookies and encrypts keys. At least 32 characters, from the environment only. */
  secret: string;
  /** The app's own address, such as https://sundial.example.org */
  baseURL: string;
  trustedOrigins?: string[];
  /** The header with the client's IP address, which the proxy sets and clients can't. */
  clientAddressHeader?: string;
  /** Off only in tests and in development. */
  rateLimit?: boolean;
  /** Receives Better Auth's messages without their arguments, which may quote a request. */
  log?: Record<"info" | "warn" | "error", (fields: object, message: string) => void>;
  tokens?: TokenOptions;
  /** Services that may introspect tokens; none by default. */
  introspectionClients?: readonly IntrospectionClient[];
  /** Whether people must confirm their address before they have an account and can sign in. */
  requireVerifiedEmail?: boolean;
  /** Checks passwords that weren't migrated against the old system. */
  legacyPasswordCheck?: LegacyPasswordCheck | undefined;
  /** What people can sign in with beside a password; nothing by default. */
  providers?: readonly ProviderSettings[];
  /** In milliseconds; see inSteadyTime. Tests set 0. */
  steadyTime?: number;
  now?: () => Date;
}

/**
 * Builds Sundial's identity on Better Auth: email and password, with sessions in the database. The
 * caller owns the instance, and the API gets it in its context.
 */
export function createAuth(options: AuthOptions) {
  const { db, secret, baseURL, now = () => new Date() } = options;
  const isSecure = baseURL.startsWith("https://");
  const providers = createProviders(options.providers ?? []);
  const choices = [...providers.values()].map(({ id, name, domains }) => ({ id, name, domains }));
  const credentials = {
    db,
    secret,
    now,
    requireVerifiedEmail: options.requireVerifiedEmail ?? false,
    providers: choices,
    legacyPasswordCheck: options.legacyPasswordCheck ?? null,
  };
  const betterAuthInstance = betterAuth({
    appName: "Sundial",
    secret,
    baseURL,
    basePath: BASE_PATH,
    trustedOrigins: options.trustedOrigins ?? [],
    telemetry: { enabled: false },
    logger: options.log && { level: "warn", log: betterAuthLog(options.log) },
    // Rethrow what isn't an APIError: orFailure handles database outages.
    onAPIError: { throw: true, errorURL: `${baseURL}${PROBLEM_PATH}` },
    database: prismaAdapter(db, { provider: "postgresql", transaction: true }),
    advanced: {
      // Better Auth knows only the __Secure- prefix; __Host- also keeps sibling domains out.
      useSecureCookies: false,
      cookiePrefix: isSecure ? "__Host-sundial" : "sundial",
      // Explicit, because Better Auth skips the check under a test runner.
      disableOriginCheck: false,
      ipAddress: options.clientAddressHeader
        ? { ipAddressHeaders: [options.clientAddressHeader] }
        : { disableIpTracking: true },
      database: { generateId: () => randomUUID() },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure },
    },
    user: {
      additionalFields: {
        // input: false rejects clients that try to set them.
        role: { type: "string", required: false, input: false, defaultValue: "mentee" },
        status: { type: "string", required: false, input: false, defaultValue: "active" },
        lastLoginAt: { type: "date", required: false, input: false },
        timeZone: { type: "string", required: false },
      },
    },
    // The endpoints in credentials/ replace Better Auth's.
    emailAndPassword: { enabled: false },
    plugins: [
      credentialEndpoints(credentials, options.steadyTime ?? STEADY_TIME),
      emailLinkEndpoints(credentials, options.steadyTime ?? STEADY_TIME),
      passkeyEndpoints(credentials, baseURL),
      joinEndpoints(credentials, baseURL),
      providerEndpoints(credentials, {
        providers,
        baseURL,
        warn: options.log?.warn ?? (() => undefined),
      }),
    ],
    // The state of a sign-in with a provider is in an encrypted cookie, so the database holds none.
    account: { storeStateStrategy: "cookie" },
    // A cached session would let suspended users in until it expires.
    session: { cookieCache: { enabled: false } },
    // Our own limits also count accounts and calls.
    rateLimit: { enabled: false },
  });

  const tokens = createTokens({ ...options.tokens, db, secret, issuer: baseURL });
  const clients = options.introspectionClients ?? [];
  const currentSession = (headers: Headers, ip: string | null = null) =>
    getSession({ db, secret, baseURL, tokens }, headers, ip);
  const betterAuthHandler = withWireErrors(onlyServed(betterAuthInstance.handler, providers));
  const limiter = createRateLimiter({ db, secret });
  const limited = withRateLimits({
    limiter,
    browsers: knownBrowsers({ db, secret, baseURL }),
    clientAddressHeader: options.clientAddressHeader,
  });
  const sourceOf = (headers: Headers) => ({
    ip: options.clientAddressHeader ? headers.get(options.clientAddressHeader) : null,
    userAgent: userAgentOf(headers),
  });
  const recordToken = (
    { id, role }: PersonSession,
    headers: Headers,
    issued: TokenGrant & { jti: string },
  ) =>
    db.$transaction((tx) =>
      recordAuthEvent(tx, sourceOf(headers), {
        action: "account.tokenIssued",
        actor: { id, role },
        targetId: id,
        after: { ...issued },
      }),
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
      case "/api/auth/revoke":
        return answered(() => serveRevocation({ db, now, sourceOf }, request));
      case "/api/auth/introspect":
        return answered(() => serveIntrospection({ tokens, clients }, request));
      default:
        return answered(() => betterAuthHandler(request));
    }
  };

  return {
    /** Encrypts and decrypts the secrets of authenticator apps. */
    totpSecrets: totpSecretBox(secret),
    /** Encrypts and decrypts the signing secrets of webhook endpoints. */
    webhookSecrets: webhookSecretBox(secret),
    /** Seals and opens the links in emails that end them. */
    unsubscribeLinks: unsubscribeLinkBox(secret),
    /** Serves /api/auth/*; errors have the shape { error, code?, details? }. */
    handler: withProblemPage(options.rateLimit === false ? handler : limited(handler), {
      providers,
      baseURL,
    }),
    /** What people can sign in with beside a password, in the order to show. */
    providers: choices,
    /** Rate limits, shared by all servers. */
    limiter,
    /** The public keys of access tokens, RFC 7517. */
    serveKeySet: (request: Request) => answered(() => serveKeySet(tokens.keys, request)),
    /** The keys of access tokens: prepare the next one, rotate, list, remove. */
    keys: tokens.keys,
    /** Replaces a session's token; see sessionRenewal. */
    renewSession: sessionRenewal({ secret, baseURL }),
    /** Who sent a request, or null; see getSession. */
    getSession: currentSession,
  };
}

export type Auth = ReturnType<typeof createAuth>;

/** Better Auth's other paths answer 404. */
const SERVED = [
  "/sign-up/email",
  "/confirm-address",
  "/join",
  "/join/passkey/start",
  "/join/passkey",
  "/set-up-admin",
  "/sign-in/email",
  "/sign-in/social",
  "/sign-in/email-link",
  "/sign-in/passkey/start",
  "/sign-in/passkey",
  "/complete-email-link",
  "/complete-sign-in",
  "/link-social",
  "/sign-out",
  "/prolong-session",
  "/request-password-reset",
  "/reset-password",
];

function onlyServed(handler: (request: Request) => Promise<Response>, providers: Providers) {
  const callbacks = [...providers.keys()].map(callbackPath);
  const paths = new Set([...SERVED, ...callbacks].map((path) => `${BASE_PATH}${path}`));
  return async (request: Request) =>
    paths.has(new URL(request.url).pathname)
      ? handler(request)
      : new Response(null, { status: 404 });
}

/** Drops the further arguments, which may contain an address or quote a request. */
function betterAuthLog(log: NonNullable<AuthOptions["log"]>) {
  return (level: string, message: string) => {
    log[level === "error" ? "error" : level === "warn" ? "warn" : "info"]({}, message);
  };
}
