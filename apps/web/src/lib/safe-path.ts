/** The path to go to after signing in: only ever one on this site, whatever the address says. */
export function safePath(path: string | undefined, fallback: string): string {
  if (path === undefined || !path.startsWith("/")) return fallback;
  const base = "http://site.invalid";
  // The URL parser decides, as the browser will: it knows "//evil", "/\evil" and the like.
  const url = URL.canParse(path, base) ? new URL(path, base) : undefined;
  return url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
