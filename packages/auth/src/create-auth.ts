import { randomUUID } from "node:crypto";
import type { Db, DbTransaction } from "@sundial/db";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import type { AuthEvent, AuthMail } from "./credentials/context.ts";
import { credentialEndpoints } from "./credentials/endpoints.ts";
import { getSession } from "./get-session.ts";
import type { LegacyPasswordCheck } from "./legacy-password.ts";
import { orFailure } from "./tokens/answers.ts";
import { type IntrospectionClient, serveIntrospection } from "./tokens/introspection.ts";
import { serveKeySet } from "./tokens/key-set.ts";
import { serveToken } from "./tokens/token-endpoint.ts";
import { createTokens, type TokenOptions } from "./tokens/tokens.ts";
import { totpSecretBox } from "./totp-secret.ts";
import { withWireErrors } from "./wire-errors.ts";

const BASE_PATH = "/api/auth";

/** Longer than any hash we know takes on the machines we know. */
const STEADY_TIME = 750;

export interface AuthOptions {
  db: Db;
  /** Signs cookies and encrypts keys: 32 characters or more, from the environment only. */
  secret: string;
  /** Where the app is served, such as https://sundial.example.org */
  baseURL: string;
  trustedOrigins?: string[];
  /** The header that names the client's address and that no client can write. */
  clientAddressHeader?: string;
  rateLimit?: boolean;
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
  /** Writes an audit event in the transaction of what it tells of. */
  audit: (tx: DbTransaction, event: AuthEvent) => Promise<void>;
  /** Queues a mail in the transaction it is given; links are made where mails are written. */
  email: (tx: DbTransaction, mail: AuthMail) => Promise<void>;
}

/**
 * Sundial's identity on Better Auth: e-mail and password, sessions in the database. The caller owns
 * the instance; the API receives it through its context.
 */
export function createAuth(options: AuthOptions) {
  const { db, secret, baseURL } = options;
  const betterAuthInstance = betterAuth({
    appName: "Sundial",
    secret,
    baseURL,
    basePath: BASE_PATH,
    trustedOrigins: options.trustedOrigins ?? [],
    telemetry: { enabled: false },
    database: prismaAdapter(db, { provider: "postgresql", transaction: true }),
    advanced: {
      cookiePrefix: "sundial",
      // Said aloud because Better Auth would skip the check under a test runner.
      disableOriginCheck: false,
      ipAddress: options.clientAddressHeader
        ? { ipAddressHeaders: [options.clientAddressHeader] }
        : { disableIpTracking: true },
      database: { generateId: () => randomUUID() },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
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
        ...{ db, secret, audit: options.audit, email: options.email },
        now: options.now ?? (() => new Date()),
        requireVerifiedEmail: options.requireVerifiedEmail ?? false,
        legacyPasswordCheck: options.legacyPasswordCheck ?? null,
        steadyTime: options.steadyTime ?? STEADY_TIME,
      }),
    ],
    // The cache would keep suspended people in until it expires.
    session: { cookieCache: { enabled: false } },
    rateLimit: {
      enabled: options.rateLimit ?? true,
      storage: "database",
      window: 60,
      max: 100,
      customRules: {
        "/sign-in/email": { window: 60, max: 10 },
        // A programme that begins signs up a whole room behind one address.
        "/sign-up/email": { window: 60, max: 30 },
        "/confirm-address": { window: 60, max: 30 },
        "/request-password-reset": { window: 60, max: 10 },
        "/reset-password": { window: 60, max: 10 },
        "/get-session": false,
      },
    },
  });

  const tokens = createTokens({ ...options.tokens, db, secret, issuer: baseURL });
  const clients = options.introspectionClients ?? [];
  const currentSession = (headers: Headers) => getSession({ db, secret, baseURL, tokens }, headers);
  const betterAuthHandler = withWireErrors(onlyServed(betterAuthInstance.handler));

  return {
    /** Seals and opens the secrets of authenticator apps. */
    totpSecrets: totpSecretBox(secret),
    /** Serves /api/auth/*; errors have the shape { error, code?, details? }. */
    handler: async (request: Request): Promise<Response> => {
      switch (new URL(request.url).pathname) {
        case "/api/auth/token":
          return orFailure(serveToken({ tokens, getSession: currentSession }, request));
        case "/api/auth/jwks":
          return orFailure(serveKeySet(tokens.keys, request));
        case "/api/auth/introspect":
          return orFailure(serveIntrospection({ tokens, clients }, request));
        default:
          return betterAuthHandler(request);
      }
    },
    /** The public keys of access tokens, RFC 7517. */
    serveKeySet: (request: Request) => orFailure(serveKeySet(tokens.keys, request)),
    /** The keys of access tokens: prepare the next one, rotate, list, remove. */
    keys: tokens.keys,
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
  "/get-session",
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
