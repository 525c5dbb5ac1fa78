import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { expireCookie } from "better-auth/cookies";
import {
  type CredentialSettings,
  credentialContext,
  jsonPost,
  secretCookie,
  setCookie,
  setSecretCookie,
} from "./endpoint-context.ts";
import { CHALLENGE_FOR, signInWithPasskey, startPasskeySignIn } from "./passkey-sign-in.ts";

/** The endpoints of signing in by a passkey. Adding one belongs to the API. */
export function passkeyEndpoints(settings: CredentialSettings, baseURL: string) {
  return {
    id: "sundial-passkeys",
    endpoints: {
      startPasskeySignIn: createAuthEndpoint("/sign-in/passkey/start", jsonPost, async (call) => {
        const ctx = await credentialContext(settings, call);
        const { options, token } = await startPasskeySignIn(ctx, baseURL);
        await setSecretCookie(call, challengeCookie(call), token);
        return call.json({ options });
      }),
      signInPasskey: createAuthEndpoint("/sign-in/passkey", jsonPost, async (call) => {
        const cookie = challengeCookie(call);
        const ctx = await credentialContext(settings, call);
        const token = await secretCookie(call, cookie);
        const { session, next } = await signInWithPasskey(ctx, call.body, { token, baseURL });
        expireCookie(call, cookie);
        await setCookie(call, session);
        return call.json({ next });
      }),
    },
  } satisfies BetterAuthPlugin;
}

/** Has the token of the challenge that this browser's passkey must answer. */
function challengeCookie(call: GenericEndpointContext) {
  return call.context.createAuthCookie("passkey_challenge", { maxAge: CHALLENGE_FOR / 1000 });
}
