import type { DbTransaction } from "@sundial/db";
import { revokeOneTimeTokens } from "./one-time-token.ts";

/**
 * Signs a person out: deletes their sessions (except the given one) and raises their epoch, which
 * ends their access tokens. Runs in the caller's transaction.
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
 * Ends what somebody with the old password may have started: reset links, and a pending change of
 * address.
 */
export async function dropPendingChanges(tx: DbTransaction, userId: string): Promise<void> {
  await revokeOneTimeTokens(tx, { purpose: "account.resetPassword", subject: userId });
  await tx.emailChange.deleteMany({ where: { userId } });
}

/**
 * Ends everything that acts for a person, or shows their data without a sign-in: sessions, access
 * tokens, remembered browsers, calendar feeds, and pending changes. Returns the number of sessions,
 * tokens and feeds. 2FA stays on.
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
