import type { DbTransaction } from "@sundial/db";
import { type AuditSource, announceMember, recordAuditEvent, tell } from "@sundial/ledger";
import type { Role } from "@sundial/validators";

interface Giving {
  /** As they were locked. */
  member: { id: string; role: Role };
  role: Role;
  reason: string;
  /** Shared by the events of the decision behind it. */
  groupId?: string | undefined;
  now: Date;
  /** They hear of it with what it follows from, such as an approved application. */
  isToldElsewhere?: boolean;
}

/**
 * Gives another role to someone who is locked and may have it: a mentor only without upcoming
 * sessions. Every change of a role comes here. It raises their epoch, which ends their tokens.
 */
export async function giveRole(
  tx: DbTransaction,
  source: AuditSource,
  { member, role, reason, groupId, now, isToldElsewhere = false }: Giving,
): Promise<void> {
  const { id } = member;
  const after = await tx.user.update({
    where: { id },
    data: { role, authEpoch: { increment: 1 }, version: { increment: 1 } },
    select: { id: true, name: true, email: true, role: true, status: true, version: true },
  });
  await recordAuditEvent(tx, source, {
    action: "member.roleChanged",
    targetType: "user",
    targetId: id,
    reason,
    groupId,
    before: { role: member.role },
    after: { role },
  });
  await announceMember(tx, after, { changed: ["role"], at: now });
  if (isToldElsewhere) return;
  await tell(tx, [
    {
      kind: "member.updated",
      key: `${id} ${after.version}`,
      at: now,
      actorId: source.actor?.id ?? null,
      people: { self: id },
      data: { role },
    },
  ]);
}
