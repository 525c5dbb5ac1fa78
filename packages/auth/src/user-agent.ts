const MAX_LENGTH = 300;

/** The User-Agent of a request, up to the stored length. */
export function userAgentOf(headers: Headers | undefined): string | null {
  return headers?.get("user-agent")?.slice(0, MAX_LENGTH) ?? null;
}
