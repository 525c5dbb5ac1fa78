import { randomUUID } from "node:crypto";
import { acceptedStep, newTotpSecret, revokeAccess, totpEnrolment } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import type { ConfirmSecondFactorInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { requirePassword } from "../require-password.ts";
import { inTransaction } from "../transaction.ts";
import { invalidCode } from "./change.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

/** Whether one's own sign-in asks for a code, since when, and how many recovery codes are left. */
export async function getMySecondFactor({ db, actor }: ServiceContext) {
  const verified = await db.totpFactor.findFirst({
    where: { userId: actor.id, verifiedAt: { not: null } },
    orderBy: { verifiedAt: "asc" },
    select: { verifiedAt: true },
  });
  const recoveryCodes = await db.recoveryCode.count({ where: { userId: actor.id } });
  return { since: verified?.verifiedAt ?? null, recoveryCodes };
}

/**
 * Begins with an authenticator app: a secret for it, told this once. It guards nothing before it is
 * confirmed; beginning anew forgets it. Errors: INVALID_TRANSITION when there is an app already.
 */
export function setUpSecondFactor(ctx: ServiceContext) {
  const userId = ctx.actor.id;
  const factorId = randomUUID();
  const secret = newTotpSecret();
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    await requireNone(tx, userId);
    await tx.totpFactor.deleteMany({ where: { userId } });
    await tx.totpFactor.create({
      data: {
        id: factorId,
        userId,
        createdAt: ctx.now(),
        secret: ctx.totpSecrets.seal({ factorId, userId }, secret),
      },
      select: { id: true },
    });
    await recordAuditEvent(tx, ctx, {
      action: "secondFactor.setUp",
      targetType: "user",
      targetId: userId,
    });
    return totpEnrolment(secret, { account: ctx.actor.email });
  });
}

/**
 * Takes the app into use: from now on a sign-in asks for a code of it. Everyone else who is signed in
 * as this person is out, with every token, and the owner gets a mail. Returns the recovery codes,
 * this once. Errors: INVALID_CREDENTIALS, INVALID_CODE, INVALID_TRANSITION when no app was begun with
 * or one is there already.
 */
export async function confirmSecondFactor(
  ctx: ServiceContext,
  { password, code }: ConfirmSecondFactorInput,
) {
  const { actor } = ctx;
  const userId = actor.id;
  await requirePassword(ctx, password);
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    await requireNone(tx, userId);
    const begun = await tx.totpFactor.findFirst({ where: { userId } });
    if (begun === null) {
      throw new DomainError("INVALID_TRANSITION", "Start again with a new QR code.");
    }
    const now = ctx.now();
    const secret = ctx.totpSecrets.open({ factorId: begun.id, userId }, begun.secret);
    const step = acceptedStep({ secret, code, now, after: null });
    if (step === null) throw invalidCode();
    await tx.totpFactor.update({
      where: { id: begun.id },
      data: { verifiedAt: now, lastUsedStep: step },
      select: { id: true },
    });
    await tx.user.update({
      where: { id: userId },
      data: { mustEnrolFactor: false },
      select: { id: true },
    });
    const recoveryCodes = await replaceRecoveryCodes(tx, { userId, now });
    await revokeAccess(tx, { userId, exceptSessionId: actor.credentialId });
    await queueEmail(tx, {
      template: "account.secondFactorAdded",
      recipient: actor.email,
      data: {},
    });
    await recordAuditEvent(tx, ctx, {
      action: "secondFactor.confirmed",
      targetType: "user",
      targetId: userId,
    });
    return { recoveryCodes };
  });
}

async function requireNone(tx: DbTransaction, userId: string) {
  const verified = await tx.totpFactor.count({ where: { userId, verifiedAt: { not: null } } });
  if (verified > 0) {
    throw new DomainError(
      "INVALID_TRANSITION",
      "Two-factor authentication is already on. Turn it off first.",
    );
  }
}
