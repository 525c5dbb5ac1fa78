import type { BriefOfficeSessionInput } from "@sundial/validators";
import { loadHistoryInFull, loadProfiles } from "../brief/load-brief.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { officeSessionScope } from "./scope.ts";

/**
 * What somebody should know before a session: the other person's profile, as far as the reader may
 * see it, and what the two have behind them. Staff get both profiles. The reader's own is null.
 *
 * Errors: NOT_FOUND when the session isn't visible.
 */
export async function briefOfficeSession(ctx: ServiceContext, { id }: BriefOfficeSessionInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const session = await db.officeSession.findFirst({
    where: { AND: [{ id }, officeSessionScope(actor)] },
    select: { id: true, mentorId: true, menteeId: true, startsAt: true },
  });
  if (session === null) throw notFound();
  const [{ mentor, mentee }, history] = await Promise.all([
    loadProfiles(db, session, { actor, now }),
    loadHistoryInFull(db, session, now),
  ]);
  return {
    mentor: session.mentorId === actor.id ? null : mentor,
    mentee: session.menteeId === actor.id ? null : mentee,
    ...history,
  };
}
