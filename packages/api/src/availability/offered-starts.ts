import {
  type BusyInterval,
  type MentorAvailability,
  openSlots,
  type Zones,
} from "@sundial/scheduling";

interface Options {
  /** Epoch milliseconds, like everything in the engine. */
  from: number;
  to: number;
  busy: readonly BusyInterval[];
  now: number;
  zones?: Zones;
}

/** Every instant at which a session of any offered length may start. */
export function offeredStarts(
  mentor: MentorAvailability,
  { busy, ...options }: Options,
): Set<number> {
  const facts = { ...options, mentor, mentorBusy: busy, menteeBusy: [] };
  return new Set(mentor.durations.flatMap((duration) => openSlots({ ...facts, duration })));
}

/** How many of the starts the other set lacks. */
export function countMissing(starts: ReadonlySet<number>, other: ReadonlySet<number>): number {
  return [...starts].filter((start) => !other.has(start)).length;
}
