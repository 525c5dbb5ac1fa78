import { type DbTransaction, lockPeople } from "@sundial/db";
import { giveRole } from "../give-role.ts";
import type { Provider, ProviderIdentity } from "../providers/provider.ts";
import type { CredentialContext } from "./context.ts";
import type { ProvenUser } from "./start-session.ts";

/**
 * Gives the person the role that their organization's issuer names, and takes one that it no longer
 * does. A mentor with upcoming sessions stays one until these are over, and the last admin stays one.
 */
export async function governRole(
  tx: DbTransaction,
  ctx: CredentialContext,
  user: ProvenUser,
  { provider, identity }: { provider: Pick<Provider, "name">; identity: ProviderIdentity },
): Promise<ProvenUser> {
  const { role } = identity;
  if (role === null || role === user.role) return user;
  await lockPeople(tx, [user.id]);
  if (!(await mayLeaveRole(tx, ctx, user))) return user;
  await giveRole(
    tx,
    { actor: null, ip: ctx.ip, userAgent: ctx.userAgent },
    { member: user, role, reason: `Named by ${provider.name}`, now: ctx.now() },
  );
  return { ...user, role, authEpoch: user.authEpoch + 1 };
}

async function mayLeaveRole(tx: DbTransaction, ctx: CredentialContext, { id, role }: ProvenUser) {
  if (role === "mentor") {
    // Only open sessions have time claims.
    const held = { mentorId: id, claims: { some: { endsAt: { gt: ctx.now() } } } };
    return (await tx.officeSession.findFirst({ where: held, select: { id: true } })) === null;
  }
  if (role !== "admin") return true;
  const others = { role, status: "active", id: { not: id } } as const;
  return (await tx.user.findFirst({ where: others, select: { id: true } })) !== null;
}
