import type { DbTransaction } from "@sundial/db";
import { type AuditSource, recordAuditEvent, tell } from "@sundial/ledger";
import type { Role } from "@sundial/validators";
import { z } from "zod";
import {
  issueOneTimeTokens,
  readOneTimeToken,
  redeemOneTimeToken,
  revokeOneTimeTokens,
} from "./one-time-token.ts";
import { isStaff, rolesToInvite } from "./permissions.ts";

const purpose = "account.invitation";

/** The page of an invitation. */
export function invitationPath(token: string): string {
  return `/invitation?${new URLSearchParams({ token })}`;
}

/** An invitation whose link is made. */
export interface InvitationLink {
  id: string;
  expiresAt: Date;
}

/**
 * The tokens of new links, in this order. `isMailed` says whether they go to the invited address
 * only, so that using one proves who owns it. A link that staff copy proves nothing.
 */
export function issueInvitationLinks(
  tx: DbTransaction,
  invitations: InvitationLink[],
  { isMailed }: { isMailed: boolean },
): Promise<string[]> {
  return issueOneTimeTokens(
    tx,
    invitations.map(({ id, expiresAt }) => ({
      purpose,
      subject: id,
      data: { isMailed },
      expiresAt,
    })),
  );
}

const stored = z.object({ isMailed: z.boolean() });

/**
 * The invitation that a link stands for, or null when the link no longer works. One to a staff role
 * works only while who sent it may still give that role: otherwise somebody who loses theirs could
 * come back with an invitation that they sent to themselves.
 */
export async function openInvitation(
  tx: DbTransaction,
  { token, now }: { token: string; now: Date },
) {
  const link = await readOneTimeToken(tx, { purpose, token, now });
  const id = z.uuid().safeParse(link?.subject).data;
  if (link === null || id === undefined) return null;
  const invitation = await tx.invitation.findFirst({
    where: { id, status: "pending", expiresAt: { gt: now } },
    select: { id: true, email: true, role: true, expiresAt: true, invitedById: true },
  });
  if (invitation === null) return null;
  if (isStaff(invitation) && !(await mayStillInvite(tx, invitation))) return null;
  return { ...invitation, ...stored.parse(link.data) };
}

interface Sent {
  role: Role;
  invitedById: string | null;
}

async function mayStillInvite(tx: DbTransaction, { role, invitedById: id }: Sent) {
  if (id === null) return false;
  const person = await tx.user.findUnique({ where: { id }, select: { role: true, status: true } });
  if (person !== null) return rolesToInvite(person).includes(role);
  // A person's id may be any text, a service account's is a UUID.
  if (!z.uuid().safeParse(id).success) return false;
  const service = await tx.serviceAccount.findUnique({
    where: { id },
    select: { permissions: true, endedAt: true },
  });
  return service?.endedAt === null && service.permissions.includes("invitation:manage");
}

interface Acceptance {
  token: string;
  /** Who accepts it. */
  user: { id: string; role: Role };
  groupId?: string;
  now: Date;
}

/**
 * Notes who has accepted an invitation, and ends its links. False when the link no longer works: of
 * two people at once, one accepts.
 */
export async function settleInvitation(
  tx: DbTransaction,
  source: Omit<AuditSource, "actor">,
  { token, user, groupId, now }: Acceptance,
): Promise<boolean> {
  const link = await redeemOneTimeToken(tx, { purpose, token, now });
  if (link === null) return false;
  const [settled] = await tx.invitation.updateManyAndReturn({
    where: { id: link.subject, status: "pending" },
    data: { status: "accepted", settledAt: now, acceptedById: user.id },
    select: { id: true, role: true, invitedById: true },
  });
  if (settled === undefined) return false;
  await revokeOneTimeTokens(tx, { purpose, subject: settled.id });
  await recordAuditEvent(
    tx,
    { ...source, actor: user },
    {
      action: "invitation.accepted",
      targetType: "invitation",
      targetId: settled.id,
      groupId,
      after: { role: settled.role, acceptedBy: user.id },
    },
  );
  await tell(tx, [
    {
      kind: "invitation.accepted",
      key: settled.id,
      at: now,
      actorId: user.id,
      people: { inviter: settled.invitedById },
    },
  ]);
  return true;
}
