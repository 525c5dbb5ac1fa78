import { rolesToInvite } from "@sundial/auth";
import type { DbTransaction, Prisma } from "@sundial/db";
import type { InvitationState } from "@sundial/validators";
import type { Actor } from "../context.ts";

/** An invitation as staff see it. */
export const invitationSelect = {
  id: true,
  email: true,
  role: true,
  expertise: true,
  status: true,
  createdAt: true,
  expiresAt: true,
  remindedAt: true,
  settledAt: true,
  invitedById: true,
  acceptedBy: { select: { id: true, name: true } },
} satisfies Prisma.InvitationSelect;

type InvitationRow = Prisma.InvitationGetPayload<{ select: typeof invitationSelect }>;

/** What the actor sees of these invitations, and what they can do with each. */
export async function toInvitations(
  tx: DbTransaction,
  { actor, now }: { actor: Actor; now: Date },
  rows: InvitationRow[],
) {
  const ids = rows.flatMap(({ invitedById }) => invitedById ?? []);
  const inviters = await tx.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  const names = new Map(inviters.map(({ id, name }) => [id, name]));
  const mine = rolesToInvite(actor);
  return rows.map(({ status, invitedById, ...row }) => {
    const actions: ("resend" | "revoke")[] =
      status === "pending" && mine.includes(row.role) ? ["resend", "revoke"] : [];
    return {
      ...row,
      state: stateOf({ status, expiresAt: row.expiresAt }, now),
      /** Null once they are erased; a service account has no name here. */
      invitedBy: invitedById === null ? null : (names.get(invitedById) ?? "A service account"),
      actions,
    };
  });
}

function stateOf(
  { status, expiresAt }: Pick<InvitationRow, "status" | "expiresAt">,
  now: Date,
): InvitationState {
  if (status !== "pending") return status;
  return expiresAt > now ? "waiting" : "expired";
}
