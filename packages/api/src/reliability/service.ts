import { isStaff } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { ListReliabilityObjectionsInput, ReadReliabilityInput } from "@sundial/validators";
import { LAPSE_DAYS } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import { recordRead } from "../audit/record-read.ts";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { type FoundLapse, findLapses, stateOf } from "./lapses.ts";
import { canObject, standingOf } from "./policy.ts";
import { objectionScope } from "./scope.ts";
import { findObjections, lapsedSessionSelect, objectionSelect } from "./view.ts";

/** Nobody has more; if they have, the newest ones are enough to talk about. */
const LAPSES_MAX = 100;

/**
 * How reliable somebody is: each lapse of the last 180 days with its session, whether it counts and
 * until when, and the standing that follows from their number. The person and staff get the same.
 * Staff who read it leave an event.
 *
 * Errors: NOT_FOUND when the person doesn't exist, or isn't the reader, who isn't staff.
 */
export async function readReliability(ctx: PersonContext, { personId }: ReadReliabilityInput) {
  const { db, actor } = ctx;
  const isOwn = personId === actor.id;
  const person =
    isOwn || isStaff(actor)
      ? await db.user.findUnique({ where: { id: personId }, select: { id: true, name: true } })
      : null;
  if (person === null) throw notFound();
  const found = await findLapses(db, { personId, now: ctx.now(), limit: LAPSES_MAX });
  const lapses = await describe(ctx, personId, found);
  if (!isOwn)
    await recordRead(ctx, { action: "member.viewed", targetType: "user", targetId: personId });
  return { person, isOwn, standing: standingOf(lapses), lapses };
}

async function describe({ db }: PersonContext, personId: string, found: FoundLapse[]) {
  const ids = found.map(({ officeSessionId }) => officeSessionId);
  const [sessions, objections] = await Promise.all([
    db.officeSession.findMany({ where: { id: { in: ids } }, select: lapsedSessionSelect }),
    db.reliabilityObjection.findMany({
      where: { personId, officeSessionId: { in: ids } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: objectionSelect,
    }),
  ]);
  const byId = new Map(sessions.map((session) => [session.id, session]));
  return found.flatMap(({ officeSessionId, lapse, isDisputed }) => {
    const session = byId.get(officeSessionId);
    if (session === undefined) return [];
    const { topic, startsAt, mentor, mentee } = session;
    const {
      officeSessionId: _,
      lapse: __,
      ...objection
    } = objections.find(
      (each) => each.officeSessionId === officeSessionId && each.lapse === lapse,
    ) ?? {};
    const made = "id" in objection ? objection : null;
    const state = stateOf({ isDisputed }, made);
    const isMentor = mentor.id === personId;
    return {
      officeSessionId,
      lapse,
      state,
      topic,
      startsAt,
      /** When it happened. */
      at: happenedAt(lapse, session),
      /** The side this person was on. */
      party: isMentor ? ("mentor" as const) : ("mentee" as const),
      other: isMentor ? mentee : mentor,
      /** Whether staff recorded it. */
      isSettled: lapse === "no_show" && session.settledAt !== null,
      countsUntil: new Date(startsAt.getTime() + LAPSE_DAYS * DAY),
      objection: made,
      canObject: canObject({ state, objection: made }),
    };
  });
}

type LapsedSession = Prisma.OfficeSessionGetPayload<{ select: typeof lapsedSessionSelect }>;

function happenedAt(lapse: FoundLapse["lapse"], session: LapsedSession): Date {
  if (lapse === "late_cancellation") return session.cancelledAt ?? session.startsAt;
  if (lapse === "expired_request") return session.expiresAt ?? session.startsAt;
  return session.startsAt;
}

/** Counting ends here: a larger number doesn't help. */
const COUNTED_MAX = 100;

const statusWhere = {
  open: { status: "open" },
  decided: { status: { not: "open" } },
} as const satisfies Record<string, Prisma.ReliabilityObjectionWhereInput>;

const createdAtAndId = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Objections for staff, newest first, without the reader's own, and how many are open, counted up to
 * a hundred.
 *
 * Errors: INVALID_INPUT when the cursor belongs to another list.
 */
export async function listReliabilityObjections(
  { db, actor }: PersonContext,
  { status, cursor, limit }: ListReliabilityObjectionsInput,
) {
  const scope = objectionScope(actor);
  const [rows, open] = await Promise.all([
    findObjections(db, {
      where: { AND: [scope, status === undefined ? {} : statusWhere[status], behind(cursor)] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    }),
    db.reliabilityObjection.count({
      where: { AND: [scope, statusWhere.open] },
      take: COUNTED_MAX,
    }),
  ]);
  return {
    ...pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]),
    open,
  };
}

/** Errors: INVALID_INPUT when the cursor belongs to another list. */
function behind(cursor: string | null | undefined): Prisma.ReliabilityObjectionWhereInput {
  if (!cursor) return {};
  const [createdAt, id] = decodeCursor(createdAtAndId, cursor);
  return {
    createdAt: { lte: createdAt },
    OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }],
  };
}
