import {
  type SignInProblem,
  safePath,
  startProviderSignInInput,
  timeZone as timeZoneName,
} from "@sundial/validators";
import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { expireCookie } from "better-auth/cookies";
import { generateRandomString } from "better-auth/crypto";
import { generateState, parseState } from "better-auth/oauth2";
import { z } from "zod";
import { type Provider, ProviderFailure } from "../providers/provider.ts";
import { callbackPath, type Providers } from "../providers/providers.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { beginConnecting, finishConnecting } from "./connect-provider.ts";
import { parseInput } from "./context.ts";
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
import { signInWithProvider } from "./provider-sign-in.ts";

/** The page about a sign-in that came to nothing. */
export const PROBLEM_PATH = "/sign-in/problem";
const CONNECTED_PATH = "/account";
const HOME_PATH = "/mentors";
/** Where people begin. */
const WELCOME_PATH = "/welcome";
/** A longer path wouldn't fit in the state's cookie, which browsers then drop. */
const MAX_PATH = 500;

/** What we keep, beside Better Auth's part, in the encrypted cookie of the state. */
const journey = z.object({
  provider: z.string(),
  nonce: z.string(),
  next: z.string(),
  timeZone: timeZoneName,
  /** Set while somebody connects a provider to their account. */
  userId: z.string().optional(),
  /** The token of an invitation, for a new account. */
  invitation: z.string().optional(),
});
type Journey = z.infer<typeof journey>;

const callbackQuery = z.object({
  code: z.string().max(4_000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(2_000).optional(),
});

/** Errors that mean trouble at the provider (RFC 6749, section 4.1.2.1). */
const AWAY = ["server_error", "temporarily_unavailable"];

interface Tools {
  providers: Providers;
  /** The app's own address. */
  baseURL: string;
  /** Notes why a provider's answer came to nothing. */
  warn: (fields: object, message: string) => void;
}

/**
 * The endpoints of signing in with a provider. They take the place of Better Auth's own, and its
 * functions make and check the state (bound to the browser, ten minutes) and the proof key. Our
 * services decide who gets in.
 */
export function providerEndpoints(settings: CredentialSettings, tools: Tools) {
  const { providers } = tools;
  const contextOf = (call: GenericEndpointContext) => credentialContext(settings, call);

  /** The provider's page; ours about the trouble if there is any. */
  async function depart(call: GenericEndpointContext, trip: Omit<Journey, "nonce">) {
    const provider = providers.get(trip.provider);
    if (provider === undefined) return problemPath(trip.provider, "away");
    const nonce = generateRandomString(32);
    try {
      const { state, codeVerifier } = await generateState(call, {
        additionalData: { journey: { ...trip, nonce } },
      });
      const redirectURI = redirectURIOf(tools, provider);
      return (
        await provider.authorizationURL({ state, codeVerifier, nonce, redirectURI })
      ).toString();
    } catch (error) {
      return problemPath(provider.id, failed(error));
    }
  }

  function failed(error: unknown): SignInProblem {
    if (!(error instanceof ProviderFailure)) throw error;
    tools.warn({ problem: error.problem }, error.message);
    return error.problem;
  }

  /** Where the browser goes after a provider has sent it back. */
  async function arrive(call: GenericEndpointContext, provider: Provider): Promise<string> {
    const { codeVerifier, ...state } = await parseState(call);
    const trip = journey.safeParse(state.journey);
    if (!trip.success || trip.data.provider !== provider.id) {
      return problemPath(provider.id, "expired");
    }
    const { nonce, next, timeZone, userId, invitation } = trip.data;
    const { code, error, iss } = callbackQuery.safeParse(call.query).data ?? {};
    if (error !== undefined) {
      return problemPath(provider.id, AWAY.includes(error) ? "away" : "refused");
    }
    if (code === undefined) return problemPath(provider.id, "invalid");
    const redirectURI = redirectURIOf(tools, provider);
    const answer = { code, codeVerifier, nonce, redirectURI, issuer: iss };
    const identity = await provider.identify(answer).catch(failed);
    if (typeof identity === "string") return problemPath(provider.id, identity);
    const ctx = await contextOf(call);
    if (userId !== undefined) {
      const problem = await finishConnecting(ctx, { provider, identity }, userId);
      return problem === null ? CONNECTED_PATH : problemPath(provider.id, problem);
    }
    const arrival = { provider, identity, timeZone, next, invitation };
    const outcome = await signInWithProvider(ctx, arrival);
    if ("problem" in outcome) return problemPath(provider.id, outcome.problem);
    if ("session" in outcome) {
      await setCookie(call, outcome.session);
      return outcome.hasJoined ? WELCOME_PATH : next;
    }
    await setSecretCookie(call, pendingCookie(call), outcome.pending);
    return CODE_PATH;
  }

  return {
    id: "sundial-providers",
    endpoints: {
      signInSocial: createAuthEndpoint("/sign-in/social", jsonPost, async (call) => {
        const { provider, next, ...input } = parseInput(startProviderSignInInput, call.body);
        const path = safePath(next, HOME_PATH);
        const trip = { ...input, provider, next: path.length > MAX_PATH ? HOME_PATH : path };
        return call.json({ url: await depart(call, trip) });
      }),
      linkSocialAccount: createAuthEndpoint("/link-social", jsonPost, async (call) => {
        const { provider, userId } = await beginConnecting(await contextOf(call), call.body);
        const trip = { provider, userId, next: CONNECTED_PATH, timeZone: "UTC" };
        return call.json({ url: await depart(call, trip) });
      }),
      callbackOAuth: createAuthEndpoint(
        callbackPath(":id"),
        { method: "GET", metadata: { noStore: true } },
        async (call) => {
          const provider = providers.get(z.string().parse(call.params?.id));
          if (provider === undefined) throw call.redirect(problemPath("", "expired"));
          throw call.redirect(new URL(await arrive(call, provider), tools.baseURL).href);
        },
      ),
      completeSignIn: createAuthEndpoint("/complete-sign-in", jsonPost, async (call) => {
        const cookie = pendingCookie(call);
        const token = await secretCookie(call, cookie);
        const { session, next } = await completeSignIn(await contextOf(call), call.body, token);
        expireCookie(call, cookie);
        await setCookie(call, session);
        return call.json({ next });
      }),
    },
  } satisfies BetterAuthPlugin;
}

/** A browser that comes back from a provider gets a page, also when we are in trouble. */
export function withProblemPage(
  handler: (request: Request) => Promise<Response>,
  { providers, baseURL }: Pick<Tools, "providers" | "baseURL">,
) {
  const paths = new Map([...providers.keys()].map((id) => [`/api/auth${callbackPath(id)}`, id]));
  return async (request: Request): Promise<Response> => {
    const response = await handler(request);
    const provider = paths.get(new URL(request.url).pathname);
    if (provider === undefined || response.status < 400) return response;
    const location = new URL(problemPath(provider, "trouble"), baseURL).href;
    return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
  };
}

function problemPath(provider: string, reason: SignInProblem) {
  return `${PROBLEM_PATH}?${new URLSearchParams({ provider, reason })}`;
}

function redirectURIOf({ baseURL }: Tools, { id }: Provider) {
  return `${baseURL}/api/auth${callbackPath(id)}`;
}
