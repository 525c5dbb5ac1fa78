import type { Prisma } from "@sundial/db";
import type {
  ListMisuseReportsInput,
  ListMyMisuseReportsInput,
  MisuseReportByIdInput,
} from "@sundial/validators";
import { z } from "zod";
import { recordRead } from "../audit/record-read.ts";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import {
  listedReportSelect,
  misuseReportScope,
  ownReportSelect,
  reportSelect,
  toOwnReport,
} from "./view.ts";

const createdAtAndId = z.tuple([z.iso.datetime(), z.uuid()]);
const newestFirst = [
  { createdAt: "desc" },
  { id: "desc" },
] satisfies Prisma.MisuseReportOrderByWithRelationInput[];
const keyOf = ({ createdAt, id }: { createdAt: Date; id: string }) => [createdAt.toISOString(), id];

/** Errors: INVALID_INPUT when the cursor belongs to another list. */
function behind(cursor: string | null | undefined): Prisma.MisuseReportWhereInput {
  if (!cursor) return {};
  const [createdAt, id] = decodeCursor(createdAtAndId, cursor);
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }],
  };
}

/**
 * The reports that the actor has sent, newest first, and whether each was decided.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listMyMisuseReports(
  { db, actor }: PersonContext,
  { cursor, limit }: ListMyMisuseReportsInput,
) {
  const rows = await db.misuseReport.findMany({
    where: { AND: [{ reporterId: actor.id }, behind(cursor)] },
    orderBy: newestFirst,
    take: limit + 1,
    select: ownReportSelect,
  });
  const page = pageOf(rows, limit, keyOf);
  return { ...page, items: page.items.map(toOwnReport) };
}

/** Counting ends here: a larger number doesn't help. */
const COUNTED_MAX = 100;

const statusWhere = {
  open: { decidedAt: null },
  decided: { decidedAt: { not: null } },
} as const satisfies Record<string, Prisma.MisuseReportWhereInput>;

/**
 * Reports for staff, newest first, without those about the reader, and how many are open, counted
 * up to a hundred.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listMisuseReports(
  { db, actor }: PersonContext,
  { status, cursor, limit }: ListMisuseReportsInput,
) {
  const scope = misuseReportScope(actor);
  const [rows, open] = await Promise.all([
    db.misuseReport.findMany({
      where: { AND: [scope, status === undefined ? {} : statusWhere[status], behind(cursor)] },
      orderBy: newestFirst,
      take: limit + 1,
      select: listedReportSelect,
    }),
    db.misuseReport.count({ where: { AND: [scope, statusWhere.open] }, take: COUNTED_MAX }),
  ]);
  return { ...pageOf(rows, limit, keyOf), open };
}

/**
 * One report with what helps to decide: both people, the session it comes from, and how many other
 * reports are about the same person. Reading it is an event.
 *
 * Errors: NOT_FOUND when it doesn't exist or is about the reader.
 */
export async function getMisuseReportById(ctx: PersonContext, { id }: MisuseReportByIdInput) {
  const { db, actor } = ctx;
  const row = await db.misuseReport.findFirst({
    where: { AND: [{ id }, misuseReportScope(actor)] },
    select: reportSelect,
  });
  if (row === null) throw notFound();
  const { decidedById, ...report } = row;
  const [others, decidedBy] = await Promise.all([
    db.misuseReport.count({
      where: { reportedId: row.reported.id, id: { not: id } },
      take: COUNTED_MAX,
    }),
    decidedById === null
      ? null
      : db.user.findUnique({ where: { id: decidedById }, select: { id: true, name: true } }),
  ]);
  await recordRead(ctx, {
    action: "misuseReport.viewed",
    targetType: "misuseReport",
    targetId: id,
  });
  return { ...report, decidedBy, otherReports: others };
}
