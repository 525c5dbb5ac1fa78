import { openInvitation } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import {
  boundProvider,
  DomainError,
  type InvitationState,
  type ListInvitationsInput,
  type PreviewInvitationInput,
} from "@sundial/validators";
import { z } from "zod";
import type { Context, ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { invitationSelect, toInvitations } from "./view.ts";

/** The key of the list. */
const expiresAtAndId = z.tuple([z.iso.datetime(), z.uuid()]);

/** Counting ends here: a larger number doesn't help. */
const COUNTED_MAX = 100;

/**
 * Everyone's invitations, the newest links first, and how many wait, counted up to a hundred.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listInvitations(
  ctx: ServiceContext,
  { state, email, cursor, limit }: ListInvitationsInput,
) {
  const { db } = ctx;
  const now = ctx.now();
  const after = cursor ? decodeCursor(expiresAtAndId, cursor) : null;
  const behind = after && {
    expiresAt: { lte: after[0] },
    OR: [{ expiresAt: { lt: after[0] } }, { id: { lt: after[1] } }],
  };
  const [rows, waiting] = await Promise.all([
    db.invitation.findMany({
      where: { AND: [{ email }, state ? isIn(state, now) : {}, behind ?? {}] },
      orderBy: [{ expiresAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: invitationSelect,
    }),
    db.invitation.count({ where: isIn("waiting", now), take: COUNTED_MAX }),
  ]);
  const page = pageOf(rows, limit, (row) => [row.expiresAt.toISOString(), row.id]);
  const { actor } = ctx;
  return { ...page, items: await toInvitations(db, { actor, now }, page.items), waiting };
}

function isIn(state: InvitationState, now: Date): Prisma.InvitationWhereInput {
  switch (state) {
    case "waiting":
      return { status: "pending", expiresAt: { gt: now } };
    case "expired":
      return { status: "pending", expiresAt: { lte: now } };
    default:
      return { status: state };
  }
}

/**
 * What a link offers, and how to accept it: `hasAccount` says whether the invited address has an
 * account by now, and `provider` names the one that its people must use. It says nothing about any
 * other address.
 *
 * Errors: INVALID_LINK when it has been used, revoked or replaced, or has expired.
 */
export async function previewInvitation(ctx: Context, { token }: PreviewInvitationInput) {
  const { db, providers } = ctx;
  const invitation = await openInvitation(db, { token, now: ctx.now() });
  if (invitation === null) throw deadLink();
  const { email, role, expiresAt, invitedById } = invitation;
  const [inviter, owner] = await Promise.all([
    db.user.findUnique({ where: { id: invitedById ?? "" }, select: { name: true } }),
    db.user.findUnique({ where: { email }, select: { id: true } }),
  ]);
  const bound = boundProvider(providers, email);
  return {
    email,
    role,
    expiresAt,
    invitedBy: inviter?.name ?? null,
    hasAccount: owner !== null,
    provider: bound ? { id: bound.id, name: bound.name } : null,
  };
}

export function deadLink() {
  return new DomainError(
    "INVALID_LINK",
    "This invitation has been used or replaced, or has expired. Ask for a new one.",
  );
}
