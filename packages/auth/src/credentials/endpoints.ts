import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { deleteSessionCookie } from "better-auth/cookies";
import { confirmAddress } from "./confirm-address.ts";
import {
  type CredentialSettings,
  credentialContext,
  jsonPost,
  setCookie,
} from "./endpoint-context.ts";
import { requestPasswordReset, resetPassword } from "./password-reset.ts";
import { prolongSession } from "./prolong-session.ts";
import { setUpAdmin } from "./set-up-admin.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { signUp } from "./sign-up.ts";
import type { StartedSession } from "./start-session.ts";
import { inSteadyTime } from "./steady-time.ts";

/**
 * The endpoints for people who aren't signed in. They have the names of Better Auth's own endpoints
 * and replace them. Better Auth still handles cookies and checks the origin; our services do the
 * rest, each in one transaction.
 */
export function credentialEndpoints(
  settings: CredentialSettings,
  /** Answers that must not reveal whether an address is known take a multiple of this, in ms. */
  step: number,
) {
  const contextOf = (call: GenericEndpointContext) => credentialContext(settings, call);

  async function withCookie(call: GenericEndpointContext, session: StartedSession | null) {
    if (session === null) return call.json({ signedIn: false });
    await setCookie(call, session);
    return call.json({ signedIn: true });
  }

  return {
    id: "sundial-credentials",
    endpoints: {
      signUpEmail: createAuthEndpoint("/sign-up/email", jsonPost, async (call) =>
        call.json(
          await inSteadyTime({ step }, async () => signUp(await contextOf(call), call.body)),
        ),
      ),
      confirmAddress: createAuthEndpoint("/confirm-address", jsonPost, async (call) =>
        withCookie(call, await confirmAddress(await contextOf(call), call.body)),
      ),
      setUpAdmin: createAuthEndpoint("/set-up-admin", jsonPost, async (call) =>
        withCookie(call, await setUpAdmin(await contextOf(call), call.body)),
      ),
      signInEmail: createAuthEndpoint("/sign-in/email", jsonPost, async (call) =>
        withCookie(
          call,
          await inSteadyTime({ step, failuresOnly: true }, async () =>
            signIn(await contextOf(call), call.body),
          ),
        ),
      ),
      requestPasswordReset: createAuthEndpoint(
        "/request-password-reset",
        jsonPost,
        async (call) => {
          await inSteadyTime({ step }, async () =>
            requestPasswordReset(await contextOf(call), call.body),
          );
          return call.json({ next: "readMail" });
        },
      ),
      resetPassword: createAuthEndpoint("/reset-password", jsonPost, async (call) => {
        await resetPassword(await contextOf(call), call.body);
        return call.json({ next: "signIn" });
      }),
      prolongSession: createAuthEndpoint("/prolong-session", jsonPost, async (call) => {
        const session = await prolongSession(await contextOf(call));
        if (session !== null) await setCookie(call, session);
        return call.json({ prolonged: session !== null });
      }),
      signOut: createAuthEndpoint("/sign-out", jsonPost, async (call) => {
        await signOut(await contextOf(call));
        deleteSessionCookie(call);
        return call.json({ signedOut: true });
      }),
    },
  } satisfies BetterAuthPlugin;
}
