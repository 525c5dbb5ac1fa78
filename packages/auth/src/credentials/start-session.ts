import type { DbTransaction } from "@sundial/db";
import type { Role } from "@sundial/validators";
import { checkSecondFactor, type SecondFactorRefusal } from "../second-factor/second-factor.ts";
import { newSessionToken } from "../session-cookie.ts";
import { totpSecretBox } from "../totp-secret.ts";
import { type CredentialContext, queueAuthEmail, recordAuthEvent } from "./context.ts";
import { endSession } from "./sign-out.ts";

/** A user as they were read when they proved who they are. */
export interface ProvenUser {
  id: string;
  role: Role;
  authEpoch: number;
}

/** What somebody presents to begin a session, beside what they have already proven. */
export interface Entry {
  /** Of an authenticator app, or a recovery code. */
  code?: string | undefined;
  /** The provider or the email link that vouches for them; without it, they gave a password. */
  by?: string;
  /** Whether a provider proves two-factor authentication. */
  provesSecondFactor?: boolean;
}

/** The session, or why it can't start yet. */
export type Start = { session: StartedSession } | { refused: SecondFactorRefusal };

export type StartedSession = Awaited<ReturnType<typeof createSession>>;

/**
 * Starts a session and records it, in the caller's transaction, and ends the browser's current
 * session. All sessions start here, so an account with 2FA never gets one without a code. After a
 * wrong code the caller must still commit, because wrong codes are counted. Returns null when the
 * user was suspended, or their password, role or access changed, after they were read: the caller
 * must then check again.
 */
export async function startSession(
  tx: DbTransaction,
  ctx: CredentialContext,
  user: ProvenUser,
  entry: Entry = {},
): Promise<Start | null> {
  const unchanged = await tx.$queryRaw<unknown[]>`
    SELECT id FROM users
     WHERE id = ${user.id} AND auth_epoch = ${user.authEpoch} AND status <> 'suspended'
       FOR NO KEY UPDATE`;
  if (unchanged.length === 0) return null;
  const tools = { totpSecrets: totpSecretBox(ctx.secret), now: ctx.now() };
  const { code, by, provesSecondFactor } = entry;
  const checked = await checkSecondFactor(tx, tools, {
    userId: user.id,
    code,
    isProven: provesSecondFactor === true,
  });
  if ("refused" in checked) {
    await recordRefusal(tx, ctx, user, checked.refused);
    return checked;
  }
  const session = await createSession(tx, ctx, user, by);
  if (checked.by === "recoveryCode") await tellOfRecoveryCode(tx, ctx, session);
  return { session };
}

async function createSession(
  tx: DbTransaction,
  ctx: CredentialContext,
  user: ProvenUser,
  by?: string,
) {
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
    ...(by === undefined ? {} : { after: { by } }),
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
