import type { Prisma } from "@sundial/db";
import type {
  CancelOfficeSessionInput,
  ListOfficeSessionsInput,
  OfficeSessionByIdInput,
} from "@sundial/validators";
import { z } from "zod";
import { recordAuditEvent } from "../audit/index.ts";
import { DomainError, notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { inTransaction } from "../transaction.ts";
import type { ServiceContext } from "../trpc.ts";
import { findTransition, isLateCancellation, relationOf } from "./policy.ts";
import { officeSessionScope } from "./scope.ts";
import { officeSessionSelect, toOfficeSession } from "./view.ts";

const BLOCKING = ["requested", "scheduled"] as const;

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** Upcoming sessions soonest first; past, cancelled and other ended ones latest first. */
export async function listOfficeSessions(ctx: ServiceContext, input: ListOfficeSessionsInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const upcoming = input.when === "upcoming";
  const rows = await db.officeSession.findMany({
    where: {
      AND: [
        officeSessionScope(actor),
        upcoming
          ? { endsAt: { gt: now }, status: { in: [...BLOCKING] } }
          : { OR: [{ endsAt: { lte: now } }, { status: { notIn: [...BLOCKING] } }] },
        input.cursor ? behind(decodeCursor(cursorKey, input.cursor), upcoming ? "gt" : "lt") : {},
      ],
    },
    orderBy: [{ startsAt: upcoming ? "asc" : "desc" }, { id: upcoming ? "asc" : "desc" }],
    take: input.limit + 1,
    select: officeSessionSelect,
  });
  const page = pageOf(rows, input.limit, (row) => [row.startsAt.toISOString(), row.id]);
  return { ...page, items: page.items.map((row) => toOfficeSession(row, ctx)) };
}

function behind(
  [startsAt, id]: z.infer<typeof cursorKey>,
  direction: "gt" | "lt",
): Prisma.OfficeSessionWhereInput {
  return { OR: [{ startsAt: { [direction]: startsAt } }, { startsAt, id: { [direction]: id } }] };
}

/** One session within the actor's scope. Errors: NOT_FOUND. */
export async function getOfficeSessionById(ctx: ServiceContext, { id }: OfficeSessionByIdInput) {
  const row = await ctx.db.officeSession.findFirst({
    where: { AND: [{ id }, officeSessionScope(ctx.actor)] },
    select: officeSessionSelect,
  });
  if (row === null) throw notFound();
  return toOfficeSession(row, ctx);
}

const WITHDREW = {
  mentee: "mentee_withdrew",
  mentor: "mentor_withdrew",
  staff: "pm_decision",
} as const;

/**
 * Calls a session off and frees the time of both parties at once. Saying it twice is the same as
 * once. Errors: NOT_FOUND, INVALID_TRANSITION, STALE_VERSION; INVALID_INPUT when someone who is no
 * party gives no reason.
 */
export async function cancelOfficeSession(ctx: ServiceContext, input: CancelOfficeSessionInput) {
  const { actor } = ctx;
  const now = ctx.now();
  const session = await getOfficeSessionById(ctx, input);
  if (session.status === "cancelled" && session.cancelledById === actor.id) return session;

  const transition = findTransition("cancel", session, actor, now);
  if (transition === null) {
    throw new DomainError("INVALID_TRANSITION", "This session can no longer be cancelled.", {
      status: session.status,
    });
  }
  const relation = relationOf(actor, session);
  if (relation === "staff" && input.note === "") {
    throw new DomainError("INVALID_INPUT", "Give both parties a reason.", [
      { path: ["note"], message: "Give both parties a reason" },
    ]);
  }

  return inTransaction(ctx.db, async (tx) => {
    const cancelledLate = isLateCancellation(session, now);
    const cancelReason = WITHDREW[relation];
    const { count } = await tx.officeSession.updateMany({
      where: { id: input.id, status: session.status, version: input.version },
      data: {
        status: transition.to,
        cancelledAt: now,
        cancelledById: actor.id,
        cancelReason,
        changeNote: input.note,
        cancelledLate,
        calendarSequence: { increment: 1 },
        version: { increment: 1 },
      },
    });
    if (count === 0) {
      throw new DomainError(
        "STALE_VERSION",
        "This session was changed in the meantime. Reload to see what it is now.",
        { version: session.version },
      );
    }
    await tx.timeClaim.deleteMany({ where: { officeSessionId: input.id } });
    await recordAuditEvent(tx, ctx, {
      action: "officeSession.cancelled",
      targetType: "officeSession",
      targetId: input.id,
      before: { status: session.status },
      after: { status: transition.to, cancelReason, cancelledLate },
    });
    const row = await tx.officeSession.findUniqueOrThrow({
      where: { id: input.id },
      select: officeSessionSelect,
    });
    return toOfficeSession(row, ctx);
  });
}
