import type { Random } from "../random.ts";
import type { By, Fate } from "./life.ts";
import { HOUR, MINUTE } from "./meetings.ts";
import { notes } from "./words.ts";

/** Who cancels when and with which words, if that's how it ends. */
export function cancellationOf(
  fate: Fate,
  { startsAt, random }: { startsAt: Date; random: Random },
) {
  const early = new Date(startsAt.getTime() - random.between(26, 60) * HOUR);
  const late = new Date(startsAt.getTime() - random.between(15, 170) * MINUTE);
  const of = (by: By, when: Date, texts: string[]) => ({
    by,
    when,
    fields: {
      cancelReason: by === "pm" ? ("pm_decision" as const) : (`${by}_withdrew` as const),
      cancelledLate: when === late && by !== "pm",
      changeNote: random.pick(texts),
    },
  });
  if (fate === "menteeCancels") return of("mentee", early, notes.menteeCancels);
  if (fate === "menteeCancelsLate") return of("mentee", late, notes.menteeCancels);
  if (fate === "mentorCancels") return of("mentor", early, notes.mentorCancels);
  if (fate === "mentorCancelsLate") return of("mentor", late, notes.mentorCancels);
  if (fate === "staffCancels") return of("pm", early, notes.staffCancels);
  return null;
}
