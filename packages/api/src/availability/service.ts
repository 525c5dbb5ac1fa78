import { explain, openSlots, publicReasons, type Reason } from "@sundial/scheduling";
import type { ExplainAvailabilityInput, OpenSlotsInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { horizonEnd, loadBusyTimes, loadMentorFacts } from "../booking-facts/booking-facts.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { mentorScope } from "../mentor/scope.ts";
import { explainScope, seesAllReasons } from "./scope.ts";

/**
 * The starts a mentor offers in a range. Everyone gets the same starts; those that overlap the
 * viewer's own sessions are marked, not hidden.
 *
 * Errors: NOT_FOUND when the mentor isn't visible; SLOT_NOT_OFFERED when the mentor doesn't offer
 * the length.
 */
export async function getOpenSlots(ctx: ServiceContext, input: OpenSlotsInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const visible = await db.user.findFirst({
    where: { AND: [{ id: input.mentorId }, mentorScope()] },
    select: { id: true },
  });
  if (visible === null) throw notFound();

  const range = { from: input.from, to: input.to };
  const [mentors, viewerBusy] = await Promise.all([
    loadMentorFacts(db, [input.mentorId], { range, now }),
    loadBusyTimes(db, actor.id, { range, now }),
  ]);
  const facts = mentors.get(input.mentorId);
  if (facts === undefined) throw notFound();
  const durationMinutes = offeredDuration(facts.mentor, input.durationMinutes);
  const query = {
    mentor: facts.mentor,
    mentorBusy: facts.mentorBusy,
    duration: durationMinutes,
    now: now.getTime(),
    from: input.from.getTime(),
    to: input.to.getTime(),
  };
  const offered = openSlots({ ...query, menteeBusy: [] });
  const free = new Set(openSlots({ ...query, menteeBusy: viewerBusy }));
  return {
    mentorTimeZone: facts.timeZone,
    /** Sent with a booking, to detect that the hours changed in between. */
    availabilityVersion: facts.availabilityVersion,
    durationMinutes,
    slots: offered.map((start) => ({ startsAt: new Date(start), youAreBusy: !free.has(start) })),
    /** If the range has none: the first one after it. */
    nextStart:
      offered.length > 0
        ? null
        : await startAfter(ctx, { ...input, durationMinutes, from: input.to }),
  };
}

interface StartAfter {
  mentorId: string;
  durationMinutes: number;
  from: Date;
}

/** The first start a mentor offers from an instant on, within their booking window. */
async function startAfter(ctx: ServiceContext, { mentorId, durationMinutes, from }: StartAfter) {
  const now = ctx.now();
  const range = { from, to: horizonEnd(now) };
  if (range.from >= range.to) return null;
  const facts = (await loadMentorFacts(ctx.db, [mentorId], { range, now })).get(mentorId);
  if (facts === undefined) return null;
  const [next] = openSlots({
    ...facts,
    menteeBusy: [],
    duration: durationMinutes,
    now: now.getTime(),
    from: range.from.getTime(),
    to: range.to.getTime(),
  });
  return next === undefined ? null : new Date(next);
}

/**
 * The requested length, or the mentor's shortest.
 *
 * Errors: SLOT_NOT_OFFERED when the mentor doesn't offer that length.
 */
export function offeredDuration({ durations }: { durations: readonly number[] }, wanted?: number) {
  const durationMinutes = wanted ?? Math.min(...durations);
  if (durations.includes(durationMinutes)) return durationMinutes;
  throw new DomainError("SLOT_NOT_OFFERED", "This mentor doesn't offer sessions of that length.", {
    reasons: ["DURATION_NOT_OFFERED"],
  });
}

/**
 * Why a session can't start at that time; an empty list means that it can. The mentor and program
 * staff get every reason; others don't get private ones.
 *
 * Errors: NOT_FOUND when the mentor doesn't exist or isn't visible.
 */
export async function explainAvailability(ctx: ServiceContext, input: ExplainAvailabilityInput) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const visible = await db.user.findFirst({
    where: { AND: [{ id: input.mentorId }, explainScope(actor, input.mentorId)] },
    select: { mentorProfile: { select: { missingSteps: true } } },
  });
  if (visible === null) throw notFound();

  const isInsider = seesAllReasons(actor, input.mentorId);
  const endsAt = new Date(input.startsAt.getTime() + input.durationMinutes * MINUTE);
  const range = { from: input.startsAt, to: endsAt };
  const [mentors, viewerBusy] = await Promise.all([
    loadMentorFacts(db, [input.mentorId], { range, now }),
    isInsider ? [] : loadBusyTimes(db, actor.id, { range, now }),
  ]);
  const facts = mentors.get(input.mentorId);
  if (facts === undefined) throw notFound();
  const isSettingUp = visible.mentorProfile?.missingSteps.length !== 0;
  const found = explain({
    mentor: facts.mentor,
    mentorBusy: facts.mentorBusy,
    menteeBusy: viewerBusy,
    duration: input.durationMinutes,
    now: now.getTime(),
    start: input.startsAt.getTime(),
  });
  // The engine knows times only. Sessions booked before the mentor removed something can be moved.
  const reasons = isSettingUp ? withReason(found, "MENTOR_UNAVAILABLE") : found;
  return {
    mentorTimeZone: facts.timeZone,
    reasons: isInsider ? reasons : publicReasons(reasons),
    /** The reason behind MENTOR_UNAVAILABLE, for those who may know it. */
    unavailable: isInsider
      ? (facts.mentor.unavailable ?? (isSettingUp ? ("SETTING_UP" as const) : null))
      : null,
  };
}

const withReason = (reasons: Reason[], reason: Reason) =>
  reasons.includes(reason) ? reasons : [reason, ...reasons];
