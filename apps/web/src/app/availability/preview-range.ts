import { WEEK } from "@sundial/validators/durations";

const TWO_WEEKS = 2 * WEEK;

/** The range of the preview: the next two weeks. */
export function previewRange(now: Date) {
  return { from: now, to: new Date(now.getTime() + TWO_WEEKS) };
}
