import { useFormats } from "~/components/formats";
import { noonOf } from "~/lib/noon-of";
import type { Goal } from "~/trpc/types";
import { Badge } from "./ui/badge";

/** A goal's title, its target date, and how many of its milestones are done. */
export function GoalProgress({ goal }: { goal: Goal }) {
  const formats = useFormats();
  const { milestones, status, targetOn, title } = goal;
  const done = milestones.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-semibold">{title}</span>
        {status === "open" ? null : (
          <Badge tone={status === "achieved" ? "good" : "neutral"}>
            {status === "achieved" ? "Achieved" : "Dropped"}
          </Badge>
        )}
      </p>
      {targetOn ? (
        <p className="text-muted text-sm">By {formats.fullDay(noonOf(targetOn), "UTC")}</p>
      ) : null}
      {milestones.length > 0 ? (
        <label className="grid gap-1 text-muted text-sm">
          {done} of {milestones.length} milestones done
          <progress
            className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-action [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-action"
            max={milestones.length}
            value={done}
          />
        </label>
      ) : null}
    </div>
  );
}
