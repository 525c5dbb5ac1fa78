const BASE = "http://site.invalid";

/** The path to go to after signing in: only ever one on this site, whatever the address says. */
export function safePath(path: string | undefined, fallback: string): string {
  if (path === undefined || !path.startsWith("/")) return fallback;
  const resolved = resolve(path);
  // Once more, as the browser will: "/.//evil" resolves to "//evil", which leads away.
  return resolved !== null && resolve(resolved) === resolved ? resolved : fallback;
}

/** The URL parser decides, as the browser's does: it knows "//evil", "/\evil" and the like. */
function resolve(path: string) {
  const url = URL.canParse(path, BASE) ? new URL(path, BASE) : null;
  return url?.origin === BASE ? `${url.pathname}${url.search}${url.hash}` : null;
}
