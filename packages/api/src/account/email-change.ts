import { issueOneTimeToken, redeemOneTimeToken, requireOwnProvider } from "@sundial/auth";
import { constraintViolated, type DbTransaction } from "@sundial/db";
import { announceMember, queueEmail, recordAuditEvent } from "@sundial/ledger";
import {
  type ConfirmEmailChangeInput,
  DomainError,
  formatSettingsOf,
  isPlaceholderAddress,
  type RequestEmailChangeInput,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { countEmailToStranger } from "../count-call.ts";
import { lockSelf } from "../lock-self.ts";
import { requirePassword } from "../require-password.ts";
import { inTransaction } from "../transaction.ts";

const VALID_MS = DAY;

/** The two who have to confirm, and where each answer is stored. */
const answers = {
  "account.approveNewAddress": "approvedAt",
  "account.confirmNewAddress": "confirmedAt",
} as const;

type Purpose = keyof typeof answers;

/**
 * Requests a change of address: the old address has to approve and the new one to confirm before
 * anything changes. A second request replaces the first. The answer is the same whether or not the
 * address belongs to somebody; its owner gets an email.
 *
 * Errors: INVALID_CREDENTIALS when the password is wrong; RECENT_SIGN_IN_REQUIRED for people without
 * a password; PROVIDER_REQUIRED when an organization's provider vouches for one of the addresses;
 * INVALID_INPUT when the address is the current one; TOO_MANY_REQUESTS.
 */
export async function requestAccountEmailChange(
  ctx: PersonContext,
  { newEmail, password }: RequestEmailChangeInput,
) {
  const { db, actor } = ctx;
  for (const address of [actor.email, newEmail]) requireOwnProvider(ctx.providers, address);
  await requirePassword(ctx, password);
  if (newEmail === actor.email) {
    throw new DomainError("INVALID_INPUT", "This is already your email address.", [
      { path: ["newEmail"], message: "This is already your email address" },
    ]);
  }
  await countEmailToStranger(ctx, newEmail);
  const requestedAt = ctx.now();
  const expiresAt = new Date(requestedAt.getTime() + VALID_MS);
  return inTransaction(db, async (tx) => {
    await lockSelf(tx, ctx);
    await tx.emailChange.deleteMany({ where: { userId: actor.id } });
    const { id } = await tx.emailChange.create({
      data: {
        userId: actor.id,
        newEmail,
        requestedAt,
        expiresAt,
        // A user migrated without an address has no old address to confirm with.
        approvedAt: isPlaceholderAddress(actor.email) ? requestedAt : null,
      },
      select: { id: true },
    });
    const link = async (purpose: Purpose) => ({
      token: await issueOneTimeToken(tx, {
        purpose,
        subject: actor.id,
        expiresAt,
        data: { emailChangeId: id },
      }),
      expiresAt,
    });
    await queueEmail(tx, {
      template: "account.approveNewAddress",
      recipient: actor.email,
      data: { ...(await link("account.approveNewAddress")), newEmail },
    });
    const confirm = await link("account.confirmNewAddress");
    const owner = await tx.user.findUnique({ where: { email: newEmail }, select: { id: true } });
    await queueEmail(tx, {
      recipient: newEmail,
      ...(owner === null
        ? { template: "account.confirmNewAddress", data: confirm }
        : { template: "account.addressInUse", data: {} }),
    });
    await recordAuditEvent(tx, ctx, {
      action: "account.emailChangeRequested",
      targetType: "user",
      targetId: actor.id,
    });
    return { newEmail, expiresAt };
  });
}

const linkData = z.object({ emailChangeId: z.uuid() });

/**
 * Redeems the link sent to one of the two addresses, for the signed-in person. Once both are
 * redeemed, the address changes and the old one is notified.
 *
 * Errors: INVALID_LINK when the link is unknown, used, expired, replaced, cancelled or somebody
 * else's, or the address was taken meanwhile.
 */
export async function confirmAccountEmailChange(
  ctx: PersonContext,
  { token }: ConfirmEmailChangeInput,
) {
  const { db, actor } = ctx;
  const now = ctx.now();
  try {
    return await inTransaction(db, async (tx) => {
      await lockSelf(tx, ctx);
      const redeemed = await redeem(tx, { token, now });
      if (redeemed?.subject !== actor.id) throw invalidLink();
      const [change] = await tx.emailChange.updateManyAndReturn({
        where: {
          userId: actor.id,
          id: linkData.parse(redeemed.data).emailChangeId,
          expiresAt: { gt: now },
        },
        data: { [answers[redeemed.purpose]]: now },
        select: { newEmail: true, approvedAt: true, confirmedAt: true },
      });
      if (change === undefined) throw invalidLink();
      const { newEmail, approvedAt, confirmedAt } = change;
      const isDone = approvedAt !== null && confirmedAt !== null;
      if (isDone) await changeAddress(tx, ctx, newEmail);
      await recordAuditEvent(tx, ctx, {
        action: isDone ? "account.emailChanged" : "account.emailChangeConfirmed",
        targetType: "user",
        targetId: actor.id,
      });
      return { newEmail, isDone, waitsFor: waitsFor(change) };
    });
  } catch (error) {
    if (constraintViolated(error) === "users_email_key") throw invalidLink();
    throw error;
  }
}

async function redeem(tx: DbTransaction, { token, now }: { token: string; now: Date }) {
  for (const purpose of ["account.approveNewAddress", "account.confirmNewAddress"] as const) {
    const redeemed = await redeemOneTimeToken(tx, { purpose, token, now });
    if (redeemed !== null) return { ...redeemed, purpose };
  }
  return null;
}

async function changeAddress(tx: DbTransaction, { actor, now }: PersonContext, newEmail: string) {
  const old = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { email: true } });
  const changed = await tx.user.update({
    where: { id: actor.id },
    data: { email: newEmail, emailVerified: true, version: { increment: 1 } },
    select: { id: true, name: true, email: true, role: true, status: true },
  });
  await announceMember(tx, changed, { changed: ["email"], at: now() });
  await tx.emailChange.deleteMany({ where: { userId: actor.id } });
  await queueEmail(tx, {
    template: "account.addressChanged",
    recipient: old.email,
    data: { newEmail, timeZone: actor.timeZone, formats: formatSettingsOf(actor) },
  });
}

