import { LAPSE_DAYS, LAPSES_OF_CONCERN } from "@sundial/validators";
import { lapseLabels } from "~/lib/labels";

const rules = [
  {
    term: lapseLabels.no_show,
    text: "Somebody was reported absent and didn't contradict it, or a program manager recorded it. While the two people disagree, it counts for neither.",
  },
  {
    term: lapseLabels.late_cancellation,
    text: "A session was cancelled less than 3 hours before the start. It counts for the person who cancelled, but not for a mentee whose session somebody else had moved.",
  },
  {
    term: lapseLabels.expired_request,
    text: "A mentor let a mentee's request expire.",
  },
];

/** The rules in words. There is no other score. */
export function WhatCounts({ isOwn }: { isOwn: boolean }) {
  return (
    <details className="rounded-control border border-line p-3">
      <summary className="cursor-pointer font-semibold">What counts, and for how long</summary>
      <div className="mt-3 grid gap-4">
        <dl className="grid gap-3">
          {rules.map(({ term, text }) => (
            <div className="grid gap-1 sm:grid-cols-[11rem_minmax(0,1fr)]" key={term}>
              <dt className="font-semibold">{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p>
          Each counts for {LAPSE_DAYS} days from the start of its session. Nothing happens by
          itself: from {LAPSES_OF_CONCERN} on, a program manager may want to talk about it.
        </p>
        <p className="text-muted">
          {isOwn
            ? "Program managers and admins see exactly this page. Other members see none of it."
            : "They see exactly this on their own page, and can object to each line."}
        </p>
      </div>
    </details>
  );
}
