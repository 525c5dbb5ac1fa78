const READS = ["GET", "HEAD", "OPTIONS"];

export interface Origins {
  /** The address people open. */
  site: string;
  /** Other frontends, exactly as browsers write their origins. */
  allowed: readonly string[];
  /** Whether any port of this machine is allowed, because a developer's server may have moved. */
  anyLocalPort: boolean;
}

/** Whether an Origin header names the site itself or an allowed frontend. */
export function isAllowedOrigin(origin: string, { site, allowed, anyLocalPort }: Origins): boolean {
  if (origin === new URL(site).origin || allowed.includes(origin)) return true;
  return anyLocalPort && /^http:\/\/localhost(:\d+)?$/.test(origin);
}

/**
 * Whether a request that may change something comes from another site's page. Browsers name the
 * page in Origin, or at least its relation in Sec-Fetch-Site. Programs send neither and have
 * nobody's cookies. No browser sends a bearer token by itself.
 */
export function isForeignWrite({ method, headers }: Request, origins: Origins): boolean {
  if (READS.includes(method)) return false;
  if (headers.has("authorization") && !headers.has("cookie")) return false;
  const origin = headers.get("origin");
  if (origin !== null) return !isAllowedOrigin(origin, origins);
  return !["same-origin", "none"].includes(headers.get("sec-fetch-site") ?? "none");
}

/** Lets an allowed frontend read our answer; empty for all others. */
export function corsHeaders(request: Request, origins: Origins): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origin === null || !isAllowedOrigin(origin, origins)) return { vary: "origin" };
  return {
    vary: "origin",
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "retry-after, x-request-id",
    // The site prevents others from embedding its answers; these are allowed to.
    "cross-origin-resource-policy": "cross-origin",
  };
}

const METHODS = ["GET", "HEAD", "POST"];
const HEADERS = ["authorization", "content-type", "trpc-accept", "x-trpc-source"];

/** The answer to a CORS preflight: allows what our own pages send. */
export function answerPreflight(request: Request, origins: Origins): Response {
  const cors = corsHeaders(request, origins);
  const method = request.headers.get("access-control-request-method") ?? "";
  const names = (request.headers.get("access-control-request-headers") ?? "").toLowerCase();
  const wanted = names.split(",").map((name) => name.trim());
  const isKnown =
    METHODS.includes(method) && wanted.every((name) => name === "" || HEADERS.includes(name));
  if (!("access-control-allow-origin" in cors) || !isKnown) {
    return new Response(null, { status: 403, headers: { vary: "origin" } });
  }
  return new Response(null, {
    status: 204,
    headers: {
      ...cors,
      "access-control-allow-methods": METHODS.join(", "),
      "access-control-allow-headers": HEADERS.join(", "),
      "access-control-max-age": "600",
    },
  });
}
