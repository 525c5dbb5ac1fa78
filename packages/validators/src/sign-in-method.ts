import { z } from "zod";
import { identityProof, oneTimeToken } from "./account.ts";
import { secondFactorCode } from "./second-factor-code.ts";
import { storableText } from "./storable.ts";
import { timeZone } from "./time-zone.ts";

/** Names a provider in settings, in its callback address, and in the database. */
export const providerId = storableText.regex(/^[a-z][a-z0-9-]{1,30}$/, "Choose a provider");

/** A provider that people can sign in with. */
export interface ProviderChoice {
  id: string;
  /** For people, such as "Google". */
  name: string;
  /** Email domains whose people sign in with it, and only with it. */
  domains?: readonly string[] | undefined;
}

/** The provider that people with this address must use; undefined for most addresses. */
export function boundProvider<Choice extends ProviderChoice>(
  providers: readonly Choice[],
  address: string,
): Choice | undefined {
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return providers.find(({ domains }) => domains?.includes(domain));
}

/**
 * Why a provider may not speak for an address; null when it may. An organization's issuer speaks for
 * its own domains only, and nothing else speaks for them.
 */
export function foreignTo(
  providers: readonly ProviderChoice[],
  provider: ProviderChoice,
  address: string,
): Extract<SignInProblem, "foreignAddress" | "boundElsewhere"> | null {
  const bound = boundProvider(providers, address);
  if (bound?.id === provider.id) return null;
  if (bound !== undefined) return "boundElsewhere";
  return (provider.domains ?? []).length > 0 ? "foreignAddress" : null;
}

/** The details of PROVIDER_REQUIRED: the provider to use. */
export const requiredProvider = z.object({ provider: z.string(), name: z.string() });

export const startProviderSignInInput = z.object({
  provider: providerId,
  /** Where to go afterwards; a path of this site. */
  next: storableText.max(2_000).optional(),
  /** For a new account. */
  timeZone,
  /** The token of an invitation, for an account with its address and role. */
  invitation: oneTimeToken.optional(),
});
export type StartProviderSignInInput = z.infer<typeof startProviderSignInInput>;

/** Where the browser goes next: the provider's page, or ours about a provider that is away. */
export const startProviderSignInAnswer = z.object({ url: z.string() });

export const connectProviderInput = z.object({ token: storableText.min(1).max(200) });
export type ConnectProviderInput = z.infer<typeof connectProviderInput>;

export const completeSignInInput = z.object({ code: secondFactorCode });
export type CompleteSignInInput = z.infer<typeof completeSignInInput>;

/** Where to go after the second step. */
export const completeSignInAnswer = z.object({ next: z.string() });

/** Why signing in with a provider, or connecting one, came to nothing. */
export const signInProblem = z.enum([
  /** Too late, already used, or begun in another browser. */
  "expired",
  /** The person or the provider said no. */
  "refused",
  /** The provider doesn't answer. */
  "away",
  /** The provider's answer can't be verified. */
  "invalid",
  "noAddress",
  "unverifiedAddress",
  /** The address has an account with another identity of this provider. */
  "otherIdentity",
  /** Another account has this identity. */
  "connectedElsewhere",
  /** The person who began to connect it isn't signed in here any more. */
  "signedOut",
  "unconfirmedAccount",
  "suspended",
  /** People with this address must use another provider. */
  "boundElsewhere",
  /** The provider speaks only for the addresses of its organization. */
  "foreignAddress",
  /** The program lets nobody with this address sign up. */
  "closed",
  /** The invitation has been used or revoked, or has expired. */
  "invitationGone",
  "factorLost",
  /** Trouble on our side. */
  "trouble",
]);
export type SignInProblem = z.infer<typeof signInProblem>;

export const connectSignInMethodInput = z.object({ provider: providerId, ...identityProof });
export type ConnectSignInMethodInput = z.infer<typeof connectSignInMethodInput>;

export const disconnectSignInMethodInput = z.object({
  id: storableText.min(1).max(64),
  ...identityProof,
});
export type DisconnectSignInMethodInput = z.infer<typeof disconnectSignInMethodInput>;
