import "server-only";
import { randomUUID } from "node:crypto";
import {
  createContext,
  getProgram,
  notificationFeed,
  readinessCheck,
  readUnsubscribeLink,
  smtpTransport,
} from "@sundial/api";
import { cognitoPasswordCheck, createAuth, hasAdmin } from "@sundial/auth";
import { createDb, withinTime } from "@sundial/db";
import { DEMO_PASSWORD, demoPeople } from "@sundial/db/demo";
import { userPoolOf } from "./env/cognito-env";
import { env } from "./env/env";
import { providersOf } from "./env/provider-env";
import type { Origins } from "./gate/cross-site";
import { DATABASE_MS } from "./limits";
import { log } from "./log";

/** The composition root, the only place that wires the app's parts together. */
function compose() {
  const { DATABASE_URL, DATABASE_DRIVER, DATABASE_POOL_SIZE, ...rest } = env();
  const db = createDb({
    url: DATABASE_URL,
    driver: DATABASE_DRIVER,
    poolSize: DATABASE_POOL_SIZE,
    limitMs: DATABASE_MS,
  });
  const pool = userPoolOf(rest);
  const auth = createAuth({
    db,
    secret: rest.BETTER_AUTH_SECRET,
    baseURL: rest.BETTER_AUTH_URL,
    clientAddressHeader: rest.CLIENT_ADDRESS_HEADER,
    // In development, the server may have moved to the next free port.
    trustedOrigins: [
      ...rest.ALLOWED_ORIGINS,
      ...(rest.NODE_ENV === "production" ? [] : ["http://localhost:*"]),
    ],
    rateLimit: rest.NODE_ENV === "production",
    requireVerifiedEmail: rest.REQUIRE_VERIFIED_EMAIL,
    providers: providersOf(rest),
    legacyPasswordCheck: pool ? cognitoPasswordCheck(pool) : undefined,
    tokens: {
      audience: rest.TOKEN_AUDIENCE,
      services: rest.TOKEN_SERVICES,
      tokenLifetimeMs: rest.TOKEN_LIFETIME,
      publishBeforeMs: rest.KEY_PUBLISH_BEFORE,
      rotateEveryMs: rest.KEY_ROTATE_EVERY,
    },
    log: log(),
    introspectionClients: rest.INTROSPECTION_CLIENTS,
  });
  // Emails in the development outbox need a sender, too.
  const from = rest.EMAIL_FROM ?? { name: "Sundial", address: "no-reply@sundial.example" };
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  return {
    db,
    auth,
    /** The pages that are open; they end first when the server does. */
    feed: notificationFeed({ db, log: log(), signal: stop.signal }),
    checkReadiness: readinessCheck(db),
    siteUrl: rest.BETTER_AUTH_URL,
    mail: {
      from,
      /** Null: emails wait in the outbox. */
      transport: rest.SMTP_URL === undefined ? null : smtpTransport({ url: rest.SMTP_URL, from }),
    },
  };
}

type Server = ReturnType<typeof compose>;

// In development, modules are loaded again after each edit; the connection pool is kept.
declare global {
  var sundialServer: Server | undefined;
}

export function server(): Server {
  globalThis.sundialServer ??= compose();
  return globalThis.sundialServer;
}

/** `responseHeaders` are the answer's; pages have none. */
export function createRequestContext(headers: Headers, responseHeaders?: Headers) {
  const { CLIENT_ADDRESS_HEADER: name, NODE_ENV, WEBHOOK_ALLOWED_HOSTS } = env();
  const { db, auth, siteUrl, feed } = server();
  return createContext({
    feed,
    headers,
    responseHeaders,
    db,
    auth,
    siteUrl,
    requestId: headers.get("x-request-id") ?? randomUUID(),
    ip: name === undefined ? null : headers.get(name),
    // In development, a flood of calls is a bug to see, not to wait out.
    limiter: NODE_ENV === "production" ? auth.limiter : null,
    log: log(),
    sendsEmail: canEmailLinks(),
    webhookHosts: WEBHOOK_ALLOWED_HOSTS,
  });
}

/** Whether the first admin is still to be set up. */
export async function isWithoutAdmin() {
  return !(await hasAdmin(server().db));
}

/** How long a page waits for the program's name, in milliseconds. */
const PROGRAM_MS = 2_000;

/** What pages show of the program. Decoration of every page, so it is no call with limits. */
export function readProgram() {
  return withinTime(PROGRAM_MS, () => getProgram(server()));
}

/** Origins that may call the API. */
export function origins(): Origins {
  const { BETTER_AUTH_URL, ALLOWED_ORIGINS, NODE_ENV } = env();
  return {
    site: BETTER_AUTH_URL,
    allowed: ALLOWED_ORIGINS,
    anyLocalPort: NODE_ENV !== "production",
  };
}

/**
 * The outbox for the browser, in development only. Null elsewhere, because its emails open
 * accounts.
 */
export function developmentOutbox() {
  if (env().NODE_ENV !== "development") return null;
  const { db, siteUrl, mail, auth } = server();
  const { unsubscribeLinks } = auth;
  return { db, siteUrl, unsubscribeLinks, from: mail.from, now: new Date() };
}

/** What a link from an email would end. Its reader may be signed in as someone else, or not at all. */
export function unsubscribeLink(token: string) {
  const { db, auth } = server();
  return readUnsubscribeLink({ db, unsubscribeLinks: auth.unsubscribeLinks }, token);
}

/** What people can sign in with beside a password. */
export function signInProviders() {
  return server().auth.providers;
}

/** Whether people can get emails: from a mail server, or in the development inbox. */
export function canEmailLinks() {
  return server().mail.transport !== null || developmentOutbox() !== null;
}

/** The demo program's accounts, for signing in with one click; empty outside development. */
export function demoAccounts() {
  if (env().NODE_ENV !== "development") return [];
  return demoPeople.map(({ role, name, email }) => ({
    role,
    name,
    email,
    password: DEMO_PASSWORD,
  }));
}
