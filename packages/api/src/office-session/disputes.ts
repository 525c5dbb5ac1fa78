import { Prisma } from "@sundial/db";
import { DISPUTE_DAYS, instantText, type ListDisputesInput } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, inOrderOf, pageOf } from "../paging.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";

const cursorKey = z.tuple([instantText, z.uuid()]);

/** Counting ends here: a larger number doesn't help. */
const COUNTED_MAX = 100;

const disputeSelect = {
  ...officeSessionSelect,
  disputedAt: true,
  noShowReports: {
    orderBy: { createdAt: "asc" },
    select: { authorId: true, words: true, createdAt: true },
  },
} satisfies Prisma.OfficeSessionSelect;

/** When staff should have settled a dispute. One of a session without a date arose at its end. */
function deadlineOf({ disputedAt, endsAt }: { disputedAt: Date | null; endsAt: Date }): Date {
  return new Date((disputedAt ?? endsAt).getTime() + DISPUTE_DAYS * DAY);
}

/**
 * Sessions about which the two people contradict each other, with what each of them reported and
 * the deadline for settling it, the oldest dispute first; and how many there are, counted up to a
 * hundred.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listDisputes(ctx: ServiceContext, { cursor, limit }: ListDisputesInput) {
  const behind = cursor ? isBehind(decodeCursor(cursorKey, cursor)) : Prisma.sql`true`;
  const [found, total] = await Promise.all([
    ctx.db.$queryRaw<{ since: Date; id: string }[]>`
      SELECT coalesce(disputed_at, ends_at) AS since, id FROM office_sessions
       WHERE disputed AND ${behind}
       ORDER BY coalesce(disputed_at, ends_at), id LIMIT ${limit + 1}`,
    ctx.db.officeSession.count({ where: { disputed: true }, take: COUNTED_MAX }),
  ]);
  const page = pageOf(found, limit, ({ since, id }) => [since.toISOString(), id]);
  const ids = page.items.map(({ id }) => id);
  const rows = await ctx.db.officeSession.findMany({
    where: { id: { in: ids }, disputed: true },
    select: disputeSelect,
  });
  const items = inOrderOf(ids, rows).map(({ noShowReports, disputedAt, ...row }) => ({
    session: toOfficeSession(row, ctx),
    disputedAt: disputedAt ?? row.endsAt,
    deadline: deadlineOf({ disputedAt, endsAt: row.endsAt }),
    reports: noShowReports,
  }));
  return { items, nextCursor: page.nextCursor, total };
}

function isBehind([since, id]: z.infer<typeof cursorKey>): Prisma.Sql {
  return Prisma.sql`(coalesce(disputed_at, ends_at), id) > (${since}::timestamptz, ${id}::uuid)`;
}
