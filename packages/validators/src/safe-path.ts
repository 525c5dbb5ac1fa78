const BASE = "http://site.invalid";

/** The path to go to after signing in: always one on this site, whatever the URL says. */
export function safePath(path: string | undefined, fallback: string): string {
  if (path === undefined || !path.startsWith("/")) return fallback;
  const resolved = resolve(path);
  // Resolved twice, as the browser will: "/.//evil" resolves to "//evil", which leads away.
  return resolved !== null && resolve(resolved) === resolved ? resolved : fallback;
}

/** Uses the URL parser, like the browser: it knows "//evil", "/\evil" and the like. */
function resolve(path: string) {
  const url = URL.canParse(path, BASE) ? new URL(path, BASE) : null;
  return url?.origin === BASE ? `${url.pathname}${url.search}${url.hash}` : null;
}
