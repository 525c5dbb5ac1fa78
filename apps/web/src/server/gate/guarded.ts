import { type ErrorCode, errorResponse, MAX_BODY_BYTES } from "@sundial/validators";
import { isReadableQuery } from "../percent-encoding";
import { answerPreflight, corsHeaders, isForeignWrite, type Origins } from "./cross-site";
import { isPlain } from "./json-shape";

interface GuardOptions {
  origins: () => Origins;
  /** Paths that accept a form, as their standard requires; all others accept only JSON. */
  forms?: readonly string[];
  /** Whether a body, or the `input` of a URL, is valid for the handler; by default, any JSON is. */
  isInput?: (value: unknown, request: Request) => boolean;
  handler: (request: Request) => Promise<Response>;
}

/**
 * Guards a route that may change something. Writes from other sites, other content types and
 * malformed bodies are rejected before the handler sees them. Allowed frontends may read the
 * answers, and no cache stores them.
 */
export function guarded({ origins, forms = [], isInput = () => true, handler }: GuardOptions) {
  return async (request: Request): Promise<Response> => {
    if (request.method === "OPTIONS") return answerPreflight(request, origins());
    const isForm = forms.includes(new URL(request.url).pathname);
    const response =
      (await refuse(request, { origins: origins(), isForm, isInput })) ?? (await handler(request));
    const headers = new Headers(response.headers);
    // Public answers, such as public keys, set their own header.
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
    if (!headers.has("access-control-allow-origin")) {
      const { vary, ...cors } = corsHeaders(request, origins());
      headers.append("vary", vary ?? "origin");
      for (const [name, value] of Object.entries(cors)) headers.set(name, value);
    }
    return new Response(response.body, { status: response.status, headers });
  };
}

async function refuse(
  request: Request,
  {
    origins,
    isForm,
    isInput,
  }: { origins: Origins; isForm: boolean } & Required<Pick<GuardOptions, "isInput">>,
): Promise<Response | null> {
  if (isForeignWrite(request, origins)) {
    return answer(403, "FORBIDDEN", "Requests from other sites aren't allowed.");
  }
  const isReadable = (text: string) => {
    const value = parsed(text);
    return value !== undefined && isPlain(value) && isInput(value, request);
  };
  const { search, searchParams } = new URL(request.url);
  if (!isReadableQuery(search) || !searchParams.getAll("input").every(isReadable)) {
    return unreadable();
  }
  if (request.method === "GET" || request.method === "HEAD") return null;
  const text = await request.clone().text();
  // The door limits it already, but not every host has one.
  if (text.length > MAX_BODY_BYTES) {
    return answer(413, "PAYLOAD_TOO_LARGE", "The request is too large. Send at most 256 KB.");
  }
  if (isForm) return isReadableQuery(text) ? null : unreadable();
  const type = request.headers.get("content-type") ?? "";
  if (type === "" && text === "") return null;
  if (!/^application\/json\s*(;|$)/i.test(type)) return answer(415, "BAD_REQUEST", "Send JSON.");
  return text === "" || isReadable(text) ? null : unreadable();
}

/** Undefined for text that isn't JSON, because JSON has no such value. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unreadable = () =>
  answer(400, "BAD_REQUEST", "The request isn't valid. Check its URL, headers and body.");

function answer(status: number, code: ErrorCode, error: string) {
  return errorResponse({ error, code }, { status });
}
