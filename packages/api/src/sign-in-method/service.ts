import { issueOneTimeToken, requireOwnProvider } from "@sundial/auth";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import {
  boundProvider,
  type ConnectSignInMethodInput,
  type DisconnectSignInMethodInput,
  DomainError,
  foreignTo,
} from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { proofOwed } from "../confirm-identity.ts";
import type { PersonContext } from "../context.ts";
import { findPassword } from "../require-password.ts";
import { confirmed } from "./confirmed.ts";
import { PASSWORDS, requireOtherWayIn } from "./other-way-in.ts";
import { passkeySelect } from "./passkeys.ts";

/** How long somebody has to go to the provider after confirming who they are. */
const CONNECT_WITHIN = 5 * MINUTE;

/**
 * How the actor can sign in, the providers they could connect, and what they must enter to change
 * either. A connected provider that isn't configured any more opens nothing and is marked.
 */
export async function listSignInMethods(ctx: PersonContext) {
  const accounts = await ctx.db.account.findMany({
    where: { userId: ctx.actor.id, providerId: { notIn: PASSWORDS } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, providerId: true, createdAt: true },
  });
  const names = new Map(ctx.providers.map(({ id, name }) => [id, name]));
  const connected = accounts.map(({ id, providerId, createdAt }) => ({
    id,
    provider: providerId,
    name: names.get(providerId) ?? providerId,
    isAvailable: names.has(providerId),
    connectedAt: createdAt,
  }));
  const taken = new Set(connected.map(({ provider }) => provider));
  return {
    passkeys: await ctx.db.passkey.findMany({
      where: { userId: ctx.actor.id },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: passkeySelect,
    }),
    hasPassword: (await findPassword(ctx)) !== null,
    connected,
    available: ctx.providers
      .filter(
        (each) => !taken.has(each.id) && foreignTo(ctx.providers, each, ctx.actor.email) === null,
      )
      .map(({ id, name }) => ({ id, name })),
    /** The provider of their organization, which is then the only way in. */
    boundTo: boundProvider(ctx.providers, ctx.actor.email)?.name ?? null,
    proof: await proofOwed(ctx),
  };
}

/**
 * Starts to connect a provider to the actor's account. The answer's token, which works once within
 * five minutes and for this person only, lets the browser go to the provider's page.
 *
 * Errors: NOT_FOUND when the provider isn't configured; PROVIDER_REQUIRED when the actor's
 * organization has another one; INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED,
 * INVALID_CODE or RECENT_SIGN_IN_REQUIRED when the sign-in isn't recent and the proof is wrong or
 * missing.
 */
export async function connectSignInMethod(
  ctx: PersonContext,
  { provider, ...proof }: ConnectSignInMethodInput,
) {
  if (!ctx.providers.some(({ id }) => id === provider)) {
    throw new DomainError("NOT_FOUND", "Nobody can sign in with this provider here.");
  }
  requireOwnProvider(ctx.providers, ctx.actor.email, provider);
  return confirmed(ctx, proof, async (tx) => {
    const token = await issueOneTimeToken(tx, {
      purpose: "account.connectProvider",
      subject: ctx.actor.id,
      data: { provider },
      expiresAt: new Date(ctx.now().getTime() + CONNECT_WITHIN),
    });
    await recordAuditEvent(tx, ctx, {
      action: "signInMethod.connectionRequested",
      targetType: "user",
      targetId: ctx.actor.id,
      after: { provider },
    });
    return { token };
  });
}

/**
 * Disconnects a provider: it no longer opens the account. Its owner gets an email.
 *
 * Errors: NOT_FOUND; LAST_WAY_IN when nothing else would open the account; INVALID_CREDENTIALS,
 * SECOND_FACTOR_REQUIRED, INVALID_CODE or RECENT_SIGN_IN_REQUIRED when the sign-in isn't recent and
 * the proof is wrong or missing.
 */
export async function disconnectSignInMethod(
  ctx: PersonContext,
  { id, ...proof }: DisconnectSignInMethodInput,
) {
  const userId = ctx.actor.id;
  return confirmed(ctx, proof, async (tx) => {
    const found = await tx.account.findFirst({
      where: { id, userId, providerId: { notIn: PASSWORDS } },
      select: { providerId: true },
    });
    if (found === null) throw new DomainError("NOT_FOUND", "This isn't connected any more.");
    await tx.account.delete({ where: { id }, select: { id: true } });
    await requireOtherWayIn(tx, ctx);
    const provider = found.providerId;
    const name = ctx.providers.find((each) => each.id === provider)?.name ?? provider;
    await queueEmail(tx, {
      template: "account.signInMethodDisconnected",
      recipient: ctx.actor.email,
      data: { provider: name },
    });
    await recordAuditEvent(tx, ctx, {
      action: "signInMethod.disconnected",
      targetType: "user",
      targetId: userId,
      before: { provider },
    });
    return { id };
  });
}
