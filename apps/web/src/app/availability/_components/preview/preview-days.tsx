import { localDate } from "@sundial/validators/time";
import { useFormats } from "~/components/formats";
import { toDay } from "~/components/ui/date-grid";
import { cn } from "~/lib/cn";
import { groupBy } from "~/lib/group-by";

interface PreviewDaysProps {
  slots: { startsAt: Date; isNew: boolean }[];
  removed: Date[];
  timeZone: string;
  /** Whether a newer answer is loading. */
  isOld: boolean;
}

/** Starts by day; starts that the change adds or removes are marked, not by color alone. */
export function PreviewDays({ slots, removed, timeZone, isOld }: PreviewDaysProps) {
  const formats = useFormats();
  const starts: { startsAt: Date; mark: "new" | "gone" | null }[] = [
    ...slots.map(({ startsAt, isNew }) => ({ startsAt, mark: isNew ? ("new" as const) : null })),
    ...removed.map((startsAt) => ({ startsAt, mark: "gone" as const })),
  ];
  starts.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  if (starts.length === 0) return <p className="text-muted">No times in the next two weeks.</p>;
  return (
    <ul className={cn("grid gap-3", isOld && "opacity-60")}>
      {[...groupBy(starts, ({ startsAt }) => localDate(startsAt, timeZone))].map(([date, day]) => (
        <li className="grid gap-1" key={date}>
          <p className="font-semibold text-sm">{formats.shortDay(toDay(date), "UTC")}</p>
          <ul className="flex flex-wrap gap-1">
            {day.map(({ startsAt, mark }) => (
              <li
                className={cn(
                  "rounded-full bg-sunken px-2 py-0.5 text-sm",
                  mark === "new" && "bg-sun-soft font-semibold text-sun-ink",
                  mark === "gone" &&
                    "border border-edge border-dashed bg-surface text-muted line-through",
                )}
                key={startsAt.getTime()}
              >
                <time dateTime={startsAt.toISOString()}>{formats.time(startsAt, timeZone)}</time>
                {mark ? <span className="sr-only">, {mark}</span> : null}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
