import { instant, sessionMinutes } from "@sundial/validators";
import { z } from "zod";

/** A chosen time of a mentor, and its length. */
export interface ChosenSlot {
  start: Date;
  durationMinutes: number;
}

const chosenSlot = z.object({
  start: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .pipe(instant),
  durationMinutes: z.coerce.number().pipe(sessionMinutes),
});

/** The URL of a mentor's page, with or without a chosen time. */
export function mentorPath(
  mentorId: string,
  { start, durationMinutes }: { start: Date | null; durationMinutes: number },
): string {
  const path = `/mentors/${encodeURIComponent(mentorId)}`;
  if (start === null) return path;
  const chosen = { start: start.toISOString(), durationMinutes: String(durationMinutes) };
  return `${path}?${new URLSearchParams(chosen)}`;
}

/** Reads the chosen time from the URL; past times and lengths not offered are ignored. */
export function readChosenSlot(
  params: Record<string, string | string[] | undefined>,
  { durations, now }: { durations: readonly number[]; now: Date },
): ChosenSlot | null {
  const { data } = chosenSlot.safeParse(params);
  if (data === undefined || data.start <= now) return null;
  return durations.includes(data.durationMinutes) ? data : null;
}
