import type { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { Context } from "./context.ts";
import { toWireError } from "./errors.ts";

/**
 * One line per call: the procedure, the person and the outcome. Faults on our side come with their
 * stack, under the id the client was shown. Input and output are not logged.
 */
export function logCall(
  ctx: Context,
  { path, ms, error }: { path: string; ms: number; error: TRPCError | null },
) {
  const { requestId, log } = ctx;
  const status = error ? getHTTPStatusCodeFromError(error) : 200;
  const code = error ? toWireError(error, requestId).code : undefined;
  const call = { requestId, path, status, code, ms, userId: ctx.knownActorId() };
  if (error && status >= 500) log.error({ ...call, err: error.cause ?? error }, "call failed");
  else log.info(call, "call");
}
