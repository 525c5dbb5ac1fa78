import { revokeOneTimeTokens } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { type AuditAction, recordAuditEvent } from "@sundial/ledger";
import {
  DomainError,
  INVITATION_DAYS,
  type ResendInvitationInput,
  type RevokeInvitationInput,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { inTransaction } from "../transaction.ts";
import { makeLinks } from "./links.ts";
import { inviterOf, requireRole } from "./send.ts";
import { invitationSelect, toInvitations } from "./view.ts";

const purpose = "account.invitation";

/**
 * Sends a new link, which works for 14 days, also after the earlier one has expired. Earlier links
 * end. Where no emails are sent, the answer has the link, this once.
 *
 * Errors: NOT_FOUND; FORBIDDEN for a role that the actor can't invite to; INVALID_TRANSITION when it
 * has been accepted or revoked; IDEMPOTENCY_MISMATCH.
 */
export function resendInvitation(
  ctx: ServiceContext,
  { idempotencyKey: key, ...request }: ResendInvitationInput,
) {
  const saved = z.object({ link: z.string().nullable() });
  const call = { procedure: "invitation.resend", key, request, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const link = await resend(tx, ctx, request.id);
        return { answer: { invitation: await read(tx, ctx, request.id), link }, saved: { link } };
      },
      again: async ({ link }) => ({ invitation: await read(tx, ctx, request.id), link }),
    }),
  );
}

async function resend(tx: DbTransaction, ctx: ServiceContext, id: string) {
  const expiresAt = new Date(ctx.now().getTime() + INVITATION_DAYS * DAY);
  const row = await changeOpen(tx, ctx, {
    id,
    // Who sends it answers for it from now on.
    data: { expiresAt, remindedAt: null, invitedById: ctx.actor.id },
    action: "invitation.resent",
  });
  const invitation = { ...row, id, expiresAt, invitedBy: inviterOf(ctx) };
  const links = await makeLinks(tx, [invitation], { ...ctx, now: ctx.now() });
  return links.get(row.email) ?? null;
}

/**
 * Ends an invitation and its links.
 *
 * Errors: NOT_FOUND; FORBIDDEN for a role that the actor can't invite to; INVALID_TRANSITION when it
 * has been accepted or revoked.
 */
export function revokeInvitation(ctx: ServiceContext, { id }: RevokeInvitationInput) {
  return inTransaction(ctx.db, async (tx) => {
    const data = { status: "revoked", settledAt: ctx.now() } as const;
    await changeOpen(tx, ctx, { id, data, action: "invitation.revoked" });
    return read(tx, ctx, id);
  });
}

interface Change {
  id: string;
  data:
    | { expiresAt: Date; remindedAt: null; invitedById: string }
    | { status: "revoked"; settledAt: Date };
  action: AuditAction;
}

/** Changes an invitation that nobody has accepted or revoked, once, and ends its links. */
async function changeOpen(tx: DbTransaction, ctx: ServiceContext, { id, data, action }: Change) {
  const before = await tx.invitation.findUnique({
    where: { id },
    select: { role: true, status: true },
  });
  if (before === null) throw notFound();
  requireRole(ctx, before.role);
  const [row] = await tx.invitation.updateManyAndReturn({
    where: { id, status: "pending" },
    data,
    select: { email: true, role: true },
  });
  if (row === undefined) {
    const { status } = await tx.invitation.findUniqueOrThrow({
      where: { id },
      select: { status: true },
    });
    throw new DomainError("INVALID_TRANSITION", `This invitation has already been ${status}.`, {
      status,
    });
  }
  await revokeOneTimeTokens(tx, { purpose, subject: id });
  await recordAuditEvent(tx, ctx, { action, targetType: "invitation", targetId: id });
  return row;
}

async function read(tx: DbTransaction, ctx: ServiceContext, id: string) {
  const row = await tx.invitation.findUnique({ where: { id }, select: invitationSelect });
  if (row === null) throw notFound();
  const [invitation] = await toInvitations(tx, { actor: ctx.actor, now: ctx.now() }, [row]);
  if (invitation === undefined) throw notFound();
  return invitation;
}
