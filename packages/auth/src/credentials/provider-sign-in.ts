import { constraintViolated, type DbTransaction, type Prisma } from "@sundial/db";
import {
  accountEmail,
  DomainError,
  email,
  foreignTo,
  isPlaceholderAddress,
  personName,
  type SignInProblem,
} from "@sundial/validators";
import type { Provider, ProviderIdentity } from "../providers/provider.ts";
import { issuePendingSignIn } from "./complete-sign-in.ts";
import { addressKey, type CredentialContext, queueAuthEmail, recordAuthEvent } from "./context.ts";
import { addInvited, usableInvitation } from "./join.ts";
import { governRole } from "./organization.ts";
import { proveMailbox } from "./prove-mailbox.ts";
import { createAccount } from "./sign-up.ts";
import { type ProvenUser, type StartedSession, startSession } from "./start-session.ts";

const userSelect = {
  id: true,
  email: true,
  emailVerified: true,
  mustVerifyEmail: true,
  role: true,
  status: true,
  authEpoch: true,
} satisfies Prisma.UserSelect;

type FoundUser = Prisma.UserGetPayload<{ select: typeof userSelect }>;

/** Somebody who comes from a provider, with what the provider says about them. */
export interface Arrival {
  provider: Pick<Provider, "id" | "name" | "domains">;
  identity: ProviderIdentity;
  /** For a new account. */
  timeZone: string;
  /** Where they go afterwards. */
  next: string;
  /** The token of an invitation, for a new account. */
  invitation?: string | undefined;
}

export type ProviderSignIn =
  /** With whether the invitation has been accepted by this. */
  | { session: StartedSession; hasJoined: boolean }
  /** The token of a sign-in that still needs a code; see completeSignIn. */
  | { pending: string }
  | { problem: SignInProblem };

/**
 * Signs in somebody who comes from a provider. An identity that is known opens its account, whatever
 * address the provider now names. An unknown one joins the account with its address, or creates one,
 * only if the provider says that the person owns that mailbox.
 */
export async function signInWithProvider(
  ctx: CredentialContext,
  arrival: Arrival,
): Promise<ProviderSignIn> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      const outcome = await ctx.db.$transaction((tx) => enter(tx, ctx, arrival));
      if (outcome !== null) return outcome;
    } catch (error) {
      if (error instanceof DomainError && error.code === "SIGN_UP_CLOSED") {
        return { problem: "closed" };
      }
      if (error instanceof DomainError && error.code === "INVALID_LINK") {
        return { problem: "invitationGone" };
      }
      // The same person arrived twice at once, or somebody else took the address.
      if (constraintViolated(error) === null) throw error;
    }
  }
  return { problem: "expired" };
}

/** Returns null when the person changed in the meantime. */
async function enter(
  tx: DbTransaction,
  ctx: CredentialContext,
  arrival: Arrival,
): Promise<ProviderSignIn | null> {
  const { provider, identity, next } = arrival;
  const found = await findOrCreate(tx, ctx, arrival);
  if ("problem" in found) {
    const { problem, targetId } = found;
    if (targetId !== null) await recordFailure(tx, ctx, arrival, { problem, targetId });
    return { problem };
  }
  const user = await governRole(tx, ctx, found.user, arrival);
  const start = await startSession(tx, ctx, user, {
    by: provider.id,
    provesSecondFactor: identity.provesSecondFactor,
  });
  if (start === null) return null;
  if ("session" in start) return { ...start, hasJoined: found.hasJoined === true };
  if (start.refused !== "SECOND_FACTOR_REQUIRED") return { problem: "factorLost" };
  return {
    pending: await issuePendingSignIn(tx, ctx, user, { next, by: provider.id }),
  };
}

/** `targetId` is whom the audit log names; null when nobody is known. */
type Found =
  | { user: ProvenUser; hasJoined?: boolean }
  | { problem: SignInProblem; targetId: string | null };

async function findOrCreate(
  tx: DbTransaction,
  ctx: CredentialContext,
  arrival: Arrival,
): Promise<Found> {
  const { provider, identity } = arrival;
  const foreign =
    identity.email === null ? null : foreignTo(ctx.providers, provider, identity.email);
  if (foreign !== null) return { problem: foreign, targetId: null };
  const known = await tx.account.findUnique({
    where: { providerId_accountId: { providerId: provider.id, accountId: identity.subject } },
    select: { id: true, user: { select: userSelect } },
  });
  if (known !== null) return openKnown(tx, ctx, arrival, { ...known.user, accountId: known.id });
  const address = accountEmail.safeParse(identity.email);
  const user = address.success
    ? await tx.user.findUnique({ where: { email: address.data }, select: userSelect })
    : null;
  const isOwner = user !== null && identity.isEmailVerified;
  if (arrival.invitation !== undefined && !isOwner) {
    return openInvited(tx, ctx, { ...arrival, invitation: arrival.invitation });
  }
  if (!address.success) return { problem: "noAddress", targetId: null };
  const targetId = user?.id ?? addressKey(ctx, address.data);
  if (!identity.isEmailVerified) return { problem: "unverifiedAddress", targetId };
  if (user !== null) return join(tx, ctx, arrival, user);
  return open(tx, ctx, arrival, address.data);
}

