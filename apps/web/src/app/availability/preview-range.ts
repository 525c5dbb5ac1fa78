const TWO_WEEKS = 14 * 86_400_000;

/** The range of the preview: the next two weeks. */
export function previewRange(now: Date) {
  return { from: now, to: new Date(now.getTime() + TWO_WEEKS) };
}
