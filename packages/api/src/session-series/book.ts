import { constraintViolated, type DbTransaction, lockPeople, newId } from "@sundial/db";
import {
  type BookOnBehalfSessionSeriesInput,
  type BookSessionSeriesInput,
  DomainError,
  type SeriesConflict,
} from "@sundial/validators";
import { z } from "zod";
import type { PersonContext, ServiceContext } from "../context.ts";
import { onceByKey } from "../idempotency.ts";
import { insertSession } from "../office-session/insert-session.ts";
import { loadParties, requireDifferent, requireMet } from "../office-session/parties.ts";
import { requireRoom } from "../office-session/room.ts";
import { clearLapsed } from "../office-session/slot.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { loadPlan } from "./load-plan.ts";
import type { Occurrence } from "./plan.ts";
import { tellOfSeries } from "./tell-series.ts";

const booked = z.object({ seriesId: z.uuid() });

interface Booking extends Omit<BookOnBehalfSessionSeriesInput, "reason"> {
  /** Why staff book on someone's behalf. */
  reason?: string;
}

/**
 * A mentor books a series with a mentee they have met: all of these sessions, or none. Each is a
 * session of its own afterwards. A retry with the idempotency key returns the series it booked.
 *
 * Errors: NOT_FOUND also when the mentor hasn't met the mentee; PROFILE_REQUIRED; PARTY_INACTIVE;
 * LIMIT_REACHED; IDEMPOTENCY_MISMATCH; SERIES_UNAVAILABLE with the sessions that can't be booked,
 * each with up to three alternatives.
 */
export async function bookSessionSeries(ctx: PersonContext, input: BookSessionSeriesInput) {
  await requireMet(ctx, input.menteeId);
  return bookFor(ctx, "book", { ...input, mentorId: ctx.actor.id });
}

/**
 * Staff book a series for a mentee; both people see the reason.
 *
 * Errors: those of `bookSessionSeries`; INVALID_INPUT.
 */
export async function bookOnBehalfSessionSeries(
  ctx: ServiceContext,
  input: BookOnBehalfSessionSeriesInput,
) {
  requireDifferent(input);
  return bookFor(ctx, "bookOnBehalf", input);
}

async function bookFor(ctx: ServiceContext, name: string, booking: Booking) {
  const { idempotencyKey: key, ...request } = booking;
  const call = { procedure: `sessionSeries.${name}`, key, request, saved: booked };
  try {
    return await inTransaction(ctx.db, (tx) =>
      onceByKey(tx, ctx, call, {
        make: async () => {
          const answer = await book(tx, ctx, booking);
          return { answer, saved: { seriesId: answer.seriesId } };
        },
        again: ({ seriesId }) => read(tx, ctx, seriesId),
        about: (saved) => saved,
      }),
    );
  } catch (error) {
    if (constraintViolated(error) !== "time_claims_no_overlap") throw error;
    const { occurrences } = await loadPlan(ctx.db, wanted(booking), ctx.now());
    throw unavailable(occurrences);
  }
}

function wanted({ mentorId, menteeId, durationMinutes, startsAt }: Booking) {
  const starts = [...startsAt].sort((a, b) => a.getTime() - b.getTime());
  return { mentorId, menteeId, durationMinutes, starts };
}

async function book(tx: DbTransaction, ctx: ServiceContext, booking: Booking) {
  const { actor } = ctx;
  const { mentorId, menteeId, topic, agenda, reason } = booking;
  await lockPeople(tx, [actor.id, mentorId, menteeId]);
  const now = ctx.now();
  const { mentor, mentee } = await loadParties(tx, booking);
  await requireRoom(tx, { menteeId, mentor }, now);
  await clearLapsed(tx, [mentorId, menteeId], now);
  const { occurrences, slots } = await loadPlan(tx, wanted(booking), now);
  if (occurrences.some(({ reasons }) => reasons.length > 0)) throw unavailable(occurrences);

  const seriesId = newId();
  const size = slots.length;
  const written = [];
  for (const [index, slot] of slots.entries()) {
    const series = { id: seriesId, number: index + 1, size };
    const session = { mentor, mentee, topic, agenda, reason, series, ...slot };
    written.push(await insertSession(tx, ctx, session));
  }
  const [first] = written;
  if (first !== undefined) {
    const { row, action } = first;
    await tellOfSeries(tx, { seriesId, first: row, action, at: now, actorId: actor.id });
  }
  return { seriesId, sessions: written.map(({ row }) => toOfficeSession(row, ctx)) };
}

/** All that can't be booked, so that one answer is enough to choose again. */
function unavailable(occurrences: readonly Occurrence[]) {
  const details: SeriesConflict = {
    occurrences: occurrences.filter(({ reasons }) => reasons.length > 0),
  };
  return new DomainError(
    "SERIES_UNAVAILABLE",
    "Some of these times can't be booked anymore. Nothing was booked.",
    details,
  );
}

async function read(tx: DbTransaction, ctx: ServiceContext, seriesId: string) {
  const rows = await tx.officeSession.findMany({
    where: { seriesId },
    orderBy: { seriesNumber: "asc" },
    select: officeSessionSelect,
  });
  return { seriesId, sessions: rows.map((row) => toOfficeSession(row, ctx)) };
}
