import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import {
  type CredentialSettings,
  credentialContext,
  jsonPost,
  setCookie,
} from "./endpoint-context.ts";
import { joinWithPasskey, joinWithPassword, startPasskeyJoin } from "./join.ts";

/** The endpoints of invited people without an account. With a provider, it is /sign-in/social. */
export function joinEndpoints(settings: CredentialSettings, baseURL: string) {
  return {
    id: "sundial-join",
    endpoints: {
      join: createAuthEndpoint("/join", jsonPost, async (call) => {
        const ctx = await credentialContext(settings, call);
        await setCookie(call, await joinWithPassword(ctx, call.body));
        return call.json({ signedIn: true });
      }),
      startPasskeyJoin: createAuthEndpoint("/join/passkey/start", jsonPost, async (call) => {
        const ctx = await credentialContext(settings, call);
        return call.json(await startPasskeyJoin(ctx, call.body, baseURL));
      }),
      joinPasskey: createAuthEndpoint("/join/passkey", jsonPost, async (call) => {
        const ctx = await credentialContext(settings, call);
        await setCookie(call, await joinWithPasskey(ctx, call.body, baseURL));
        return call.json({ signedIn: true });
      }),
    },
  } satisfies BetterAuthPlugin;
}
