import { randomUUID } from "node:crypto";
import {
  type Auth,
  type AuthSession,
  can,
  type Permission,
  type RateLimiter,
  userAgentOf,
} from "@sundial/auth";
import { beside, type Db } from "@sundial/db";
import { initTRPC, type TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import superjson from "superjson";
import { ZodError } from "zod";
import { countClientCall, countPersonCall, uncountPersonCall } from "./count-call.ts";
import { DomainError, toWireError, transportError } from "./errors.ts";
import { errorsOnly, type Log } from "./log.ts";

interface ContextOptions {
  headers: Headers;
  db: Db;
  auth: Pick<Auth, "getSession" | "totpSecrets">;
  /** The address people open, such as https://sundial.example.org */
  siteUrl: string;
  now?: () => Date;
  /** The number under which the request stands in the logs. */
  requestId?: string;
  /** Where it comes from, as the server in front saw it: never what the client says. */
  ip?: string | null;
  /** Counts calls; without it none is too many, which is for tests and scripts. */
  limiter?: RateLimiter | null;
  log?: Log;
}

/**
 * What every procedure is given; a request, a page and a test build the same thing. The session is
 * read when the first procedure asks and once per request, however many calls the batch holds.
 */
export function createContext(options: ContextOptions) {
  const { headers, db, auth, siteUrl, now = () => new Date() } = options;
  const { requestId = randomUUID(), ip = null, limiter = null, log = errorsOnly } = options;
  let session: Promise<AuthSession | null> | undefined;
  let actorId: string | undefined;
  return {
    db,
    now,
    siteUrl,
    totpSecrets: auth.totpSecrets,
    getActor: () => {
      session ??= beside(() => auth.getSession(headers)).then((actor) => {
        actorId = actor?.id;
        return actor;
      });
      return session;
    },
    /** Who asks, for the log, as far as anything in this request wanted to know. */
    knownActorId: () => actorId,
    limiter,
    log,
    requestId,
    ip,
    userAgent: userAgentOf(headers),
  };
}

export type Context = ReturnType<typeof createContext>;
/** The signed-in person, as services see them. */
export type Actor = AuthSession;
/** What a service is given: the request's context with a person in it. */
export type ServiceContext = Context & { actor: Actor };

const t = initTRPC
  .context<Context>()
  .meta<{ permission?: Permission }>()
  .create({
    transformer: superjson,
    errorFormatter: ({ shape, error, ctx }) => {
      const wire = toWireError(error, ctx?.requestId);
      return {
        code: shape.code,
        message: wire.error,
        data: { ...wire, httpStatus: getHTTPStatusCodeFromError(error) },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

// Inspects the result: a try/catch around next() would catch nothing.
const withErrors = t.middleware(({ ctx, path, type, next }) =>
  // The calls of a batch are told apart by what each of them saved.
  beside(async () => {
    const begun = performance.now();
    const result = await next();
    const error = result.ok ? null : transportError(result.error, type);
    logCall(ctx, { path, ms: Math.round(performance.now() - begun), error });
    if (error) throw error;
    return result;
  }),
);

const withLimits = t.middleware(async ({ ctx, next }) => {
  await countClientCall(ctx);
  return next();
});

const procedure = t.procedure.use(withErrors).use(withLimits);

/** Open to anyone. The law test holds the list of procedures that may use it. */
export const publicProcedure = procedure;

/** A procedure for those who are signed in, active and allowed. Errors: those of `authorize`. */
export function permitted(permission: Permission) {
  return procedure.meta({ permission }).use(async ({ ctx, path, next }) => {
    const allowed = await authorize(ctx, permission);
    await countPersonCall(ctx, allowed.actor.id, path);
    const result = await next({ ctx: allowed });
    if (!result.ok && isUnreadable(result.error)) {
      await uncountPersonCall(ctx, allowed.actor.id, path);
    }
    return result;
  });
}

/** Whether the input did not fit the contract, so that nothing was tried with it. */
function isUnreadable({ code, cause }: TRPCError) {
  return code === "BAD_REQUEST" && cause instanceof ZodError;
}

/**
 * The context with the person in it, if they are signed in, active and allowed. Errors:
 * UNAUTHORIZED, ACCOUNT_SUSPENDED, ACCOUNT_INACTIVE, FORBIDDEN.
 */
export async function authorize(ctx: Context, permission: Permission): Promise<ServiceContext> {
  const actor = await ctx.getActor();
  if (actor === null) throw new DomainError("UNAUTHORIZED", "Please sign in.");
  if (!can(actor, permission)) throw refusal(actor);
  return { ...ctx, actor };
}

function refusal(actor: Actor) {
  switch (actor.status) {
    case "suspended":
      return new DomainError("ACCOUNT_SUSPENDED", "This account is suspended.");
    case "inactive":
      return new DomainError(
        "ACCOUNT_INACTIVE",
        "This account is inactive: you can read your history, but not book or change anything.",
      );
    case "active":
      return new DomainError(
        "FORBIDDEN",
        actor.scope === undefined
          ? "Your role does not allow this."
          : "Your role, or this token, does not allow this.",
      );
  }
}

/**
 * One line a call: what was asked, by whom, and how it went. Our faults come with their stack, under
 * the id the client was shown; what was sent and what was answered are not told.
 */
export function logCall(
  ctx: Context,
  { path, ms, error }: { path: string; ms: number; error: TRPCError | null },
) {
  const { requestId, log } = ctx;
  const status = error ? getHTTPStatusCodeFromError(error) : 200;
  const call = { requestId, path, status, ms, userId: ctx.knownActorId() };
  if (error && status >= 500) log.error({ ...call, err: error.cause ?? error }, "call failed");
  else log.info(call, "call");
}
