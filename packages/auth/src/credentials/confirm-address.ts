import { constraintViolated, type DbTransaction } from "@sundial/db";
import { type ConfirmAddressInput, confirmAddressInput, DomainError } from "@sundial/validators";
import { redeemOneTimeToken, tryOneTimeToken } from "../one-time-token.ts";
import { verifyPassword } from "../password.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
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

/** How many passwords can be tried with one link. */
const MAX_TRIES = 5;

const purpose = "account.confirmAddress";

/**
 * Finishes a sign-up, or confirms a migrated account's address, and signs the person in. It takes
 * both the link, which proves they own the mailbox, and the password of this sign-up attempt.
 * Someone who signs up with another person's address has only the password, and the owner who
 * follows that link has only the link. Returns null when the address is confirmed but the account
 * has 2FA: they then sign in with a code.
 * Errors: INVALID_INPUT, INVALID_LINK, INVALID_CREDENTIALS, ACCOUNT_SUSPENDED; SIGN_UP_CLOSED when
 * the policy has changed since the sign-up. The link then still works once the policy allows it.
 */
export async function confirmAddress(
  ctx: CredentialContext,
  body: unknown,
): Promise<StartedSession | null> {
  const input = parseInput(confirmAddressInput, body);
  const presented = { purpose, token: input.token, now: ctx.now() } as const;
  const link = await tryOneTimeToken(ctx.db, { ...presented, maxTries: MAX_TRIES });
  if (link === null) throw invalidLink();
  requireOwnProvider(ctx.providers, link.subject);
  const finish = await finishWith(ctx, confirmation.parse(link.data), link.subject, input);
  const start = await ctx.db
    .$transaction(async (tx) => {
      if ((await redeemOneTimeToken(tx, presented)) === null) throw invalidLink();
      return finish(tx);
    })
    .catch((error: unknown) => {
      // Another attempt has created an account with this address in the meantime.
      throw constraintViolated(error) === null ? error : invalidLink();
    });
  if (start === null) throw invalidLink();
  return "refused" in start ? null : start.session;
}

type Finish = (tx: DbTransaction) => Promise<Start | null>;

/** Checks the password and returns the rest of the work, to run in the transaction. */
async function finishWith(
  ctx: CredentialContext,
  data: ReturnType<typeof confirmation.parse>,
  email: string,
  { password }: ConfirmAddressInput,
): Promise<Finish> {
  if (data.kind === "signUp") {
    const { kind: _, passwordHash, ...person } = data;
    if (!(await verifyPassword({ hash: passwordHash, password }))) throw otherPassword();
    return async (tx) => {
      const proven = { ...person, email, emailVerified: true };
      const user = await createAccount(tx, ctx, proven, { passwordHash });
      return startSession(tx, ctx, user);
    };
  }
  const found = await findCredential(ctx.db, { id: data.userId });
  // The link is valid only for the address it was sent to.
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
 * Someone who signed in before the address was confirmed may not be its owner. 2FA stays on: this
 * person knows the password, and is asked for the code next.
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
