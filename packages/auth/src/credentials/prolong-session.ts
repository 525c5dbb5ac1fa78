import { DAY } from "@sundial/validators/durations";
import type { CredentialContext } from "./context.ts";

/** A session this old is no longer extended, however much it is used. */
const PROLONGED_FOR = 30 * DAY;

/**
 * Extends a session that is in use to its full lifetime, at most once a day. Returns null when
 * nothing changes: the session is new, expired or too old, or the user is suspended.
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
  // They signed in before Sundial stored locales.
  if (session.user.locale === null && ctx.locale !== null) {
    await ctx.db.user.updateMany({
      where: { id: session.userId, locale: null, anonymizedAt: null },
      data: { locale: ctx.locale },
    });
  }
  return session;
}
