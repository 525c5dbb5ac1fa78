import type { LimitName } from "@sundial/auth";
import { beside } from "@sundial/db";
import { type Permission, servicePermission } from "@sundial/validators";
import { SECOND } from "@sundial/validators/durations";
import * as transformer from "@sundial/validators/transformer";
import { initTRPC, type TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";
import { authorize, authorizePerson, type ForEveryone } from "./authorize.ts";
import type { Context, ServiceContext } from "./context.ts";
import { countClientCall, countPersonCall, uncountPersonCall } from "./count-call.ts";
import { toWireError, transportError } from "./errors.ts";
import { logCall } from "./log-call.ts";

export type { AnyTRPCProcedure as AnyProcedure, AnyTRPCRouter as AnyRouter } from "@trpc/server";

/** A procedure's metadata; the law tests read it. */
export interface ProcedureMeta {
  permission?: Permission;
  /** Its own limit, in addition to those for all calls. */
  limit?: LimitName;
  /** Why a mutation writes no audit event. Without this, it must write one. */
  unaudited?: string;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer,
    // More often than proxies give up on a silent connection.
    sse: { ping: { enabled: true, intervalMs: 25 * SECOND } },
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
  // What each call of a batch saved is tracked separately.
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

/** Open to anyone. The law test lists the procedures that may use it. */
export const publicProcedure = procedure;

type Declared = Omit<ProcedureMeta, "permission">;

/**
 * A procedure for callers who are signed in, active and allowed: people, and service accounts if
 * they can be given the permission. `limit` names an additional limit, counted per caller;
 * `unaudited` says why a mutation writes no audit event.
 *
 * Errors: those of `authorize`; TOO_MANY_REQUESTS.
 */
export function permitted(
  permission: ForEveryone,
  declared?: Declared,
): ReturnType<typeof forEveryone>;
export function permitted(
  permission: Permission,
  declared?: Declared,
): ReturnType<typeof forPeople>;
export function permitted(permission: Permission, declared: Declared = {}) {
  return isForEveryone(permission)
    ? forEveryone(permission, declared)
    : forPeople(permission, declared);
}

const isForEveryone = (permission: Permission): permission is ForEveryone =>
  permission === "identity:read" || servicePermission.safeParse(permission).success;

function forEveryone(permission: ForEveryone, declared: Declared) {
  return procedure.meta({ permission, ...declared }).use(async ({ ctx, next }) => {
    const allowed = await authorize(ctx, permission);
    return counted(allowed, declared.limit, () => next({ ctx: allowed }));
  });
}

function forPeople(permission: Permission, declared: Declared) {
  return procedure.meta({ permission, ...declared }).use(async ({ ctx, next }) => {
    const allowed = await authorizePerson(ctx, permission);
    return counted(allowed, declared.limit, () => next({ ctx: allowed }));
  });
}

type Outcome = { ok: true } | { ok: false; error: TRPCError };

async function counted<Result extends Outcome>(
  ctx: ServiceContext,
  limit: LimitName | undefined,
  call: () => Promise<Result>,
): Promise<Result> {
  await countPersonCall(ctx, ctx.actor.id, limit);
  const result = await call();
  if (limit !== undefined && !result.ok && isUnreadable(result.error)) {
    await uncountPersonCall(ctx, ctx.actor.id, limit);
  }
  return result;
}

/** Whether the input didn't fit the contract, which means that nothing was tried with it. */
function isUnreadable({ code, cause }: TRPCError) {
  return code === "BAD_REQUEST" && cause instanceof ZodError;
}
