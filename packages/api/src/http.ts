import { DomainError, errorResponse } from "@sundial/validators";
import { getTRPCErrorFromUnknown, type TRPCError } from "@trpc/server";
import { z } from "zod";
import type { Context } from "./context.ts";
import { countClientCall } from "./count-call.ts";
import { toWireError, transportError } from "./errors.ts";
import { logCall } from "./log-call.ts";

/** For the one reader it was made for: kept by no cache on the way. */
const PRIVATE = { "cache-control": "private, no-store" };

/** What every 401 says to a bearer, whatever was wrong (RFC 6750, section 3). */
const CHALLENGE = { "www-authenticate": 'Bearer error="invalid_token"' };

/** The headers of an answer of tRPC's, for its adapters' `responseMeta`. */
export function responseMeta({ errors }: { errors: readonly TRPCError[] }) {
  const isRefused = errors.some(({ code }) => code === "UNAUTHORIZED");
  const wait = Math.max(0, ...errors.map(secondsToWait));
  return {
    headers: {
      ...PRIVATE,
      ...(isRefused && CHALLENGE),
      ...(wait > 0 && { "retry-after": String(wait) }),
    },
  };
}

const waiting = z.object({ retryAfter: z.int() });

function secondsToWait({ cause }: TRPCError): number {
  if (!(cause instanceof DomainError) || cause.code !== "TOO_MANY_REQUESTS") return 0;
  return waiting.safeParse(cause.details).data?.retryAfter ?? 0;
}

interface TextAnswer {
  contentType: string;
  /** Whole, or as it comes. */
  text: string | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

/**
 * A door beside tRPC that only reads: GET and HEAD, all else is 405. What fails leaves with the same
 * words, status and log line as from a procedure called `path`; the request's address, which may
 * hold a secret, is never logged.
 */
export async function answerRead(
  ctx: Context,
  { method, path }: { method: string; path: string },
  read: () => Promise<TextAnswer>,
): Promise<Response> {
  if (method !== "GET" && method !== "HEAD") {
    return errorResponse(
      { error: "This URL only supports reading.", code: "BAD_REQUEST" },
      { status: 405, headers: { allow: "GET, HEAD" } },
    );
  }
  const begun = performance.now();
  const log = (error: TRPCError | null) =>
    logCall(ctx, { path, ms: Math.round(performance.now() - begun), error });
  try {
    await countClientCall(ctx);
    const { contentType, text, headers } = await read();
    log(null);
    return new Response(method === "HEAD" ? null : text, {
      headers: { ...PRIVATE, "content-type": contentType, ...headers },
    });
  } catch (error) {
    const failure = transportError(getTRPCErrorFromUnknown(error), "query");
    log(failure);
    return errorResponse(toWireError(failure, ctx.requestId), responseMeta({ errors: [failure] }));
  }
}
