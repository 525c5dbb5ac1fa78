import type { OfficeSession } from "~/trpc/types";

/** The next one of a list that comes soonest first and that both have agreed on. */
export function nextOf(items: readonly OfficeSession[], now: Date): OfficeSession | null {
  return items.find(({ status, endsAt }) => status === "scheduled" && endsAt > now) ?? null;
}
