const MAX_LENGTH = 300;

/** What a program calls itself, as much of it as is kept. */
export function userAgentOf(headers: Headers | undefined): string | null {
  return headers?.get("user-agent")?.slice(0, MAX_LENGTH) ?? null;
}
