import type { SessionSeriesBySessionInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { officeSessionScope } from "../office-session/scope.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";

/**
 * The sessions that were booked together with this one, and itself, in the order in which they were
 * booked; none when it isn't part of a series.
 *
 * Errors: NOT_FOUND when the session isn't visible.
 */
export async function getSessionSeriesBySession(
  ctx: ServiceContext,
  { officeSessionId }: SessionSeriesBySessionInput,
) {
  const { db, actor } = ctx;
  const session = await db.officeSession.findFirst({
    where: { AND: [{ id: officeSessionId }, officeSessionScope(actor)] },
    select: { seriesId: true },
  });
  if (session === null) throw notFound();
  if (session.seriesId === null) return { sessions: [] };
  const rows = await db.officeSession.findMany({
    where: { AND: [{ seriesId: session.seriesId }, officeSessionScope(actor)] },
    orderBy: { seriesNumber: "asc" },
    select: officeSessionSelect,
  });
  const now = ctx.now();
  return {
    sessions: rows.map((row) => {
      const { id, startsAt, endsAt, status } = toState(row, now);
      return { id, number: row.seriesNumber ?? 0, startsAt, endsAt, status };
    }),
  };
}
