const READS = ["GET", "HEAD", "OPTIONS"];

export interface Origins {
  /** The address people open. */
  site: string;
  /** Other frontends, exactly as browsers write them. */
  allowed: readonly string[];
  /** Whether any port of this machine will do: a developer's server may have moved. */
  anyLocalPort: boolean;
}

/** Whether an Origin header names the site itself or a frontend that was allowed. */
export function isAllowedOrigin(origin: string, { site, allowed, anyLocalPort }: Origins): boolean {
  if (origin === new URL(site).origin || allowed.includes(origin)) return true;
  return anyLocalPort && /^http:\/\/localhost(:\d+)?$/.test(origin);
}

/**
 * Whether a request that may change something was made by a page of somebody else. Browsers name the
 * page in Origin, or at least its distance in Sec-Fetch-Site; programs name neither, and hold no
 * cookies of anybody's. A bearer is sent by nobody's browser of itself.
 */
export function isForeignWrite({ method, headers }: Request, origins: Origins): boolean {
  if (READS.includes(method)) return false;
  if (headers.has("authorization") && !headers.has("cookie")) return false;
  const origin = headers.get("origin");
  if (origin !== null) return !isAllowedOrigin(origin, origins);
  return !["same-origin", "none"].includes(headers.get("sec-fetch-site") ?? "none");
}

/** What lets an allowed frontend read our answer; nothing for all others. */
export function corsHeaders(request: Request, origins: Origins): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origin === null || !isAllowedOrigin(origin, origins)) return { vary: "origin" };
  return {
    vary: "origin",
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "retry-after, x-request-id",
    // The site keeps others from embedding its answers; these were let in.
    "cross-origin-resource-policy": "cross-origin",
  };
}

const METHODS = ["GET", "HEAD", "POST"];
const HEADERS = ["authorization", "content-type", "trpc-accept", "x-trpc-source"];

/** The answer to a browser that asks before it sends: yes for what our own pages send. */
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
