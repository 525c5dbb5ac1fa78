import { constraintViolated, type DbTransaction } from "@sundial/db";
import { announce } from "@sundial/ledger";
import { type SignUpAnswer, type SignUpInput, signUpInput } from "@sundial/validators";
import { hashPassword } from "../password.ts";
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
 * Errors: INVALID_INPUT.
 */
export async function signUp(ctx: CredentialContext, body: unknown): Promise<SignUpAnswer> {
  const { password, ...person } = parseInput(signUpInput, body);
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
  await createAccount(tx, ctx, { ...attempt, emailVerified: false });
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

/** Creates a mentee with a password. Throws on the unique constraint if the address is taken. */
export async function createAccount(
  tx: DbTransaction,
  ctx: CredentialContext,
  { passwordHash, ...person }: Attempt & { emailVerified: boolean },
) {
  const user = await tx.user.create({
    data: { ...person, locale: ctx.locale },
    select: { id: true, name: true, email: true, role: true, status: true, authEpoch: true },
  });
  await tx.account.create({
    data: {
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: passwordHash,
    },
    select: { id: true },
  });
  await recordAuthEvent(tx, ctx, {
    action: "account.signedUp",
    actor: user,
    targetId: user.id,
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
