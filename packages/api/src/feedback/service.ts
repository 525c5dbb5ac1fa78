import type { Prisma } from "@sundial/db";
import type { ListFeedbackInput, ReadFeedbackInput } from "@sundial/validators";
import { z } from "zod";
import { recordRead } from "../audit/record-read.ts";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { officeSessionScope } from "../office-session/scope.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { feedbackClosesAt, isOpenForFeedback, sideOf } from "./policy.ts";

/**
 * The feedback about a session that the reader may see now. The two people see their own, and the
 * other's public part once it is revealed: when both have sent it, or seven days after the end of
 * the session. Staff see both, with what is only for them. Somebody who is one of the two reads
 * like one of the two, even if they have become staff.
 *
 * Errors: NOT_FOUND when the session isn't visible.
 */
export async function readFeedback(ctx: PersonContext, { officeSessionId }: ReadFeedbackInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const session = await db.officeSession.findFirst({
    where: { AND: [{ id: officeSessionId }, officeSessionScope(actor)] },
    select: officeSessionSelect,
  });
  if (session === null) throw notFound();
  const state = toState(session, now);
  const own = sideOf(actor.id, state);
  const visible: Prisma.FeedbackWhereInput =
    own === null ? {} : { OR: [{ party: own }, { visibleAt: { lte: now } }] };
  const rows = await db.feedback.findMany({
    where: { AND: [{ officeSessionId }, visible] },
    orderBy: { party: "asc" },
    select: { party: true, rating: true, comment: true, forStaff: true, visibleAt: true },
  });
  const isSent = rows.some(({ party }) => party === own);
  return {
    items: rows.map(({ visibleAt, forStaff, ...row }) => ({
      ...row,
      /** Null for the person it is about. */
      forStaff: own === null || row.party === own ? forStaff : null,
      isOwn: row.party === own,
      isRevealed: visibleAt <= now,
    })),
    /** The reader's side of the session, or null for staff. */
    side: own,
    maySend: own !== null && !isSent && isOpenForFeedback(state, now),
    closesAt: feedbackClosesAt(state),
  };
}

const createdAtAndId = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * All feedback that one person wrote, or that was written about them, newest first, for staff. What
 * is about the reader follows the rules for everyone. Reading it is an event about the person.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listFeedback(ctx: PersonContext, input: ListFeedbackInput) {
  const { db, actor } = ctx;
  const { userId, which, cursor, limit } = input;
  const now = ctx.now();
  const after = cursor ? decodeCursor(createdAtAndId, cursor) : null;
  const behind = after && {
    createdAt: { lte: after[0] },
    OR: [{ createdAt: { lt: after[0] } }, { id: { lt: after[1] } }],
  };
  const rows = await db.feedback.findMany({
    where: {
      AND: [
        which === "written" ? { authorId: userId } : { aboutId: userId },
        { OR: [{ aboutId: { not: actor.id } }, { visibleAt: { lte: now } }] },
        behind ?? {},
      ],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: {
      id: true,
      officeSessionId: true,
      party: true,
      rating: true,
      comment: true,
      forStaff: true,
      visibleAt: true,
      createdAt: true,
      author: { select: { id: true, name: true } },
      about: { select: { id: true, name: true } },
    },
  });
  const page = pageOf(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  if (userId !== actor.id) {
    await recordRead(ctx, { action: "member.viewed", targetType: "user", targetId: userId });
  }
  return {
    ...page,
    items: page.items.map(({ visibleAt, forStaff, ...row }) => ({
      ...row,
      forStaff: row.about.id === actor.id ? null : forStaff,
      isRevealed: visibleAt <= now,
    })),
  };
}
