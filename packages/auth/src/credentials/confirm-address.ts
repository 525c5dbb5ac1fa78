import { constraintViolated, type DbTransaction } from "@sundial/db";
import { type ConfirmAddressInput, confirmAddressInput, DomainError } from "@sundial/validators";
import { redeemOneTimeToken, tryOneTimeToken } from "../one-time-token.ts";
import { verifyPassword } from "../password.ts";
import { endAllAccess } from "../revoke-access.ts";
import { confirmation } from "./confirmation.ts";
import {
  type CredentialContext,
  invalidLink,
  parseInput,
  queueAuthEmail,
  recordAuthEvent,
  suspendedAccount,
} from "./context.ts";
import { findCredential } from "./find-credential.ts";
import { createAccount } from "./sign-up.ts";
import { type Start, type StartedSession, startSession } from "./start-session.ts";

/** Passwords that may be tried with one link. */
const MAX_TRIES = 5;

const purpose = "account.confirmAddress";

/**
 * Finishes a sign-up, or confirms an account that came unconfirmed, and signs the person in. It
 * takes both the link, which proves the mailbox, and the password of exactly this attempt: someone
 * who signed up with another's address has the one and not the other, and so has its owner who
 * follows a stranger's link. Returns null when the address is confirmed but the account has 2FA, which
 * requires a code at sign-in as always.
 * Errors: INVALID_INPUT, INVALID_LINK, INVALID_CREDENTIALS, ACCOUNT_SUSPENDED.
 */
export async function confirmAddress(
  ctx: CredentialContext,
  body: unknown,
): Promise<StartedSession | null> {
  const input = parseInput(confirmAddressInput, body);
  const presented = { purpose, token: input.token, now: ctx.now() } as const;
  const link = await tryOneTimeToken(ctx.db, { ...presented, maxTries: MAX_TRIES });
  if (link === null) throw invalidLink();
  const finish = await finishWith(ctx, confirmation.parse(link.data), link.subject, input);
  const start = await ctx.db
    .$transaction(async (tx) => {
      if ((await redeemOneTimeToken(tx, presented)) === null) throw invalidLink();
      return finish(tx);
    })
    .catch((error: unknown) => {
      // The address has an account by now, from another attempt.
      throw constraintViolated(error) === null ? error : invalidLink();
    });
  if (start === null) throw invalidLink();
  return "refused" in start ? null : start.session;
}

type Finish = (tx: DbTransaction) => Promise<Start | null>;

/** What is left to do once the password has been found right. */
async function finishWith(
  ctx: CredentialContext,
  data: ReturnType<typeof confirmation.parse>,
  email: string,
  { password }: ConfirmAddressInput,
): Promise<Finish> {
  if (data.kind === "signUp") {
    const { kind: _, ...attempt } = data;
    if (!(await verifyPassword({ hash: attempt.passwordHash, password }))) throw otherPassword();
    return async (tx) => {
      const user = await createAccount(tx, ctx, { ...attempt, email, emailVerified: true });
      return startSession(tx, ctx, user);
    };
  }
  const found = await findCredential(ctx.db, { id: data.userId });
  // A link is for the address it was sent to, and for no later one.
  if (found?.password == null || found.user.email !== email) throw invalidLink();
  if (!(await verifyPassword({ hash: found.password.hash, password }))) throw otherPassword();
  const { user } = found;
  if (user.status === "suspended") throw suspendedAccount();
  return async (tx) => {
    await tx.user.update({
      where: { id: user.id },
      data: { emailVerified: true },
      select: { id: true },
    });
    await recordAuthEvent(tx, ctx, {
      action: "account.addressConfirmed",
      actor: user,
      targetId: user.id,
    });
    await endEarlierAccess(tx, ctx, user);
    return startSession(tx, ctx, { ...user, authEpoch: user.authEpoch + 1 });
  };
}

/**
 * Anyone who got in before the address was confirmed may not be its owner. 2FA stays on: the password
 * comes with the link, and the code is asked for next.
 */
async function endEarlierAccess(
  tx: DbTransaction,
  ctx: CredentialContext,
  { id, email }: { id: string; email: string },
) {
  const ended = await endAllAccess(tx, { userId: id, now: ctx.now() });
  if (Object.values(ended).every((count) => count === 0)) return;
  await queueAuthEmail(tx, {
    template: "account.signedOutEverywhere",
    recipient: email,
    data: {},
  });
}

function otherPassword() {
  return new DomainError(
    "INVALID_CREDENTIALS",
    "That isn't the password you chose when you signed up.",
  );
}
