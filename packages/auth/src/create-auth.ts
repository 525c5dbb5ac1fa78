import { randomUUID } from "node:crypto";
import type { Db, DbTransaction } from "@sundial/db";
import { email, PASSWORD_MAX, PASSWORD_MIN, type Role, signUpInput } from "@sundial/validators";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { getSession } from "./get-session.ts";
import { orFailure } from "./tokens/answers.ts";
import { type IntrospectionClient, serveIntrospection } from "./tokens/introspection.ts";
import { serveKeySet } from "./tokens/key-set.ts";
import { serveToken } from "./tokens/token-endpoint.ts";
import { createTokens, type TokenOptions } from "./tokens/tokens.ts";
import { withWireErrors } from "./wire-errors.ts";

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
  /** Writes the audit event of a sign-up or sign-in, in the transaction it is given. */
  audit: (tx: DbTransaction, event: AuthEvent) => Promise<void>;
  /** Queues a mail in the transaction it is given; links are made where mails are written. */
  email: (tx: DbTransaction, mail: AuthMail) => Promise<void>;
}

/** A mail about an account. Whoever reads `data.token` can do what the mail says. */
export type AuthMail = { recipient: string } & (
  | {
      template: "account.confirmAddress" | "account.resetPassword";
      data: { token: string; expiresAt: Date };
    }
  | {
      template: "account.alreadyRegistered" | "account.passwordChanged";
      data: Record<string, never>;
    }
);

export interface AuthEvent {
  action: "account.signedUp" | "account.signedIn";
  user: { id: string; role: Role };
  ip: string | null;
  userAgent: string | null;
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
    basePath: "/api/auth",
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
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
    },
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
        "/get-session": false,
      },
    },
    // The profile is changed through the typed API, where it is validated and audited.
    disabledPaths: ["/update-user", "/delete-user", "/change-email"],
    hooks: {
      before: createAuthMiddleware(async (context) => {
        if (context.path === "/sign-up/email")
          return { context: { body: signUpBody(context.body) } };
        if (context.path === "/sign-in/email")
          return { context: { body: signInBody(context.body) } };
      }),
    },
    databaseHooks: {
      user: {
        create: {
          after: async (user, context) => {
            await db.$transaction((tx) =>
              options.audit(tx, {
                action: "account.signedUp",
                user: { id: user.id, role: "mentee" },
                ip: null,
                userAgent: context?.headers?.get("user-agent") ?? null,
              }),
            );
          },
        },
      },
      session: {
        create: {
          // Reached only after the right password, so it tells a stranger nothing.
          before: async (session) => {
            const user = await db.user.findUnique({
              where: { id: session.userId },
              select: { status: true },
            });
            if (user?.status !== "suspended") return;
            throw new APIError("FORBIDDEN", {
              code: "ACCOUNT_SUSPENDED",
              message: "This account is suspended. Ask your programme manager.",
            });
          },
          after: async (session) => {
            await db.$transaction(async (tx) => {
              const user = await tx.user.update({
                where: { id: session.userId },
                data: { lastLoginAt: session.createdAt },
                select: { id: true, role: true },
              });
              await options.audit(tx, {
                action: "account.signedIn",
                user,
                ip: session.ipAddress ?? null,
                userAgent: session.userAgent ?? null,
              });
            });
          },
        },
      },
    },
  });

  const tokens = createTokens({ ...options.tokens, db, secret, issuer: baseURL });
  const clients = options.introspectionClients ?? [];
  const currentSession = (headers: Headers) => getSession({ db, secret, baseURL, tokens }, headers);
  const betterAuthHandler = withWireErrors(betterAuthInstance.handler);

  return {
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

function signUpBody(body: unknown) {
  const input = signUpInput.safeParse(body);
  if (input.success) return input.data;
  throw new APIError("BAD_REQUEST", {
    code: "INVALID_INPUT",
    message: "Some fields need another look.",
    details: input.error.issues.map(({ path, message }) => ({ path, message })),
  });
}

/** Addresses are lower-cased in one place, the contract; the password stays as typed. */
function signInBody(body: unknown) {
  const fields = typeof body === "object" && body !== null ? { ...body } : {};
  const address = "email" in fields ? email.safeParse(fields.email) : undefined;
  return address?.success ? { ...fields, email: address.data } : fields;
}
