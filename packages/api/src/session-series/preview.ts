import type {
  PreviewOnBehalfSessionSeriesInput,
  PreviewSessionSeriesInput,
} from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import type { PersonContext, ServiceContext } from "../context.ts";
import { loadParties, requireMet } from "../office-session/parties.ts";

import { requireRoom } from "../office-session/room.ts";
import { loadSlotFacts } from "../office-session/slot.ts";
import { loadPlan } from "./load-plan.ts";
import { startsOf } from "./plan.ts";

/**
 * When a series with a mentee the mentor has met could take place: each session with the reasons why
 * it can't be booked, and then with up to three open starts nearby. Nothing is held.
 *
 * Errors: NOT_FOUND also when the mentor hasn't met the mentee; PROFILE_REQUIRED; PARTY_INACTIVE;
 * LIMIT_REACHED.
 */
export async function previewSessionSeries(ctx: PersonContext, input: PreviewSessionSeriesInput) {
  await requireMet(ctx, input.menteeId);
  return preview(ctx, { ...input, mentorId: ctx.actor.id });
}

/**
 * The same for staff, for any two people.
 *
 * Errors: NOT_FOUND; PROFILE_REQUIRED; PARTY_INACTIVE; LIMIT_REACHED.
 */
export async function previewOnBehalfSessionSeries(
  ctx: ServiceContext,
  input: PreviewOnBehalfSessionSeriesInput,
) {
  return preview(ctx, input);
}

async function preview(ctx: ServiceContext, input: PreviewOnBehalfSessionSeriesInput) {
  const { db } = ctx;
  const now = ctx.now();
  const { mentor, mentee } = await loadParties(db, input);
  await requireRoom(db, { mentor, menteeId: mentee.id }, now);
  const { startsAt, durationMinutes } = input;
  const first = { from: startsAt, to: new Date(startsAt.getTime() + durationMinutes * MINUTE) };
  const { zoneAt } = await loadSlotFacts(db, input, first, now);
  // The clock of the first session, also where a trip changes the mentor's zone later on.
  const timeZone = zoneAt(startsAt);
  const starts = startsOf(input, timeZone);
  const { mentorId, menteeId } = input;
  const { occurrences } = await loadPlan(db, { mentorId, menteeId, durationMinutes, starts }, now);
  return {
    timeZone,
    occurrences: occurrences.map(({ startsAt, reasons, alternatives }) => ({
      startsAt,
      reasons,
      alternatives,
    })),
  };
}
