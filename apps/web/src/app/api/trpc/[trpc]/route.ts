import { appRouter, responseMeta } from "@sundial/api";
import { MAX_BATCH_SIZE, MAX_BODY_BYTES, type WireError } from "@sundial/validators";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createRequestContext } from "~/server";

async function handler(request: Request) {
  const refusal = refuse(request);
  if (refusal) return refusal;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createRequestContext(request.headers),
    maxBatchSize: MAX_BATCH_SIZE,
    // Long queries come as POST.
    allowMethodOverride: true,
    responseMeta,
  });
}

/** What a page of ours never sends: forms and files from elsewhere, and very large bodies. */
function refuse(request: Request): Response | null {
  if (request.method !== "POST") return null;
  const site = request.headers.get("sec-fetch-site");
  // Nobody's browser adds a bearer by itself, and with one the cookies do not count.
  if (site === "cross-site" && !request.headers.has("authorization"))
    return answer(403, "FORBIDDEN", "Requests from other sites are refused.");
  if (request.headers.get("content-type")?.startsWith("application/json") !== true) {
    return answer(415, "BAD_REQUEST", "Send JSON.");
  }
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) {
    return answer(413, "PAYLOAD_TOO_LARGE", "The request is too large.");
  }
  return null;
}

function answer(status: number, code: WireError["code"], error: string) {
  return Response.json({ error, code } satisfies WireError, { status });
}

export { handler as GET, handler as POST };
