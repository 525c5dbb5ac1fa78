import { preferredLocale } from "@sundial/validators";
import type { GenericEndpointContext } from "better-auth";
import { formCsrfMiddleware, getIP } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { userAgentOf } from "../user-agent.ts";
import { PENDING_FOR } from "./complete-sign-in.ts";
import type { CredentialContext } from "./context.ts";
import type { StartedSession } from "./start-session.ts";

/** What createAuth knows; the rest of a context comes from the request. */
export type CredentialSettings = Omit<
  CredentialContext,
  "ip" | "userAgent" | "locale" | "sessionLifetime" | "sessionToken"
>;

/** Accepts JSON only (Better Auth's default), and no forms from other sites. Never cached. */
export const jsonPost = {
  method: "POST" as const,
  body: z.unknown(),
  use: [formCsrfMiddleware],
  metadata: { noStore: true },
};

export async function credentialContext(
  settings: CredentialSettings,
  call: GenericEndpointContext,
): Promise<CredentialContext> {
  const { context, headers } = call;
  return {
    ...settings,
    sessionLifetime: context.sessionConfig.expiresIn,
    sessionToken: (await tokenOf(call)) || null,
    ip: headers ? getIP(headers, context.options) : null,
    userAgent: userAgentOf(headers),
    locale: preferredLocale(headers?.get("accept-language")),
  };
}

export function setCookie(call: GenericEndpointContext, { user, ...session }: StartedSession) {
  return setSessionCookie(call, { session, user });
}

/** The page that asks for a code after the first step. */
export const CODE_PATH = "/sign-in/code";

type Cookie = ReturnType<GenericEndpointContext["context"]["createAuthCookie"]>;

/** Has the token of a sign-in that still needs a code. */
export function pendingCookie(call: GenericEndpointContext): Cookie {
  return call.context.createAuthCookie("pending_sign_in", { maxAge: PENDING_FOR / 1000 });
}

/** Signed, so only what we have set comes back. */
export function setSecretCookie(call: GenericEndpointContext, cookie: Cookie, value: string) {
  return call.setSignedCookie(cookie.name, value, call.context.secret, cookie.attributes);
}

export async function secretCookie(call: GenericEndpointContext, cookie: Cookie) {
  return (await call.getSignedCookie(cookie.name, call.context.secret)) || null;
}

/** The session's token, from a cookie whose signature is valid. */
function tokenOf(call: GenericEndpointContext) {
  return call.getSignedCookie(call.context.authCookies.sessionToken.name, call.context.secret);
}
