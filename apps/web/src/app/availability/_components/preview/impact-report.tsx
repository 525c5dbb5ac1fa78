import type { RouterOutputs } from "@sundial/api";
import { cityOf, describeZone } from "@sundial/validators/time";
import type { ReactNode } from "react";
import { useFormats } from "~/components/formats";
import { toDay } from "~/components/ui/date-grid";
import { counted, formatMinutes } from "~/lib/minutes";
import { reasonLabels } from "~/lib/reason-labels";

type Impact = RouterOutputs["availability"]["preview"]["impact"];

interface ImpactReportProps {
  impact: Impact;
  timeZone: string;
}

/** The effect of a change: on booked sessions, the coming weeks, and days when clocks change. */
export function ImpactReport({ impact, timeZone }: ImpactReportProps) {
  const formats = useFormats();
  const day = (date: string) => formats.shortDay(toDay(date), "UTC");
  const { outside, tight, weeks, clockChanges } = impact;
  const changed = weeks.filter(({ gained, lost }) => gained + lost > 0);
  const isQuiet = outside.length === 0 && tight.length === 0 && changed.length === 0;
  return (
    <div className="grid gap-5">
      {isQuiet ? <p>Booked sessions and the coming weeks don't change.</p> : null}
      {outside.length > 0 ? (
        <Part
          lead="They stay booked. Nothing is moved or cancelled."
          title={`${counted(outside.length, "booked session")} outside your hours`}
        >
          {outside.map(({ reasons, wasOutside, ...session }) => (
            <li key={session.id}>
              <BookedSession session={session} timeZone={timeZone} />
              <p className="text-muted text-sm">
                {reasons.map((reason) => reasonLabels[reason]).join(" ")}
                {wasOutside ? " It was already outside your hours." : ""}
              </p>
            </li>
          ))}
        </Part>
      ) : null}
      {tight.length > 0 ? (
        <Part
          lead="Sessions keep the buffer they were booked with."
          title={`${counted(tight.length, "booked session")} with a shorter buffer`}
        >
          {tight.map((session) => (
            <li key={session.id}>
              <BookedSession session={session} timeZone={timeZone} />
            </li>
          ))}
        </Part>
      ) : null}
      {changed.length > 0 ? (
        <Part lead="Start times you offer each week, before and after." title="Coming weeks">
          {runsOf(weeks).map(({ first, last, before, after, gained, lost }) => (
            <li className="flex flex-wrap justify-between gap-x-4" key={first}>
              <span>
                {first === last ? `Week of ${day(first)}` : `${day(first)} to ${day(last)}`}
              </span>
              <span className="text-muted" data-slot="time">
                {gained + lost === 0
                  ? `${before}, unchanged`
                  : `${before}, then ${after}: ${gainedAndLost({ gained, lost })}`}
              </span>
            </li>
          ))}
        </Part>
      ) : null}
      {clockChanges.length > 0 ? (
        <Part title="Clock changes">
          {clockChanges.map((change) => (
            <li key={`${change.date} ${change.timeZone}`}>
              <p>
                {formats.fullDay(toDay(change.date), "UTC")}:{" "}
                {change.shiftMinutes > 0 ? "forward" : "back"} by{" "}
                {formatMinutes(Math.abs(change.shiftMinutes))} in {cityOf(change.timeZone)}
              </p>
              <p className="text-muted text-sm">{clockSentence(change)}</p>
            </li>
          ))}
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="grid gap-1">
      <h3 className="text-lg">{title}</h3>
      {lead ? <p className="text-muted text-sm">{lead}</p> : null}
      <ul className="grid gap-2">{children}</ul>
    </section>
  );
}

interface BookedSessionProps {
  session: Pick<Impact["tight"][number], "startsAt" | "topic" | "mentee">;
  timeZone: string;
}

function BookedSession({ session: { startsAt, topic, mentee }, timeZone }: BookedSessionProps) {
  const formats = useFormats();
  return (
    <p>
      <span className="font-semibold">{mentee.name}</span>, {formats.shortDay(startsAt, timeZone)},{" "}
      <time dateTime={startsAt.toISOString()}>{formats.time(startsAt, timeZone)}</time>{" "}
      <span className="text-muted">({describeZone(timeZone, startsAt)})</span>: {topic}
    </p>
  );
}

function clockSentence({ after, gained, lost, byClock }: Impact["clockChanges"][number]): string {
  const change = gained + lost > 0 ? ` (${gainedAndLost({ gained, lost })})` : "";
  const clock =
    byClock === 0
      ? "The clock change doesn't affect them."
      : `The clock change ${byClock > 0 ? "adds" : "removes"} ${Math.abs(byClock)}.`;
  return `You offer ${after === 0 ? "no start times" : counted(after, "start time")} that day${change}. ${clock}`;
}

/** Consecutive weeks with the same effect, shown once. */
function runsOf(weeks: Impact["weeks"]) {
  const runs: (Omit<Impact["weeks"][number], "monday"> & { first: string; last: string })[] = [];
  for (const { monday, ...week } of weeks) {
    const run = runs.at(-1);
    const isSame =
      run?.before === week.before && run.gained === week.gained && run.lost === week.lost;
    if (run && isSame) run.last = monday;
    else runs.push({ ...week, first: monday, last: monday });
  }
  return runs;
}

function gainedAndLost({ gained, lost }: { gained: number; lost: number }): string {
  return [gained > 0 ? `${gained} new` : null, lost > 0 ? `${lost} removed` : null]
    .filter((part) => part !== null)
    .join(", ");
}
