import { errorCode, type WireError, wireError } from "@sundial/validators";
import { z } from "zod";

const betterAuthError = z.object({
  message: z.string().optional(),
  code: z.string().optional(),
  details: z.unknown().optional(),
});

const CODE_BY_STATUS: Readonly<Record<number, WireError["code"]>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  413: "PAYLOAD_TOO_LARGE",
  415: "BAD_REQUEST",
  429: "TOO_MANY_REQUESTS",
};

/** Wraps a Better Auth handler so that its errors leave in the shape all of our errors have. */
export function withWireErrors(handler: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const response = await handler(request);
    if (response.status < 400) return response;
    const headers = new Headers(response.headers);
    headers.delete("content-length");
    headers.set("content-type", "application/json");
    const body = translated(response.status, await response.text());
    return new Response(JSON.stringify(body), { status: response.status, headers });
  };
}

function translated(status: number, text: string): WireError {
  if (status >= 500) return { error: "Something went wrong on our side.", code: "INTERNAL" };
  const { message, code, details } = parsed(text);
  const known = errorCode.safeParse(code);
  return wireError.parse({
    error: message ?? "The request was refused.",
    code: known.success ? known.data : CODE_BY_STATUS[status],
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
