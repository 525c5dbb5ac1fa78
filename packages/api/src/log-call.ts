import type { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { Context } from "./context.ts";

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
