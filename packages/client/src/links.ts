import { retryLink, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { SundialRouter } from "./contract.ts";
import { isRecord, SundialError, toSundialError } from "./error.ts";
import { isRepeatable, withKey } from "./idempotency.ts";

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 300;

/** Gives calls their key, ends them at the deadline, and reports all failures as `SundialError`. */
export function callLink({ url, timeoutMs }: { url: string; timeoutMs: number }) {
  const link: TRPCLink<SundialRouter> =
    () =>
    ({ op, next }) =>
      observable((observer) => {
        const context = { ...op.context, deadline: performance.now() + timeoutMs };
        const timer = setTimeout(() => {
          call.unsubscribe();
          observer.error(deadlineExceeded(op.type === "mutation", timeoutMs));
        }, timeoutMs);
        const call = next({ ...withKey(op), context }).subscribe({
          next: (answer) => observer.next(answer),
          error: (error) => {
            clearTimeout(timer);
            observer.error(toSundialError(error, url));
          },
          complete: () => {
            clearTimeout(timer);
            observer.complete();
          },
        });
        return () => {
          clearTimeout(timer);
          call.unsubscribe();
        };
      });
  return link;
}

function deadlineExceeded(isWrite: boolean, timeoutMs: number) {
  const outcome = isWrite
    ? " It may or may not have been carried out. Check before you retry."
    : "";
  return new SundialError({
    code: "DEADLINE_EXCEEDED",
    message: `There was no answer within ${timeoutMs / 1000} seconds.${outcome}`,
  });
}

/**
 * Retries what failed for a reason that passes, and what can't be carried out twice: reads, and
 * writes with an idempotency key. Waits longer each time, and as long as the server asks for. Gives
 * up with the last error when the deadline is too close for that.
 */
export function retries(url: string): TRPCLink<SundialRouter> {
  // retryLink asks for the wait right after asking whether to retry.
  let waitMs = 0;
  return retryLink({
    retry: ({ op, error, attempts }) => {
      const failure = toSundialError(error, url);
      const wait = askedWait(failure, error.meta);
      waitMs = Math.max(wait, FIRST_WAIT_MS * 2 ** (attempts - 1) * (0.5 + Math.random()));
      const isInTime = performance.now() + waitMs < Number(op.context.deadline);
      return attempts < ATTEMPTS && isInTime && isRepeatable(op) && isPassing(failure);
    },
    retryDelayMs: () => waitMs,
  });
}

/** No connection, too many requests, or a server or proxy that can't answer right now. */
function isPassing({ code, status = 503 }: SundialError) {
  if (code === "CANCELLED") return false;
  return code === "UNREACHABLE" || [429, 502, 503, 504].includes(status);
}

/** In milliseconds. Within a batch, only the details tell how long one call has to wait. */
function askedWait({ details }: SundialError, meta: Record<string, unknown> | undefined): number {
  const header = meta?.response instanceof Response && meta.response.headers.get("retry-after");
  const seconds = isRecord(details) ? details.retryAfter : Number(header);
  return typeof seconds === "number" && seconds > 0 ? seconds * 1000 : 0;
}
