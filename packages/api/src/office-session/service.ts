import { isStaff } from "@sundial/auth";
import { Prisma } from "@sundial/db";
import {
  instantText,
  type ListOfficeSessionsInput,
  type OfficeSessionByIdInput,
} from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import { z } from "zod";
import type { Actor, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, inOrderOf, pageOf } from "../paging.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { officeSessionScope } from "./scope.ts";

const cursorKey = z.tuple([instantText, z.uuid()]);

/**
 * Upcoming sessions and requests that await the reader's answer come soonest first; past, cancelled
 * and other ended ones latest first.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listOfficeSessions(ctx: ServiceContext, input: ListOfficeSessionsInput) {
  const found = await findPlaces(ctx, input);
  const { items, nextCursor } = pageOf(found, input.limit, ({ startsAt, id }) => [
    startsAt.toISOString(),
    id,
  ]);
  const ids = items.map(({ id }) => id);
  const rows = await ctx.db.officeSession.findMany({
    where: { id: { in: ids } },
    select: officeSessionSelect,
  });
  return { items: inOrderOf(ids, rows).map((row) => toOfficeSession(row, ctx)), nextCursor };
}

/**
 * One row more than the page holds, in its order. Each of the reader's two sides and each kind of
 * session is a branch that an index reads in that order from the cursor on. So a page costs a page,
 * regardless of the number of sessions; an OR would read and sort them all. No session is in two
 * branches.
 */
function findPlaces({ db, actor, now }: ServiceContext, input: ListOfficeSessionsInput) {
  const latestFirst = input.when === "past";
  const order = Prisma.raw(latestFirst ? "starts_at DESC, id DESC" : "starts_at, id");
  const behind = input.cursor
    ? isBehind(decodeCursor(cursorKey, input.cursor), latestFirst)
    : Prisma.sql`true`;
  const branches = sidesOf(actor, input.when).flatMap((side) =>
    kindsOf(input.when, now()).map(
      (kind) => Prisma.sql`
        (SELECT starts_at, id FROM office_sessions WHERE ${side} AND ${kind} AND ${behind}
          ORDER BY ${order} LIMIT ${input.limit + 1})`,
    ),
  );
  return db.$queryRaw<{ startsAt: Date; id: string }[]>`
    SELECT starts_at AS "startsAt", id FROM (${Prisma.join(branches, " UNION ALL ")}) found
     ORDER BY ${order} LIMIT ${input.limit + 1}`;
}

/** The sessions the reader may see, as in `officeSessionScope`, one condition at a time. */
function sidesOf(actor: Actor, when: ListOfficeSessionsInput["when"]): Prisma.Sql[] {
  const { id } = actor;
  if (when === "awaiting") return [Prisma.sql`mentor_id = ${id}`];
  if (isStaff(actor)) return [Prisma.sql`true`];
  return [Prisma.sql`mentor_id = ${id}`, Prisma.sql`mentee_id = ${id}`];
}

/** A CHECK enforces that no session is longer. */
const LONGEST_SESSION = 4 * HOUR;

/**
 * What is shown, as disjoint parts: upcoming is what blocks time now (as in `hasStatus`) and hasn't
 * ended; past is everything else. Statuses are spelled out to let the planner find their index.
 * Where the end follows from the start, it isn't a condition, so an index on the start is enough.
 */
function kindsOf(when: ListOfficeSessionsInput["when"], now: Date): Prisma.Sql[] {
  // Not simply `expires_at > now`, which would scan the whole index of expiries that the sweep
  // uses.
  const open = Prisma.sql`status = 'requested' AND coalesce(expires_at, ${now}) > ${now}`;
  if (when === "awaiting") return [open];
  const longAgo = new Date(now.getTime() - LONGEST_SESSION);
  const begun = Prisma.sql`status = 'scheduled' AND starts_at > ${longAgo} AND starts_at <= ${now}`;
  if (when === "upcoming") {
    return [
      Prisma.sql`${open} AND ends_at > ${now}`,
      Prisma.sql`${begun} AND ends_at > ${now}`,
      Prisma.sql`status = 'scheduled' AND starts_at > ${now}`,
    ];
  }
  return [
    Prisma.sql`status = 'requested' AND expires_at <= ${now}`,
    Prisma.sql`${open} AND starts_at < ${now} AND ends_at <= ${now}`,
    Prisma.sql`${begun} AND ends_at <= ${now}`,
    Prisma.sql`status = 'scheduled' AND starts_at <= ${longAgo}`,
    Prisma.sql`status NOT IN ('requested', 'scheduled')`,
  ];
}

/** Starts are whole minutes, so a cursor stores them exactly. */
function isBehind([startsAt, id]: z.infer<typeof cursorKey>, latestFirst: boolean): Prisma.Sql {
  const comparison = Prisma.raw(latestFirst ? "<" : ">");
  return Prisma.sql`(starts_at, id) ${comparison} (${startsAt}::timestamptz, ${id}::uuid)`;
}

/**
 * One session within the actor's scope.
 *
 * Errors: NOT_FOUND when it doesn't exist or isn't visible.
 */
export async function getOfficeSessionById(ctx: ServiceContext, { id }: OfficeSessionByIdInput) {
  const row = await ctx.db.officeSession.findFirst({
    where: { AND: [{ id }, officeSessionScope(ctx.actor)] },
    select: officeSessionSelect,
  });
  if (row === null) throw notFound();
  return toOfficeSession(row, ctx);
}
