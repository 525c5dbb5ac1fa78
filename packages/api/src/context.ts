import { randomUUID } from "node:crypto";
import {
  type Auth,
  type AuthSession,
  type PersonSession,
  type RateLimiter,
  userAgentOf,
} from "@sundial/auth";
import { beside, type Db } from "@sundial/db";
import type { Permission } from "@sundial/validators";
import { errorsOnly, type Log } from "./log.ts";
import type { NotificationFeed } from "./notification/live.ts";

interface ContextOptions {
  headers: Headers;
  db: Db;
  auth: Pick<
    Auth,
    "getSession" | "totpSecrets" | "webhookSecrets" | "unsubscribeLinks" | "renewSession"
  > &
    Partial<Pick<Auth, "providers">>;
  /** The response's headers, for a cookie. */
  responseHeaders?: Headers;
  /** The address people open, such as https://sundial.example.org */
  siteUrl: string;
  now?: () => Date;
  /** The request's ID in the logs. */
  requestId?: string;
  /** The client's address, as seen by the server in front, never as claimed by the client. */
  ip?: string | null;
  /** Counts calls; tests and scripts run without one and have no limit. */
  limiter?: RateLimiter | null;
  log?: Log;
  /** Whether people get emails; true by default. Where they don't, staff copy links. */
  sendsEmail?: boolean;
  /** Hosts and ranges of the own network that webhooks may reach; none by default. */
  webhookHosts?: readonly string[];
  /** The server's open streams; null where nothing runs between requests. */
  feed?: NotificationFeed | null;
}

export interface Context {
  db: Db;
  now: () => Date;
  siteUrl: string;
  totpSecrets: Auth["totpSecrets"];
  webhookSecrets: Auth["webhookSecrets"];
  unsubscribeLinks: Auth["unsubscribeLinks"];
  renewSession: Auth["renewSession"];
  /** What people can sign in with beside a password. */
  providers: Auth["providers"];
  responseHeaders: Headers;
  /** The signed-in person, the service account or the system, or null. */
  getActor: () => Promise<Actor | null>;
  /** The caller's id for the log, if anything in this request has read it. */
  knownActorId: () => string | undefined;
  limiter: RateLimiter | null;
  log: Log;
  sendsEmail: boolean;
  webhookHosts: readonly string[];
  feed: NotificationFeed | null;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
}

/**
 * A request, a page and a test build the same context. The session is read when the first procedure
 * needs it, and once per request, however many calls the batch has.
 */
export function createContext(options: ContextOptions): Context {
  const { headers, db, auth, siteUrl, now = () => new Date() } = options;
  const { responseHeaders = new Headers() } = options;
  const { requestId = randomUUID(), ip = null, limiter = null, log = errorsOnly } = options;
  const { sendsEmail = true, webhookHosts = [], feed = null } = options;
  let session: Promise<AuthSession | null> | undefined;
  let actorId: string | undefined;
  return {
    db,
    now,
    siteUrl,
    totpSecrets: auth.totpSecrets,
    webhookSecrets: auth.webhookSecrets,
    unsubscribeLinks: auth.unsubscribeLinks,
    renewSession: auth.renewSession,
    providers: auth.providers ?? [],
    responseHeaders,
    getActor: () => {
      session ??= beside(() => auth.getSession(headers, ip)).then((actor) => {
        actorId = actor?.id;
        return actor;
      });
      return session;
    },
    knownActorId: () => actorId,
    limiter,
    log,
    sendsEmail,
    webhookHosts,
    feed,
    requestId,
    ip,
    userAgent: userAgentOf(headers),
  };
}

/** A job or a script of ours, which may do what service accounts may be allowed to do. */
export interface SystemActor {
  kind: "system";
  id: string;
  name: string;
  role: null;
  status: "active";
  timeZone: "UTC";
  permissions: readonly Permission[];
  /** Recorded with everything it changes. */
  reason: string;
}

/** Who calls, as services see them: a person, a service account or the system. */
export type Actor = AuthSession | SystemActor;
/** The request's context with its caller in it. */
export type ServiceContext = Context & { actor: Actor };
/** The same for what only people do: a service account has no such permission. */
export type PersonContext = Context & { actor: PersonSession };
