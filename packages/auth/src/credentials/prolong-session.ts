import type { CredentialContext } from "./context.ts";

const DAY = 24 * 60 * 60 * 1000;

/** However much it is used, a session is not prolonged when it began so many days ago. */
const PROLONGED_FOR = 30 * DAY;

/**
 * Lets a session that is in use last its full time again, at most once a day. Null when there is
 * nothing to do: it is young, over, too old, or a suspended person's.
 */
export async function prolongSession(ctx: CredentialContext) {
  if (ctx.sessionToken === null) return null;
  const now = ctx.now().getTime();
  const expiresAt = new Date(now + ctx.sessionLifetime * 1000);
  const [session] = await ctx.db.session.updateManyAndReturn({
    where: {
      token: ctx.sessionToken,
      expiresAt: { gt: new Date(now), lte: new Date(expiresAt.getTime() - DAY) },
      createdAt: { gt: new Date(now - PROLONGED_FOR) },
      user: { status: { not: "suspended" } },
    },
    data: { expiresAt },
    include: { user: true },
  });
  if (session === undefined) return null;
  // They signed in before it was kept.
  if (session.user.locale === null && ctx.locale !== null) {
    await ctx.db.user.updateMany({
      where: { id: session.userId, locale: null, anonymizedAt: null },
      data: { locale: ctx.locale },
    });
  }
  return session;
}
