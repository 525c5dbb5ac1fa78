import { openSlots } from "@sundial/scheduling";
import type { OpenSlotsInput } from "@sundial/validators";
import { DomainError, notFound } from "../errors.ts";
import { mentorScope } from "../mentor/scope.ts";
import type { ServiceContext } from "../trpc.ts";
import { loadBusyTimes, loadMentorFacts } from "./booking-facts.ts";

/**
 * The starts a mentor offers in a range. Everyone gets the same starts; those that collide with
 * the viewer's own sessions are marked, not hidden. Errors: NOT_FOUND, SLOT_NOT_OFFERED for a
 * length the mentor does not offer.
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
  const { durations } = facts.mentor;
  const durationMinutes = input.durationMinutes ?? Math.min(...durations);
  if (!durations.includes(durationMinutes)) {
    throw new DomainError(
      "SLOT_NOT_OFFERED",
      "This mentor does not offer sessions of that length.",
      {
        reasons: ["DURATION_NOT_OFFERED"],
      },
    );
  }

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
    durationMinutes,
    slots: offered.map((start) => ({ startsAt: new Date(start), youAreBusy: !free.has(start) })),
  };
}
