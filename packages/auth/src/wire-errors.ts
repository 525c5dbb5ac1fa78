import {
  codeOf,
  errorCode,
  INTERNAL_ISSUE,
  type WireError,
  wireError,
  wireText,
} from "@sundial/validators";
import { z } from "zod";

const betterAuthError = z.object({
  message: z.string().optional(),
  code: z.string().optional(),
  details: z.unknown().optional(),
});

/** Converts Better Auth's own errors to the shape all errors have. */
export function withWireErrors(handler: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const response = await handler(request);
    if (response.status < 400) return response;
    const headers = new Headers(response.headers);
    headers.delete("content-length");
    headers.set("content-type", "application/json");
    const body = translated(response.status, await response.text());
    return new Response(wireText(body), { status: response.status, headers });
  };
}

function translated(status: number, text: string): WireError {
  if (status >= 500) return { error: INTERNAL_ISSUE, code: "INTERNAL" };
  const { message, code, details } = parsed(text);
  const known = errorCode.safeParse(code);
  return wireError.parse({
    error: message ?? "We couldn't process this request.",
    code: known.success ? known.data : codeOf(status),
    details,
  });
}

function parsed(text: string): z.infer<typeof betterAuthError> {
  try {
    return betterAuthError.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
