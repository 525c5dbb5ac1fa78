import type { IncomingMessage } from "node:http";
import { type allowedHosts, failureOf, guardedRequest, type Resolve } from "@sundial/outside";
import type { WebhookFailure } from "@sundial/validators";

/** A response's body is read only to let the receiver finish, and no further than this. */
const MAX_BODY_BYTES = 16 * 1024;

/** What came of one request. */
export interface PostOutcome {
  /** Null after a 2xx. */
  failure: WebhookFailure | null;
  statusCode: number | null;
}

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  allowed: ReturnType<typeof allowedHosts>;
  /** For all of it, in milliseconds. */
  deadline: number;
  /** Finds a name's addresses; by default in the DNS. Tests replace it. */
  resolve?: Resolve;
}

/**
 * Sends one request to an endpoint's URL, guarded like all requests to addresses that people enter.
 * Redirects aren't followed. Never throws: a failure is an outcome, named by its kind, and says
 * nothing about our network.
 */
export async function post(target: string, options: PostOptions): Promise<PostOutcome> {
  const { allowed, body, deadline, resolve } = options;
  const signal = AbortSignal.timeout(deadline);
  const headers = { ...options.headers, "content-length": Buffer.byteLength(body) };
  const failed = (error: unknown) => ({ failure: failureOf(error, signal), statusCode: null });
  try {
    const guard = { method: "POST", headers, allowed, signal, resolve } as const;
    const request = await guardedRequest(new URL(target), guard);
    return await new Promise((done) => {
      let answered: PostOutcome | null = null;
      request.on("error", (error) => done(answered ?? failed(error)));
      request.on("response", (response) => {
        const outcome = outcomeOf(response.statusCode ?? 0);
        answered = outcome;
        drain(response, () => {
          done(outcome);
          request.destroy();
        });
      });
      request.end(body);
    });
  } catch (error) {
    return failed(error);
  }
}

/** The status decides. A body that is too long, too slow or broken changes nothing. */
function drain(response: IncomingMessage, done: () => void) {
  let read = 0;
  response.on("data", (chunk: Buffer) => {
    read += chunk.length;
    if (read > MAX_BODY_BYTES) done();
  });
  for (const event of ["end", "close", "error"]) response.on(event, done);
}

function outcomeOf(statusCode: number): PostOutcome {
  if (statusCode >= 200 && statusCode < 300) return { failure: null, statusCode };
  if (statusCode === 410) return { failure: "gone", statusCode };
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return { failure: isRedirect ? "redirect" : "status", statusCode };
}
