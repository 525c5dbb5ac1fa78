import { LAPSES_OF_CONCERN, type LapseState, type Standing } from "@sundial/validators";

/** A person's standing: how many lapses count, and nothing else. */
export function standingOf(lapses: readonly { state: LapseState }[]): Standing {
  const counting = lapses.filter(({ state }) => state === "counts").length;
  if (counting === 0) return "clear";
  return counting < LAPSES_OF_CONCERN ? "noted" : "concern";
}

/** Whether the person can object to it now: it counts, and no objection waits for an answer. */
export function canObject(lapse: {
  state: LapseState;
  objection: { status: string } | null;
}): boolean {
  return lapse.state === "counts" && lapse.objection?.status !== "open";
}
