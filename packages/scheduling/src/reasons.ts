/** Why a start is not bookable: stable codes, in the order they are reported. */
export const REASONS = [
  "MENTOR_UNAVAILABLE",
  "PAUSED",
  "PAST",
  "TOO_SOON",
  "BEYOND_HORIZON",
  "DURATION_NOT_OFFERED",
  "OUTSIDE_HOURS",
  "DATE_OVERRIDE",
  "OFF_GRID",
  "TIME_OFF",
  "MENTOR_BUSY",
  "GAP",
  "MENTEE_BUSY",
  "DAILY_CAP",
  "WEEKLY_CAP",
] as const;

export type Reason = (typeof REASONS)[number];

/** Reasons that reveal the mentor's private life or other sessions, for the mentor's side only. */
export const PRIVATE_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  "DATE_OVERRIDE",
  "TIME_OFF",
  "MENTOR_BUSY",
  "GAP",
  "DAILY_CAP",
  "WEEKLY_CAP",
]);

/**
 * What a mentee may read: every private reason becomes MENTOR_UNAVAILABLE. Empty only if `reasons`
 * is, so a rejected start never looks bookable.
 */
export function publicReasons(reasons: readonly Reason[]): Reason[] {
  const shown = reasons.map((reason) =>
    PRIVATE_REASONS.has(reason) ? "MENTOR_UNAVAILABLE" : reason,
  );
  return [...new Set(shown)];
}
