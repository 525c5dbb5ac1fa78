import { beside } from "@sundial/db";
import { DomainError, errorResponse } from "@sundial/validators";
import { getTRPCErrorFromUnknown, type TRPCError } from "@trpc/server";
import { z } from "zod";
import type { Context } from "./context.ts";
import { countClientCall } from "./count-call.ts";
import { toWireError, transportError } from "./errors.ts";
import { logCall } from "./log-call.ts";

/** For one reader only: no cache may store it. */
const PRIVATE = { "cache-control": "private, no-store" };

/** The challenge of every 401 for bearers (RFC 6750, section 3), whatever is wrong. */
const CHALLENGE = { "www-authenticate": 'Bearer error="invalid_token"' };

/** The headers of a tRPC answer, for its adapters' `responseMeta`. */
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
  /** The whole text or file, or a stream of it; null when the reader has it already. */
  text: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;
  headers?: Record<string, string>;
}

/** Where the reader goes instead; an absolute address. */
interface Elsewhere {
  location: string;
}

/**
 * A read-only route next to tRPC: GET and HEAD, everything else is 405. Failures get the same
 * message, status and log line as from a procedure called `path`. The URL may contain a secret and
 * is never logged.
 */
export async function answerRead(
  ctx: Context,
  { method, path }: { method: string; path: string },
  read: () => Promise<TextAnswer | Elsewhere>,
): Promise<Response> {
  if (method !== "GET" && method !== "HEAD") {
    return errorResponse(
      { error: "This URL only supports reading.", code: "BAD_REQUEST" },
      { status: 405, headers: { allow: "GET, HEAD" } },
    );
  }
  return answered(ctx, { path, type: "query" }, async () => {
    await countClientCall(ctx);
    const answer = await read();
    if ("location" in answer) {
      return new Response(null, { status: 302, headers: { ...PRIVATE, ...answer } });
    }
    const { contentType, text, headers } = answer;
    return new Response(method === "HEAD" ? null : text, {
      status: text === null ? 304 : 200,
      headers: { ...PRIVATE, "content-type": contentType, ...headers },
    });
  });
}

/**
 * A route next to tRPC that changes something: POST, everything else is 405. Failures are answered
 * and logged as in `answerRead`.
 */
export async function answerWrite(
  ctx: Context,
  { method, path }: { method: string; path: string },
  write: () => Promise<Response>,
): Promise<Response> {
  if (method !== "POST") {
    return errorResponse(
      { error: "This URL doesn't support that method.", code: "BAD_REQUEST" },
      { status: 405, headers: { allow: "POST" } },
    );
  }
  return beside(() => answered(ctx, { path, type: "mutation" }, write));
}

/** Logs a call, and turns what it throws into an answer. */
async function answered(
  ctx: Context,
  { path, type }: { path: string; type: "query" | "mutation" },
  work: () => Promise<Response>,
): Promise<Response> {
  const begun = performance.now();
  const log = (error: TRPCError | null) =>
    logCall(ctx, { path, ms: Math.round(performance.now() - begun), error });
  try {
    const answer = await work();
    log(null);
    return answer;
  } catch (error) {
    const failure = transportError(getTRPCErrorFromUnknown(error), type);
    log(failure);
    return errorResponse(toWireError(failure, ctx.requestId), responseMeta({ errors: [failure] }));
  }
}
