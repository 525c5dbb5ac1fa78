import { constraintViolated, type DbTransaction, lockPeople } from "@sundial/db";
import { connectProviderInput, foreignTo, type SignInProblem } from "@sundial/validators";
import { z } from "zod";
import { redeemOneTimeToken } from "../one-time-token.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import type { ProviderIdentity } from "../providers/provider.ts";
import { type CredentialContext, invalidLink, parseInput } from "./context.ts";
import { type Arrival, connect } from "./provider-sign-in.ts";

const begun = z.object({ provider: z.string() });

/**
 * Who wants to connect which provider. The API gave them the token after they confirmed who they
 * are; it works once, for the person who is signed in here.
 * Errors: INVALID_INPUT, INVALID_LINK, PROVIDER_REQUIRED.
 */
export async function beginConnecting(ctx: CredentialContext, body: unknown) {
  const { token } = parseInput(connectProviderInput, body);
  return ctx.db.$transaction(async (tx) => {
    const presented = { purpose: "account.connectProvider", token, now: ctx.now() } as const;
    const redeemed = await redeemOneTimeToken(tx, presented);
    const user = await signedIn(tx, ctx);
    if (redeemed === null || user?.id !== redeemed.subject) throw invalidLink();
    const { provider } = begun.parse(redeemed.data);
    requireOwnProvider(ctx.providers, user.email, provider);
    return { userId: user.id, provider };
  });
}

/** Connects what came back from the provider, if the same person is still signed in. */
export async function finishConnecting(
  ctx: CredentialContext,
  { provider, identity }: Pick<Arrival, "provider"> & { identity: ProviderIdentity },
  userId: string,
): Promise<SignInProblem | null> {
  const { subject } = identity;
  try {
    return await ctx.db.$transaction(async (tx) => {
      await lockPeople(tx, [userId]);
      const user = await signedIn(tx, ctx);
      if (user?.id !== userId) return "signedOut";
      const foreign = foreignTo(ctx.providers, provider, user.email);
      if (foreign !== null) return foreign;
      const providerId = provider.id;
      const mine = await tx.account.findFirst({
        where: { userId, providerId },
        select: { accountId: true },
      });
      if (mine?.accountId === subject) return null;
      if (mine !== null) return "otherIdentity";
      await connect(tx, ctx, { provider, subject, user, isFirstProof: false });
      return null;
    });
  } catch (error) {
    if (constraintViolated(error) === null) throw error;
    return "connectedElsewhere";
  }
}

async function signedIn(tx: DbTransaction, ctx: CredentialContext) {
  if (ctx.sessionToken === null) return null;
  const session = await tx.session.findFirst({
    where: {
      token: ctx.sessionToken,
      expiresAt: { gt: ctx.now() },
      user: { status: { not: "suspended" } },
    },
    select: { user: { select: { id: true, email: true, role: true } } },
  });
  return session?.user ?? null;
}
