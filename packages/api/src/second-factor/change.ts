import {
  deleteSecondFactor,
  INVALID_CODE_ISSUE,
  revokeAccess,
  takeSecondFactorCode,
} from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import type { RemoveSecondFactorInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { requirePassword } from "../require-password.ts";
import { inTransaction } from "../transaction.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

/**
 * Creates new recovery codes, shown this once; earlier ones no longer work.
 *
 * Errors: INVALID_CREDENTIALS, RECENT_SIGN_IN_REQUIRED, INVALID_CODE.
 */
export function renewSecondFactorCodes(ctx: PersonContext, input: RemoveSecondFactorInput) {
  const userId = ctx.actor.id;
  return withBothFactors(ctx, input, async (tx) => {
    const recoveryCodes = await replaceRecoveryCodes(tx, { userId, now: ctx.now() });
    await recordAuditEvent(tx, ctx, {
      action: "secondFactor.codesRenewed",
      targetType: "user",
      targetId: userId,
    });
    return { recoveryCodes };
  });
}

/**
 * Removes the authenticator app and the recovery codes: the password alone opens the account again.
 * Ends all other sessions of this person, and sends them an email.
 *
 * Errors: INVALID_CREDENTIALS, RECENT_SIGN_IN_REQUIRED, INVALID_CODE.
 */
export function removeSecondFactor(ctx: PersonContext, input: RemoveSecondFactorInput) {
  const { actor } = ctx;
  const userId = actor.id;
  return withBothFactors(ctx, input, async (tx) => {
    await dropSecondFactor(tx, {
      userId,
      recipient: actor.email,
      everythingEnded: false,
    });
    await revokeAccess(tx, { userId, exceptSessionId: actor.credentialId });
    await recordAuditEvent(tx, ctx, {
      action: "secondFactor.removed",
      targetType: "user",
      targetId: userId,
    });
    return { id: userId };
  });
}

interface Dropped {
  userId: string;
  recipient: string;
  /** Whether the person is signed out everywhere, and their calendar feeds end. */
  everythingEnded: boolean;
}

/** Deletes a person's app and recovery codes and sends them an email. */
export async function dropSecondFactor(
  tx: DbTransaction,
  { userId, recipient, everythingEnded }: Dropped,
) {
  await deleteSecondFactor(tx, userId);
  const template = "account.secondFactorRemoved";
  await queueEmail(tx, { template, recipient, data: { everythingEnded } });
}

export function invalidCode() {
  return new DomainError("INVALID_CODE", INVALID_CODE_ISSUE);
}

/** A wrong code counts although nothing else happens, so its transaction commits. */
async function withBothFactors<Result>(
  ctx: PersonContext,
  { password, code }: RemoveSecondFactorInput,
  work: (tx: DbTransaction) => Promise<Result>,
): Promise<Result> {
  const { totpSecrets, actor } = ctx;
  await requirePassword(ctx, password);
  const outcome = await inTransaction(ctx.db, async (tx) => {
    const tools = { totpSecrets, now: ctx.now() };
    const taken = await takeSecondFactorCode(tx, tools, { userId: actor.id, code });
    return taken === null ? null : { result: await work(tx) };
  });
  if (outcome === null) throw invalidCode();
  return outcome.result;
}
