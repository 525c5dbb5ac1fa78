import type { DbTransaction } from "@sundial/db";
import { revokeOneTimeTokens } from "./one-time-token.ts";

/**
 * Signs a person out: deletes their sessions (but the one that asks, if given) and raises their
 * epoch, which ends the access tokens they hold. In the transaction of whatever the reason is.
 */
export async function revokeAccess(
  tx: DbTransaction,
  { userId, exceptSessionId }: { userId: string; exceptSessionId?: string },
): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { authEpoch: { increment: 1 } },
    select: { id: true },
  });
  await tx.session.deleteMany({ where: { userId, id: { not: exceptSessionId } } });
}

/**
 * Ends what somebody with the old password may have begun: links for a new password, and a change of
 * address under way.
 */
export async function dropPendingChanges(tx: DbTransaction, userId: string): Promise<void> {
  await revokeOneTimeTokens(tx, { purpose: "account.resetPassword", subject: userId });
  await tx.emailChange.deleteMany({ where: { userId } });
}

/**
 * Ends everything that acts for a person or shows what is theirs without asking who is there:
 * sessions, access tokens, remembered browsers, calendar feeds, and changes begun but not finished.
 * Returns how many sessions, tokens and feeds that were. 2FA stays on.
 */
export async function endAllAccess(
  tx: DbTransaction,
  { userId, now }: { userId: string; now: Date },
): Promise<EndedAccess> {
  const good = { userId, expiresAt: { gt: now } };
  const sessions = await tx.session.count({ where: good });
  const tokens = await tx.personalAccessToken.count({ where: { ...good, revokedAt: null } });
  await revokeAccess(tx, { userId });
  await dropPendingChanges(tx, userId);
  const feeds = await tx.calendarFeed.updateMany({
    where: { userId, revokedAt: null },
    data: { revokedAt: now },
  });
  return { sessions, tokens, calendarFeeds: feeds.count };
}

interface EndedAccess {
  sessions: number;
  tokens: number;
  calendarFeeds: number;
}
