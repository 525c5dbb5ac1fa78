import type { DbTransaction } from "@sundial/db";
import type { Role } from "@sundial/validators";
import { checkSecondFactor, type SecondFactorRefusal } from "../second-factor/second-factor.ts";
import { newSessionToken } from "../session-cookie.ts";
import { totpSecretBox } from "../totp-secret.ts";
import { type CredentialContext, queueAuthEmail, recordAuthEvent } from "./context.ts";
import { endSession } from "./sign-out.ts";

/** A person as they were read when they proved who they are. */
interface ProvenUser {
  id: string;
  role: Role;
  authEpoch: number;
}

/** A session, or what the person owes before there can be one. */
export type Start = { session: StartedSession } | { refused: SecondFactorRefusal };

export type StartedSession = Awaited<ReturnType<typeof createSession>>;

/**
 * Begins a session, with its event, in the transaction of whatever proved the person, and ends the
 * one the browser came with. Every session begins here, so none begins without 2FA where it is on. When the code is
 * rejected the caller commits all the same, since wrong codes are counted. Null when the person was
 * suspended or their password, role or access changed since they were read: the proof is of
 * yesterday, and the caller has to ask again.
 */
export async function startSession(
  tx: DbTransaction,
  ctx: CredentialContext,
  user: ProvenUser,
  code?: string,
): Promise<Start | null> {
  const unchanged = await tx.$queryRaw<unknown[]>`
    SELECT id FROM users
     WHERE id = ${user.id} AND auth_epoch = ${user.authEpoch} AND status <> 'suspended'
       FOR NO KEY UPDATE`;
  if (unchanged.length === 0) return null;
  const tools = { totpSecrets: totpSecretBox(ctx.secret), now: ctx.now() };
  const entry = await checkSecondFactor(tx, tools, { userId: user.id, code });
  if ("refused" in entry) {
    await recordRefusal(tx, ctx, user, entry.refused);
    return entry;
  }
  const session = await createSession(tx, ctx, user);
  if (entry.by === "recoveryCode") await tellOfRecoveryCode(tx, ctx, session);
  return { session };
}

async function createSession(tx: DbTransaction, ctx: CredentialContext, user: ProvenUser) {
  const now = ctx.now();
  if (ctx.sessionToken !== null) await endSession(tx, ctx, ctx.sessionToken);
  await tx.user.update({
    where: { id: user.id },
    // A program that signs in names no locale, and takes nobody's away.
    data: { lastLoginAt: now, locale: ctx.locale ?? undefined },
    select: { id: true },
  });
  const session = await tx.session.create({
    data: {
      token: newSessionToken(),
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

/** To be asked for a code is no failure, but tells that someone has the password. */
function recordRefusal(
  tx: DbTransaction,
  ctx: CredentialContext,
  { id }: ProvenUser,
  refused: SecondFactorRefusal,
) {
  const about = { actor: null, targetId: id };
  if (refused === "SECOND_FACTOR_REQUIRED") {
    return recordAuthEvent(tx, ctx, { action: "account.codeRequired", ...about });
  }
  const reason = refused === "INVALID_CODE" ? "wrong code" : "second factor lost";
  return recordAuthEvent(tx, ctx, { action: "account.signInFailed", ...about, reason });
}

/** If the owner didn't use it, someone has both their password and their recovery codes. */
async function tellOfRecoveryCode(
  tx: DbTransaction,
  ctx: CredentialContext,
  { user }: StartedSession,
) {
  const left = await tx.recoveryCode.count({ where: { userId: user.id } });
  await queueAuthEmail(tx, {
    template: "account.recoveryCodeUsed",
    recipient: user.email,
    data: { left },
  });
  await recordAuthEvent(tx, ctx, {
    action: "account.recoveryCodeUsed",
    actor: { id: user.id, role: user.role },
    targetId: user.id,
  });
}
