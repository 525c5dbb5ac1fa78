import { type MentorAvailability, openSlots } from "@sundial/scheduling";
import type { PreviewAvailabilityInput } from "@sundial/validators";
import { loadMentorFacts } from "../booking-facts/booking-facts.ts";
import { toMentorAvailability } from "../booking-facts/stored-availability.ts";
import type { PersonContext } from "../context.ts";
import { aheadOf, findBookedSessions } from "./booked-sessions.ts";
import { applyEdit } from "./edit.ts";
import { changeImpact } from "./impact.ts";
import { readStored, requireNothingPast } from "./mine.ts";
import { offeredDuration } from "./service.ts";

/**
 * The effect of an edit of the actor's availability, without saving it: the remaining starts in the
 * range for sessions of one length, and the impact.
 *
 * Errors: PROFILE_REQUIRED; INVALID_INPUT when parts are already past; SLOT_NOT_OFFERED when the
 * edit doesn't offer the length.
 */
export async function previewAvailability(ctx: PersonContext, input: PreviewAvailabilityInput) {
  const { db, actor } = ctx;
  const { edit } = input;
  const now = ctx.now();
  const [stored, facts, sessions] = await Promise.all([
    readStored(db, actor.id, now),
    loadMentorFacts(db, [actor.id], { range: aheadOf(now), now }),
    findBookedSessions(db, actor.id, now),
  ]);
  requireNothingPast(stored, edit, now);

  const before = toMentorAvailability(stored);
  const after = toMentorAvailability(applyEdit(stored, edit, now));
  const busy = facts.get(actor.id)?.mentorBusy ?? [];
  const durationMinutes = offeredDuration(after, input.durationMinutes);
  const startsOf = (mentor: MentorAvailability) => {
    const range = { from: input.from.getTime(), to: input.to.getTime() };
    const facts = { mentor, mentorBusy: busy, menteeBusy: [], now: now.getTime() };
    return new Set(openSlots({ ...facts, ...range, duration: durationMinutes }));
  };
  const [had, has] = [startsOf(before), startsOf(after)];
  return {
    durationMinutes,
    /** The starts after the edit. */
    slots: [...has].map((start) => ({ startsAt: new Date(start), isNew: !had.has(start) })),
    /** The current starts that the edit removes. */
    removed: [...had].filter((start) => !has.has(start)).map((start) => new Date(start)),
    impact: changeImpact({
      before,
      after,
      timeZone: edit.weekly.timeZone,
      busy,
      sessions,
      now: now.getTime(),
    }),
  };
}
