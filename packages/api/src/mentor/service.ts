import type { MentorByIdInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { ANY_START } from "./day-filter.ts";
import { findMentorCards } from "./mentor-card.ts";
import { findNextSlots, outlookOf } from "./next-slots.ts";
import { linkedMentorScope, listedProfiles } from "./scope.ts";

/** The directory's filters, of what everyone may see; most common first, counted by the database. */
export async function listMentorFilters({ db }: ServiceContext) {
  const [labels, combinations] = await Promise.all([
    db.expertise.groupBy({
      by: ["slug", "label"],
      where: { mentor: { ...listedProfiles(), expertiseVisibility: "everyone" } },
      _count: { mentorId: true },
      orderBy: [{ _count: { mentorId: "desc" } }, { label: "asc" }],
    }),
    db.mentorProfile.groupBy({
      by: ["languages"],
      where: { ...listedProfiles(), languagesVisibility: "everyone" },
      _count: { userId: true },
    }),
  ]);
  // People spell a label in several ways; the most common spelling comes first.
  const expertise = new Map<string, { slug: string; label: string; mentors: number }>();
  for (const { slug, label, _count } of labels) {
    const known = expertise.get(slug);
    expertise.set(slug, {
      slug,
      label: known?.label ?? label,
      mentors: (known?.mentors ?? 0) + _count.mentorId,
    });
  }
  const languages = new Map<string, { tag: string; mentors: number }>();
  for (const combination of combinations) {
    for (const tag of combination.languages) {
      const mentors = (languages.get(tag)?.mentors ?? 0) + combination._count.userId;
      languages.set(tag, { tag, mentors });
    }
  }
  const byMentors = (a: { mentors: number }, b: { mentors: number }) => b.mentors - a.mentors;
  return {
    expertise: [...expertise.values()].sort(byMentors),
    languages: [...languages.values()].sort(byMentors),
  };
}

/**
 * One mentor, with the next open start, or without one while they are setting up and can't be
 * booked.
 *
 * Errors: NOT_FOUND for mentors who are closed, inactive or suspended, and those without a profile.
 */
export async function getMentorById(ctx: ServiceContext, { id }: MentorByIdInput) {
  const mentor = (await findMentorCards(ctx, [id], linkedMentorScope())).get(id);
  if (mentor === undefined) throw notFound();
  if (!mentor.isBookable) {
    return { ...mentor, nextSlot: null, nightSlot: null, noSlotReason: null, isPaused: false };
  }
  const now = ctx.now();
  const next = await findNextSlots(ctx.db, [id], { now, wanted: ANY_START });
  const slot = next.get(id);
  if (slot === undefined) throw notFound();
  const { bookingState, pausedUntil } = mentor;
  const isPaused = bookingState === "paused" && (pausedUntil === null || pausedUntil > now);
  return { ...mentor, ...outlookOf(slot, now), isPaused };
}
