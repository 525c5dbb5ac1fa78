import { preferredLocale } from "@sundial/validators";
import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { createAuthEndpoint, formCsrfMiddleware, getIP } from "better-auth/api";
import { deleteSessionCookie, setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { userAgentOf } from "../user-agent.ts";
import { confirmAddress } from "./confirm-address.ts";
import type { CredentialContext } from "./context.ts";
import { requestPasswordReset, resetPassword } from "./password-reset.ts";
import { prolongSession } from "./prolong-session.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { signUp } from "./sign-up.ts";
import type { StartedSession } from "./start-session.ts";
import { inSteadyTime } from "./steady-time.ts";

export type CredentialSettings = Omit<
  CredentialContext,
  "ip" | "userAgent" | "locale" | "sessionLifetime" | "sessionToken"
> & {
  /** Responses that must not reveal whether an address is known take a multiple of this, in ms. */
  steadyTime: number;
};

/** Accepts JSON only (Better Auth's default), and no forms from other sites. Never cached. */
const options = {
  method: "POST" as const,
  body: z.unknown(),
  use: [formCsrfMiddleware],
  metadata: { noStore: true },
};

/**
 * The endpoints for people who aren't signed in. They have the names of Better Auth's own endpoints
 * and replace them. Better Auth still handles cookies and checks the origin; our services do the
 * rest, each in one transaction.
 */
export function credentialEndpoints({ steadyTime: step, ...settings }: CredentialSettings) {
  async function contextOf(call: GenericEndpointContext): Promise<CredentialContext> {
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

  async function withCookie(call: GenericEndpointContext, session: StartedSession | null) {
    if (session === null) return call.json({ signedIn: false });
    await setCookie(call, session);
    return call.json({ signedIn: true });
  }

  return {
    id: "sundial-credentials",
    endpoints: {
      signUpEmail: createAuthEndpoint("/sign-up/email", options, async (call) =>
        call.json(
          await inSteadyTime({ step }, async () => signUp(await contextOf(call), call.body)),
        ),
      ),
      confirmAddress: createAuthEndpoint("/confirm-address", options, async (call) =>
        withCookie(call, await confirmAddress(await contextOf(call), call.body)),
      ),
      signInEmail: createAuthEndpoint("/sign-in/email", options, async (call) =>
        withCookie(
          call,
          await inSteadyTime({ step, failuresOnly: true }, async () =>
            signIn(await contextOf(call), call.body),
          ),
        ),
      ),
      requestPasswordReset: createAuthEndpoint("/request-password-reset", options, async (call) => {
        await inSteadyTime({ step }, async () =>
          requestPasswordReset(await contextOf(call), call.body),
        );
        return call.json({ next: "readMail" });
      }),
      resetPassword: createAuthEndpoint("/reset-password", options, async (call) => {
        await resetPassword(await contextOf(call), call.body);
        return call.json({ next: "signIn" });
      }),
      prolongSession: createAuthEndpoint("/prolong-session", options, async (call) => {
        const session = await prolongSession(await contextOf(call));
        if (session !== null) await setCookie(call, session);
        return call.json({ prolonged: session !== null });
      }),
      signOut: createAuthEndpoint("/sign-out", options, async (call) => {
        await signOut(await contextOf(call));
        deleteSessionCookie(call);
        return call.json({ signedOut: true });
      }),
    },
  } satisfies BetterAuthPlugin;
}

function setCookie(call: GenericEndpointContext, { user, ...session }: StartedSession) {
  return setSessionCookie(call, { session, user });
}

/** The session's token, from a cookie whose signature is valid. */
function tokenOf(call: GenericEndpointContext) {
  return call.getSignedCookie(call.context.authCookies.sessionToken.name, call.context.secret);
}
