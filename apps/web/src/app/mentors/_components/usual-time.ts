import { sessionMinutes } from "@sundial/validators";
import { readingAt } from "@sundial/validators/wall-clock";
import { z } from "zod";
import { pathWith } from "~/lib/address";

/** A time of the week on the reader's clock. */
interface UsualTime {
  /** Monday is 1. */
  weekday: number;
  /** "16:00" */
  time: string;
}

const usualTime = z.object({
  weekday: z.coerce.number().pipe(z.int().min(1).max(7)),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  minutes: z.coerce.number().pipe(sessionMinutes),
});

function timeOfWeek(instant: Date, zone: string): UsualTime {
  const [date = "", time = ""] = readingAt(instant, zone).split("T");
  return { weekday: new Date(`${date}T00:00:00Z`).getUTCDay() || 7, time };
}

interface Held {
  mentorId: string;
  startsAt: Date;
  endsAt: Date;
}

/** The mentor's page, asking for the weekday, time and length of an earlier session. */
export function bookAgainPath({ mentorId, startsAt, endsAt }: Held, zone: string): string {
  const minutes = (endsAt.getTime() - startsAt.getTime()) / 60_000;
  return pathWith(`/mentors/${encodeURIComponent(mentorId)}`, {
    ...timeOfWeek(startsAt, zone),
    minutes,
  });
}

/** Reads it from the URL; a length that is no longer offered becomes the first one that is. */
export function readUsualTime(
  params: Record<string, string | string[] | undefined>,
  durations: readonly number[],
): (UsualTime & { durationMinutes: number }) | null {
  const { data } = usualTime.safeParse(params);
  if (data === undefined) return null;
  const { minutes, weekday, time } = data;
  const durationMinutes = durations.includes(minutes) ? minutes : (durations[0] ?? minutes);
  return { weekday, time, durationMinutes };
}

interface Offered {
  startsAt: Date;
  youAreBusy: boolean;
}

/**
 * The first open start at this time of the week; else the start closest to the time, on the first
 * such weekday that has any. Null when there is none.
 */
export function findUsualStart(
  slots: readonly Offered[],
  { weekday, time }: UsualTime,
  zone: string,
): { start: Date; isExact: boolean } | null {
  const candidates = slots
    .filter(({ youAreBusy }) => !youAreBusy)
    .map(({ startsAt }) => ({ startsAt, at: timeOfWeek(startsAt, zone) }))
    .filter(({ at }) => at.weekday === weekday);
  const exact = candidates.find(({ at }) => at.time === time);
  if (exact !== undefined) return { start: exact.startsAt, isExact: true };
  const [first] = candidates;
  if (first === undefined) return null;
  const day = readingAt(first.startsAt, zone).slice(0, 10);
  const distance = (clock: string) => Math.abs(minutesOf(clock) - minutesOf(time));
  const onThatDay = candidates.filter(({ startsAt }) => readingAt(startsAt, zone).startsWith(day));
  const [closest] = onThatDay.sort((a, b) => distance(a.at.time) - distance(b.at.time));
  return { start: (closest ?? first).startsAt, isExact: false };
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}
