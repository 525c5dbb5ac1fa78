import { constraintViolated, type DbTransaction, type Prisma } from "@sundial/db";
import { announce } from "@sundial/ledger";
import { type Role, type SignUpAnswer, type SignUpInput, signUpInput } from "@sundial/validators";
import { requireMayJoin } from "../may-join.ts";
import { hashPassword } from "../password.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import { issueConfirmation } from "./confirmation.ts";
import {
  addressKey,
  type CredentialContext,
  parseInput,
  queueAuthEmail,
  recordAuthEvent,
  refuseCommonPassword,
} from "./context.ts";

/**
 * Signs up a new mentee. The response is the same whether or not the address has an account; if it
 * does, we email its owner. It doesn't sign anyone in.
 *
 * With `requireVerifiedEmail`, no user is created until the address is confirmed: the emailed link
 * stands for this attempt, with its name and password, and confirmAddress creates the account.
 * Without it, the account is created at once.
 * Errors: INVALID_INPUT; SIGN_UP_CLOSED, for known addresses, too.
 */
export async function signUp(ctx: CredentialContext, body: unknown): Promise<SignUpAnswer> {
  const { password, ...person } = parseInput(signUpInput, body);
  await requireMayJoin(ctx.db, person.email);
  requireOwnProvider(ctx.providers, person.email);
  refuseCommonPassword(password, "password");
  const attempt = { ...person, passwordHash: await hashPassword(password) };
  if (ctx.requireVerifiedEmail) {
    await ctx.db.$transaction((tx) => requestAccount(tx, ctx, attempt));
    return { next: "confirmAddress" };
  }
  try {
    await ctx.db.$transaction((tx) => openAccount(tx, ctx, attempt));
  } catch (error) {
    // Someone else signed up with this address at the same time.
    if (constraintViolated(error) === null) throw error;
    await ctx.db.$transaction((tx) => tellOwner(tx, ctx, attempt.email));
  }
  return { next: "signIn" };
}

type Attempt = Omit<SignUpInput, "password"> & { passwordHash: string };

async function requestAccount(tx: DbTransaction, ctx: CredentialContext, attempt: Attempt) {
  const { email, ...data } = attempt;
  // For a known address nobody gets this link, but we do the same work and write the same rows.
  const link = await issueConfirmation(tx, ctx, email, { kind: "signUp", ...data });
  if (await isKnown(tx, email)) return tellOwner(tx, ctx, email);
  await queueAuthEmail(tx, {
    template: "account.confirmAddress",
    recipient: email,
    data: link,
  });
  await recordAuthEvent(tx, ctx, {
    action: "account.signUpRequested",
    actor: null,
    targetId: addressKey(ctx, email),
  });
}

async function openAccount(tx: DbTransaction, ctx: CredentialContext, attempt: Attempt) {
  if (await isKnown(tx, attempt.email)) return tellOwner(tx, ctx, attempt.email);
  const { passwordHash, ...person } = attempt;
  await createAccount(tx, ctx, { ...person, emailVerified: false }, { passwordHash });
}

function isKnown(tx: DbTransaction, email: string) {
  return tx.user.findUnique({ where: { email }, select: { id: true } });
}

async function tellOwner(tx: DbTransaction, ctx: CredentialContext, email: string) {
  await queueAuthEmail(tx, {
    template: "account.alreadyRegistered",
    recipient: email,
    data: {},
  });
  await recordAuthEvent(tx, ctx, {
    action: "account.signUpRequested",
    actor: null,
    targetId: addressKey(ctx, email),
  });
}

/** The first way in to a new account. */
export type FirstWayIn =
  | { passwordHash: string }
  | { provider: string; subject: string }
  | { passkey: Omit<Prisma.PasskeyUncheckedCreateInput, "userId" | "createdAt"> };

type NewPerson = Omit<SignUpInput, "password"> & { emailVerified: boolean };

/**
 * Creates a mentee. Every account begins here or by an invitation (see `addInvited`), so the
 * sign-up policy holds. Throws on a unique constraint if the address or the identity is taken.
 *
 * Errors: SIGN_UP_CLOSED.
 */
export async function createAccount(
  tx: DbTransaction,
  ctx: CredentialContext,
  person: NewPerson,
  wayIn: FirstWayIn,
) {
  await requireMayJoin(tx, person.email);
  return addAccount(tx, ctx, { ...person, role: "mentee" }, wayIn, "account.signedUp");
}

/** The rest of createAccount, for any role and regardless of the sign-up policy. */
export async function addAccount(
  tx: DbTransaction,
  ctx: CredentialContext,
  person: NewPerson & { role: Role; id?: string },
  wayIn: FirstWayIn,
  action: "account.signedUp" | "program.adminSetUp",
) {
  const user = await tx.user.create({
    data: { ...person, locale: ctx.locale },
    select: { id: true, name: true, email: true, role: true, status: true, authEpoch: true },
  });
  const by = await addFirstWayIn(tx, ctx, user.id, wayIn);
  await recordAuthEvent(tx, ctx, {
    action,
    actor: user,
    targetId: user.id,
    ...(by === null ? {} : { after: { provider: by } }),
  });
  const { id, name, email, role, status } = user;
  await announce(tx, [
    {
      kind: "member.signedUp",
      at: ctx.now(),
      people: [id],
      facts: { id, role, status },
      texts: { name, email },
    },
  ]);
  return user;
}

/** Returns how the audit log names it; null for a password. */
async function addFirstWayIn(
  tx: DbTransaction,
  ctx: CredentialContext,
  userId: string,
  wayIn: FirstWayIn,
): Promise<string | null> {
  if ("passkey" in wayIn) {
    const passkey = { ...wayIn.passkey, userId, createdAt: ctx.now() };
    await tx.passkey.create({ data: passkey, select: { id: true } });
    return "passkey";
  }
  const account =
    "provider" in wayIn
      ? { accountId: wayIn.subject, providerId: wayIn.provider }
      : { accountId: userId, providerId: "credential", password: wayIn.passwordHash };
  await tx.account.create({ data: { ...account, userId }, select: { id: true } });
  return "provider" in wayIn ? wayIn.provider : null;
}
