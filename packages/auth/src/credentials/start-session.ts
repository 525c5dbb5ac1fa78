import { randomBytes } from "node:crypto";
import type { DbTransaction } from "@sundial/db";
import type { Role } from "@sundial/validators";
import { type CredentialContext, recordAuthEvent } from "./context.ts";

/** A person as they were read when they proved who they are. */
interface ProvenUser {
  id: string;
  role: Role;
  authEpoch: number;
}

export type StartedSession = NonNullable<Awaited<ReturnType<typeof startSession>>>;

/**
 * Begins a session, with its event, in the transaction of whatever proved the person. Null when the
 * person was suspended or their password, role or access changed since they were read: the proof is
 * of yesterday, and the caller has to ask again. Every session begins here.
 */
export async function startSession(tx: DbTransaction, ctx: CredentialContext, user: ProvenUser) {
  const now = ctx.now();
  const { count } = await tx.user.updateMany({
    where: { id: user.id, authEpoch: user.authEpoch, status: { not: "suspended" } },
    data: { lastLoginAt: now },
  });
  if (count === 0) return null;
  const session = await tx.session.create({
    data: {
      token: randomBytes(24).toString("base64url"),
      userId: user.id,
      expiresAt: new Date(now.getTime() + ctx.sessionLifetime * 1000),
      ipAddress: ctx.ip,
      userAgent: ctx.userAgent,
      createdAt: now,
    },
    include: { user: true },
  });
  await recordAuthEvent(tx, ctx, {
    action: "account.signedIn",
    actor: { id: user.id, role: user.role },
    targetId: user.id,
  });
  return session;
}
