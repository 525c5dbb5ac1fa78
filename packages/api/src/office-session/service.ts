import type { Prisma } from "@sundial/db";
import {
  instantText,
  type ListOfficeSessionsInput,
  type OfficeSessionByIdInput,
} from "@sundial/validators";
import { z } from "zod";
import type { Actor, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { BLOCKING } from "./policy.ts";
import { officeSessionScope } from "./scope.ts";
import { hasStatus } from "./status-where.ts";
import { officeSessionSelect, toOfficeSession } from "./view.ts";

const cursorKey = z.tuple([instantText, z.uuid()]);

/**
 * Upcoming sessions and requests that await the reader's answer soonest first; past, cancelled and
 * other ended ones latest first.
 */
export async function listOfficeSessions(ctx: ServiceContext, input: ListOfficeSessionsInput) {
  const { db, actor } = ctx;
  const latestFirst = input.when === "past";
  const rows = await db.officeSession.findMany({
    where: {
      AND: [
        officeSessionScope(actor),
        isWhen(input.when, actor, ctx.now()),
        input.cursor
          ? behind(decodeCursor(cursorKey, input.cursor), latestFirst ? "lt" : "gt")
          : {},
      ],
    },
    orderBy: [{ startsAt: latestFirst ? "desc" : "asc" }, { id: latestFirst ? "desc" : "asc" }],
    take: input.limit + 1,
    select: officeSessionSelect,
  });
  const page = pageOf(rows, input.limit, (row) => [row.startsAt.toISOString(), row.id]);
  return { ...page, items: page.items.map((row) => toOfficeSession(row, ctx)) };
}

function isWhen(
  when: ListOfficeSessionsInput["when"],
  actor: Actor,
  now: Date,
): Prisma.OfficeSessionWhereInput {
  if (when === "awaiting") return { AND: [hasStatus(["requested"], now), { mentorId: actor.id }] };
  const isAhead = { AND: [hasStatus(BLOCKING, now), { endsAt: { gt: now } }] };
  return when === "upcoming" ? isAhead : { NOT: isAhead };
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
