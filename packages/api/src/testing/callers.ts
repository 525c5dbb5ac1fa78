import { randomUUID } from "node:crypto";
import { type AuthSession, sessionRenewal } from "@sundial/auth";
import { totpSecretBox } from "@sundial/auth/totp-secret";
import { unsubscribeLinkBox } from "@sundial/auth/unsubscribe-link";
import { webhookSecretBox } from "@sundial/auth/webhook-secret";
import type { Db } from "@sundial/db";
import { testDb } from "@sundial/db/testing";
import { errorCode, type ServicePermission } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import { COMMON_ERRORS } from "../catalogue/describe.ts";
import { sourceFacts } from "../catalogue/source-facts.ts";
import { appRouter, createCallerFactory, createContext } from "../index.ts";
import { errorsOnly, type Log } from "../log.ts";

const createCaller = createCallerFactory(appRouter);

/** Calls every procedure as one person. */
export type Caller = ReturnType<typeof createCaller>;

/** 2027-03-01 is a Monday; most tests live a few days before it. */
export const NOW = new Date("2027-02-22T12:00:00Z");

export const SITE_URL = "https://sundial.test";

/** What composing an email needs of the site. */
export const unsubscribeLinks = unsubscribeLinkBox("a-secret-for-tests-of-32-characters");
export const SITE = { siteUrl: SITE_URL, unsubscribeLinks };

/** For tests that sign nobody in and use no factor. */
export const totpSecrets = totpSecretBox("a-secret-for-tests-of-32-characters");

export const webhookSecrets = webhookSecretBox("a-secret-for-tests-of-32-characters");

/** For tests in which the session doesn't matter. */
export const renewSession = sessionRenewal({
  secret: "a-secret-for-tests-of-32-characters",
  baseURL: "http://localhost:3000",
});

const PROVIDERS = [
  { id: "campus", name: "Campus", domains: [] },
  { id: "library", name: "Library", domains: [] },
  { id: "works", name: "Works", domains: ["works.example"] },
];

interface CallerOptions {
  now?: Date;
  /** The caller's session; "test" when it doesn't matter. */
  sessionId?: string;
  responseHeaders?: Headers;
  onSessionRead?: () => void;
}

interface Callers {
  /** Someone who isn't signed in. */
  asVisitor: (options?: CallerOptions) => Caller;
  /** This person, as the database has them now. */
  as: (person: { id: string }, options?: CallerOptions) => Promise<Caller>;
  /** A service account with these permissions, which is in no table. */
  asService: (permissions: ServicePermission[], options?: CallerOptions) => Caller;
}

/** A separate database for one test file, as in `testDb`, and the callers on it. */
export async function testApi(
  options?: Parameters<typeof testDb>[0],
): Promise<Callers & { db: Db; owner: Db; url: string }> {
  const { db, owner, url } = await testDb(options);
  return { db, owner, url, ...callers(db) };
}

interface TestContext extends Pick<CallerOptions, "responseHeaders" | "onSessionRead"> {
  session: AuthSession | null;
  now: Date;
}

/** The context of a request with this session. */
export function contextOf(db: Db, { session, now, responseHeaders, onSessionRead }: TestContext) {
  return createContext({
    headers: new Headers({ "user-agent": "vitest" }),
    db,
    siteUrl: SITE_URL,
    now: () => now,
    log: declaredErrorsOnly,
    responseHeaders,
    auth: {
      totpSecrets,
      webhookSecrets,
      unsubscribeLinks,
      renewSession,
      providers: PROVIDERS,
      getSession: async () => {
        onSessionRead?.();
        return session;
      },
    },
  });
}

/**
 * Typed callers on a real database: the context of a request, with a given session instead of one
 * from a cookie (the auth package tests reading cookies).
 */
export function callers(db: Db): Callers {
  const callerFor = (session: AuthSession | null, options: CallerOptions): Caller => {
    const { now = NOW, onSessionRead, responseHeaders } = options;
    return createCaller(contextOf(db, { session, now, responseHeaders, onSessionRead }));
  };

  return {
    asVisitor: (options: CallerOptions = {}) => callerFor(null, options),
    asService: (permissions: ServicePermission[], options: CallerOptions = {}) =>
      callerFor(
        {
          kind: "service",
          credential: "service_account_key",
          credentialId: randomUUID(),
          id: randomUUID(),
          name: "A service",
          role: null,
          status: "active",
          timeZone: "UTC",
          expiresAt: new Date(NOW.getTime() + DAY),
          permissions,
        },
        options,
      ),
    as: async ({ id }: { id: string }, options: CallerOptions = {}) => {
      const user = await db.user.findUniqueOrThrow({ where: { id } });
      const { name, email, role, status, timeZone, authEpoch } = user;
      const { locale, clock, dateOrder, weekStart } = user;
      const session = {
        kind: "user" as const,
        credential: "session" as const,
        credentialId: options.sessionId ?? "test",
        expiresAt: new Date(NOW.getTime() + DAY),
        id,
        name,
        email,
        role,
        status,
        timeZone,
        authEpoch,
        locale,
        clock,
        dateOrder,
        weekStart,
      };
      return callerFor(session, options);
    },
  };
}

const logged = z.object({ path: z.string(), code: errorCode.optional() });

/** Fails a call whose error the catalogue doesn't list. */
const declaredErrorsOnly: Log = {
  ...errorsOnly,
  info: (fields) => {
    const { path, code } = logged.parse(fields);
    const listed = [...COMMON_ERRORS, ...(sourceFacts[path]?.errors ?? [])];
    if (code === undefined || listed.includes(code)) return;
    throw new Error(`${path} failed with ${code}, which the catalogue doesn't list`);
  },
};

/** The code and details of the error a call fails with; fails itself if the call succeeds. */
export async function refusalOf(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && "code" in cause) {
      return { code: cause.code, details: "details" in cause ? cause.details : undefined };
    }
    if (cause instanceof Error) return { code: cause.name, details: undefined };
    throw error;
  }
  throw new Error("The call was expected to fail, and succeeded.");
}
