import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { expireCookie } from "better-auth/cookies";
import { generateRandomString } from "better-auth/crypto";
import { completeEmailLink, EMAIL_LINK_FOR, requestEmailLink } from "./email-link.ts";
import {
  CODE_PATH,
  type CredentialSettings,
  credentialContext,
  jsonPost,
  pendingCookie,
  secretCookie,
  setCookie,
  setSecretCookie,
} from "./endpoint-context.ts";
import { inSteadyTime } from "./steady-time.ts";

/** The endpoints of signing in by a link in an email. */
export function emailLinkEndpoints(
  settings: CredentialSettings,
  /** Answers that must not reveal whether an address is known take a multiple of this, in ms. */
  step: number,
) {
  return {
    id: "sundial-email-link",
    endpoints: {
      requestEmailLink: createAuthEndpoint("/sign-in/email-link", jsonPost, async (call) => {
        const cookie = browserCookie(call);
        const browser = (await secretCookie(call, cookie)) ?? generateRandomString(32);
        await inSteadyTime({ step }, async () =>
          requestEmailLink(await credentialContext(settings, call), call.body, browser),
        );
        await setSecretCookie(call, cookie, browser);
        return call.json({ next: "readMail" });
      }),
      completeEmailLink: createAuthEndpoint("/complete-email-link", jsonPost, async (call) => {
        const cookie = browserCookie(call);
        const ctx = await credentialContext(settings, call);
        const { next, ...outcome } = await completeEmailLink(
          ctx,
          call.body,
          await secretCookie(call, cookie),
        );
        expireCookie(call, cookie);
        if ("session" in outcome) {
          await setCookie(call, outcome.session);
          return call.json({ next });
        }
        await setSecretCookie(call, pendingCookie(call), outcome.pending);
        return call.json({ next: CODE_PATH });
      }),
    },
  } satisfies BetterAuthPlugin;
}

/** Tells the browser that asked for a link from others. */
function browserCookie(call: GenericEndpointContext) {
  return call.context.createAuthCookie("email_link", { maxAge: EMAIL_LINK_FOR / 1000 });
}