/** Drops a pending change; its links no longer work. */
export function cancelAccountEmailChange(ctx: PersonContext) {
  const { db, actor } = ctx;
  return inTransaction(db, async (tx) => {
    const { count } = await tx.emailChange.deleteMany({ where: { userId: actor.id } });
    if (count > 0) {
      await recordAuditEvent(tx, ctx, {
        action: "account.emailChangeCancelled",
        targetType: "user",
        targetId: actor.id,
      });
    }
    return { id: actor.id };
  });
}

/** The actor's pending change of address, or null. */
export async function getAccountEmailChange({ db, actor, now }: PersonContext) {
  const change = await db.emailChange.findFirst({
    where: { userId: actor.id, expiresAt: { gt: now() } },
    select: { newEmail: true, approvedAt: true, confirmedAt: true, expiresAt: true },
  });
  if (change === null) return null;
  const { newEmail, expiresAt } = change;
  return { newEmail, expiresAt, waitsFor: waitsFor(change) };
}

/** The addresses that haven't answered yet. */
function waitsFor(change: { approvedAt: Date | null; confirmedAt: Date | null }) {
  return { old: change.approvedAt === null, new: change.confirmedAt === null };
}

function invalidLink() {
  return new DomainError(
    "INVALID_LINK",
    "This link has been used, has expired, was replaced by a newer one, or is for a different account than the one you're signed in with.",
  );
}