/** Opens the account that this identity belongs to. */
async function openKnown(
  tx: DbTransaction,
  ctx: CredentialContext,
  { provider, identity }: Arrival,
  user: FoundUser & { accountId: string },
): Promise<Found> {
  if (user.status === "suspended") return { problem: "suspended", targetId: user.id };
  const foreign = foreignTo(ctx.providers, provider, user.email);
  if (foreign !== null) return { problem: foreign, targetId: user.id };
  // A placeholder has no mailbox that somebody else could own: the identity is all there is.
  if (user.emailVerified || isPlaceholderAddress(user.email)) return { user };
  const ownsMailbox =
    identity.isEmailVerified && accountEmail.safeParse(identity.email).data === user.email;
  if (ownsMailbox) {
    await proveMailbox(tx, ctx, user, user.accountId);
    return { user: { ...user, authEpoch: user.authEpoch + 1 } };
  }
  const mustConfirm = ctx.requireVerifiedEmail || user.mustVerifyEmail;
  return mustConfirm ? { problem: "unconfirmedAccount", targetId: user.id } : { user };
}

/** Connects the identity to the account with its address, which both sides have proven to own. */
async function join(
  tx: DbTransaction,
  ctx: CredentialContext,
  { provider, identity }: Arrival,
  user: FoundUser,
): Promise<Found> {
  if (user.status === "suspended") return { problem: "suspended", targetId: user.id };
  // An address can pass to another person, who then has another identity at the same provider.
  const theirs = await tx.account.findMany({
    where: { userId: user.id, providerId: provider.id },
    select: { accountId: true },
  });
  // The same person has arrived twice at once, and the other time came first.
  if (theirs.some(({ accountId }) => accountId === identity.subject)) return { user };
  if (theirs.length > 0 && user.emailVerified) {
    return { problem: "otherIdentity", targetId: user.id };
  }
  const isFirstProof = !user.emailVerified;
  if (isFirstProof) await proveMailbox(tx, ctx, user);
  await connect(tx, ctx, { provider, subject: identity.subject, user, isFirstProof });
  return { user: isFirstProof ? { ...user, authEpoch: user.authEpoch + 1 } : user };
}

interface Connection {
  provider: Pick<Provider, "id" | "name">;
  subject: string;
  user: { id: string; email: string; role: FoundUser["role"] };
  /** Whether everything set up before has been removed. */
  isFirstProof: boolean;
}

/** Adds a way in to an account and tells its owner. Throws when somebody else has this identity. */
export async function connect(
  tx: DbTransaction,
  ctx: CredentialContext,
  { provider, subject, user, isFirstProof }: Connection,
) {
  await tx.account.create({
    data: { userId: user.id, providerId: provider.id, accountId: subject },
    select: { id: true },
  });
  await recordAuthEvent(tx, ctx, {
    action: "signInMethod.connected",
    actor: user,
    targetId: user.id,
    after: { provider: provider.id },
  });
  await queueAuthEmail(tx, {
    template: "account.signInMethodConnected",
    recipient: user.email,
    data: { provider: provider.name, everythingEnded: isFirstProof },
  });
}

async function open(
  tx: DbTransaction,
  ctx: CredentialContext,
  { provider, identity, timeZone }: Arrival,
  address: string,
): Promise<Found> {
  const newAddress = email.safeParse(address);
  if (!newAddress.success) return { problem: "noAddress", targetId: null };
  const user = await createAccount(
    tx,
    ctx,
    {
      name: nameOf(identity, address),
      email: newAddress.data,
      timeZone,
      emailVerified: true,
    },
    { provider: provider.id, subject: identity.subject },
  );
  return { user };
}

/**
 * Creates the account of an invited person, with the address of the invitation: whatever address the
 * provider names, they have shown that they got the link.
 */
async function openInvited(
  tx: DbTransaction,
  ctx: CredentialContext,
  { provider, identity, timeZone, invitation: token }: Arrival & { invitation: string },
): Promise<Found> {
  const gone = { problem: "invitationGone", targetId: null } as const;
  const invitation = await usableInvitation(tx, ctx, token);
  if (invitation === null) return gone;
  const foreign = foreignTo(ctx.providers, provider, invitation.email);
  if (foreign !== null) return { problem: foreign, targetId: null };
  const taken = { where: { email: invitation.email }, select: { id: true } };
  if ((await tx.user.findUnique(taken)) !== null) return gone;
  const user = await addInvited(tx, ctx, {
    token,
    person: { name: nameOf(identity, invitation.email), timeZone },
    wayIn: { provider: provider.id, subject: identity.subject },
  });
  return user === null ? gone : { user, hasJoined: true };
}

/** What the provider calls them, or else the beginning of their address. */
function nameOf({ name }: ProviderIdentity, address: string): string {
  const given = personName.safeParse(name?.trim().slice(0, 80));
  return given.data ?? address.slice(0, address.indexOf("@")).slice(0, 80);
}

function recordFailure(
  tx: DbTransaction,
  ctx: CredentialContext,
  { provider }: Arrival,
  { problem, targetId }: { problem: SignInProblem; targetId: string },
) {
  return recordAuthEvent(tx, ctx, {
    action: "account.signInFailed",
    actor: null,
    targetId,
    reason: FAILURE_REASONS[problem] ?? problem,
    after: { provider: provider.id },
  });
}

const FAILURE_REASONS: Partial<Record<SignInProblem, string>> = {
  unverifiedAddress: "the provider hasn't verified the address",
  otherIdentity: "another identity of this provider is connected",
  unconfirmedAccount: "address not confirmed",
  suspended: "suspended",
  boundElsewhere: "the address belongs to another provider",
  foreignAddress: "the address doesn't belong to this provider",
};
