import { randomUUID } from "node:crypto";
import { acceptedStep, newTotpSecret, revokeAccess, totpEnrolment } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import type { ConfirmSecondFactorInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { readSettings } from "../program/read.ts";
import { requirePassword } from "../require-password.ts";
import { inTransaction } from "../transaction.ts";
import { invalidCode } from "./change.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

/** Whether the actor uses 2FA, since when, and how many recovery codes are left. */
export async function getMySecondFactor({ db, actor }: PersonContext) {
  const verified = await db.totpFactor.findFirst({
    where: { userId: actor.id, verifiedAt: { not: null } },
    orderBy: { verifiedAt: "asc" },
    select: { verifiedAt: true },
  });
  const recoveryCodes = await db.recoveryCode.count({ where: { userId: actor.id } });
  return { since: verified?.verifiedAt ?? null, recoveryCodes };
}

/**
 * Starts setting up an authenticator app and returns its secret, this once. It has no effect before
 * it is confirmed; starting again discards it.
 *
 * Errors: INVALID_TRANSITION when the person already has an app.
 */
export function setUpSecondFactor(ctx: PersonContext) {
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
    const { name } = await readSettings(tx);
    return totpEnrolment(secret, { program: name, account: ctx.actor.email });
  });
}

/**
 * Confirms the app: from now on, sign-in requires a code from it. Ends all other sessions and every
 * token of this person, and sends them an email. Returns the recovery codes, this once.
 *
 * Errors: INVALID_CREDENTIALS, RECENT_SIGN_IN_REQUIRED, INVALID_CODE; INVALID_TRANSITION when no app
 * was started or the person already has one.
 */
export async function confirmSecondFactor(
  ctx: PersonContext,
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
