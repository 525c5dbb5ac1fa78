import { Moon } from "lucide-react";
import { partOfDayLabels } from "~/lib/labels";
import { partOfDayIn } from "~/lib/part-of-day";

/** Next to an open time: says that it is in the reader's night. */
export function NightMark({ startsAt, zone }: { startsAt: Date; zone: string }) {
  if (partOfDayIn(startsAt, zone) !== "night") return null;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <Moon aria-hidden className="size-4" />
      {partOfDayLabels.night}
    </span>
  );
}
