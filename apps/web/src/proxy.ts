import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { CLIENT_ADDRESS_HEADER, REQUEST_ID_HEADER } from "./server/door/own-headers";
import { env } from "./server/env/env";
import {
  inertPolicy,
  pagePolicy,
  securityHeaders,
  strictTransport,
} from "./server/security-headers";

/**
 * What each request and response carries inside the app: the nonce for the page's scripts, the
 * request's ID, and the security headers, even on hosts without the door.
 */
export function proxy(request: NextRequest) {
  const { NODE_ENV, BETTER_AUTH_URL, CLIENT_ADDRESS_HEADER: header } = env();
  const { pathname } = request.nextUrl;
  const isImage = pathname === "/logo" || pathname.startsWith("/avatars/");
  const isPage = !isImage && !pathname.startsWith("/api/");
  const nonce = randomBytes(16).toString("base64");
  const policy = isPage
    ? pagePolicy(nonce, { development: NODE_ENV === "development" })
    : inertPolicy;
  const isBehindDoor = header === CLIENT_ADDRESS_HEADER;
  const requestId = (isBehindDoor && request.headers.get(REQUEST_ID_HEADER)) || randomUUID();

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set(REQUEST_ID_HEADER, requestId);

  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  response.headers.set("content-security-policy", policy);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  if (BETTER_AUTH_URL.startsWith("https:")) {
    response.headers.set("strict-transport-security", strictTransport);
  }
  return response;
}

// Built files are the same for everyone; next.config.ts sets their headers.
export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg).*)"] };
