import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { servicePermissions } from "@sundial/validators";
import type { Context, SystemActor } from "./context.ts";
import { errorsOnly, type Log } from "./log.ts";
import { appRouter } from "./root.ts";
import { createCallerFactory } from "./trpc.ts";

/** Nobody's: users and service accounts never have it. */
const SYSTEM_ID = "00000000-0000-0000-0000-000000000000";

interface SystemCallerOptions {
  /** Why, for the audit log, such as "Nightly import". */
  reason: string;
  now?: () => Date;
  log?: Log;
}

const createCaller = createCallerFactory(appRouter);

/** Every procedure, with its types. */
type SystemCaller = ReturnType<typeof createCaller>;

/**
 * Calls every procedure from a job or a script, with its checks, emails and events. It may do what
 * service accounts may be allowed to do, except for webhooks, whose secrets it could not seal. It
 * acts the way staff do, and its events have no actor but the reason, in front of the call's own. It
 * has no limits. What somebody does for themselves it can't call.
 *
 * Errors: those of the procedure, as the `cause` of a TRPCError; FORBIDDEN for what only a person
 * can do.
 */
export function systemCaller(db: Db, options: SystemCallerOptions): SystemCaller {
  const { reason, now, log = errorsOnly } = options;
  if (reason.trim() === "") throw new Error("Say why: the reason goes into the audit log.");
  const actor: SystemActor = {
    kind: "system",
    id: SYSTEM_ID,
    name: "Automatic",
    role: null,
    status: "active",
    timeZone: "UTC",
    permissions: servicePermissions.filter((name) => name !== "webhook:manage"),
    reason: reason.trim(),
  };
  const context: Context = {
    db,
    now: now ?? (() => new Date()),
    getActor: async () => actor,
    knownActorId: () => undefined,
    limiter: null,
    log,
    requestId: randomUUID(),
    ip: null,
    userAgent: null,
    responseHeaders: new Headers(),
    // Only people have calendars, cookies and authenticator apps.
    siteUrl: "",
    totpSecrets: { seal: onlyForPeople, open: onlyForPeople },
    unsubscribeLinks: { seal: onlyForPeople, open: onlyForPeople },
    feed: null,
    renewSession: onlyForPeople,
    providers: [],
    webhookSecrets: { seal: needsTheSecret, open: needsTheSecret },
    webhookHosts: [],
    sendsEmail: true,
  };
  return createCaller(context);
}

/** Secrets of webhooks are sealed with the app's secret, which a job doesn't have. */
function needsTheSecret(): never {
  throw new Error("Change webhooks in the app, or through a service account.");
}

function onlyForPeople(): never {
  throw new Error("Only people have this.");
}
