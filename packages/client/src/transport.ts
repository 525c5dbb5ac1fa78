import { notSundial, SundialError, unreachable } from "./error.ts";

export type TokenSource = string | (() => string | Promise<string>);

/**
 * A fetch that tells why there is no answer from Sundial, which tRPC's links don't.
 *
 * Errors: UNREACHABLE, NOT_SUNDIAL; rejects with the signal's reason when it is aborted.
 */
export function sundialFetch(send: typeof fetch, site: string): typeof fetch {
  return async (input, init) => {
    // A cookie beside the token would be a second identity, which the server rejects.
    const request = { ...init, credentials: "omit" } as const;
    const response = await send(input, request).catch((error: unknown) => {
      // Also when a fetch with a signal of its own was aborted.
      const isAborted = error instanceof Error && error.name === "AbortError";
      throw isAborted || init?.signal?.aborted ? error : unreachable(site, error);
    });
    const [type] = response.headers.get("content-type")?.split(";") ?? [];
    if (type === "application/json") return response;
    throw notSundial(site, { status: response.status, type });
  };
}

/** The headers that identify the caller. Errors: NO_TOKEN. */
export async function bearer(token: TokenSource | undefined): Promise<Record<string, string>> {
  if (token === undefined) return {};
  if (typeof token === "string") return { authorization: `Bearer ${token}` };
  try {
    return { authorization: `Bearer ${await token()}` };
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const message = `There is no token for this call: ${cause.message}`;
    throw new SundialError({ code: "NO_TOKEN", message, cause });
  }
}
