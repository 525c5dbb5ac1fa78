import { randomUUID } from "node:crypto";
import { type Auth, type AuthSession, can, type Permission } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { initTRPC, type TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import superjson from "superjson";
import { DomainError, toWireError, transportError } from "./errors.ts";

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
}

/**
 * What every procedure is given; a request, a page and a test build the same thing. The session is
 * read when the first procedure asks and once per request, however many calls the batch holds.
 */
export function createContext(options: ContextOptions) {
  const { headers, db, auth, siteUrl, now = () => new Date() } = options;
  const { requestId = randomUUID(), ip = null } = options;
  let session: Promise<AuthSession | null> | undefined;
  return {
    db,
    now,
    siteUrl,
    totpSecrets: auth.totpSecrets,
    getActor: () => {
      session ??= auth.getSession(headers);
      return session;
    },
    requestId,
    ip,
    userAgent: headers.get("user-agent")?.slice(0, 300) ?? null,
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
const withErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const error = transportError(result.error);
  report(error, path, ctx.requestId);
  throw error;
});

const procedure = t.procedure.use(withErrors);

/** Open to anyone. The law test holds the list of procedures that may use it. */
export const publicProcedure = procedure;

/** A procedure for those who are signed in, active and allowed. Errors: those of `authorize`. */
export function permitted(permission: Permission) {
  return procedure
    .meta({ permission })
    .use(async ({ ctx, next }) => next({ ctx: await authorize(ctx, permission) }));
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

/** Our faults go to the log with the id the client was shown; client faults are not news. */
export function report(error: TRPCError, path: string, requestId: string) {
  if (getHTTPStatusCodeFromError(error) < 500) return;
  const { cause } = error;
  console.error(`${requestId} ${path}: ${cause?.stack ?? error.message}`);
}
