import type { DbTransaction } from "@sundial/db";
import type { Role } from "@sundial/validators";
import { checkSecondFactor, type SecondFactorRefusal } from "../second-factor/second-factor.ts";
import { newSessionToken } from "../session-cookie.ts";
import { totpSecretBox } from "../totp-secret.ts";
import { type CredentialContext, queueAuthEmail, recordAuthEvent } from "./context.ts";
import { endSession } from "./sign-out.ts";

/** A user as they were read when their password was checked. */
interface ProvenUser {
  id: string;
  role: Role;
  authEpoch: number;
}

/** The session, or why it can't start yet. */
export type Start = { session: StartedSession } | { refused: SecondFactorRefusal };

export type StartedSession = Awaited<ReturnType<typeof createSession>>;

/**
 * Starts a session and records it, in the caller's transaction, and ends the browser's current
 * session. All sessions start here, so an account with 2FA never gets one without a code. After a
 * wrong code the caller must still commit, because wrong codes are counted. Returns null when the
 * user was suspended, or their password, role or access changed, after they were read: the caller
 * must then check the password again.
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
    // A client that sends no locale keeps the one we know.
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

/** Asking for a code isn't a failure, but it shows that someone has the password. */
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
