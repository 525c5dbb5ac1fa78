import type { RouterOutputs } from "@sundial/api";
import {
  type Change,
  changeOf,
  type DashboardNumber,
  dashboardNumberNames,
  dashboardNumbers,
  incomparable,
  numberInWords,
} from "@sundial/validators";
import { ArrowDown, ArrowUp, Equal } from "lucide-react";

type Report = RouterOutputs["dashboard"]["report"];

/** Every number with its change. */
export function NumberGrid({ report }: { report: Report }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] overflow-hidden rounded-card border border-line bg-surface min-[22rem]:grid-cols-2 lg:grid-cols-4">
      {dashboardNumberNames.map((name) => (
        <NumberTile key={name} name={name} report={report} />
      ))}
    </dl>
  );
}

function NumberTile({ name, report }: { name: DashboardNumber; report: Report }) {
  const value = report.numbers[name];
  const before = report.numbersBefore[name];
  const change =
    name === "offered" && report.days.recorded !== report.daysBefore.recorded
      ? incomparable(before, report.daysBefore.recorded)
      : changeOf(name, value, before);
  return (
    <div className="-mr-px -mb-px grid content-start gap-1 border-line border-r border-b p-4">
      <dt className="font-semibold text-muted text-sm">{dashboardNumbers[name].label}</dt>
      <dd className="grid gap-1">
        <span className={value === null ? "text-lg" : "font-display text-3xl"}>
          {numberInWords(name, value)}
        </span>
        <span className="flex items-center gap-1 text-muted text-sm">
          <ChangeIcon direction={change.direction} />
          {change.text}
        </span>
        {name === "offered" || name === "bookedShare" ? <Coverage days={report.days} /> : null}
      </dd>
    </div>
  );
}

function ChangeIcon({ direction }: Pick<Change, "direction">) {
  const Icon = { up: ArrowUp, down: ArrowDown, same: Equal, unknown: null }[direction];
  return Icon && <Icon aria-hidden className="size-4 shrink-0" />;
}

function Coverage({ days: { recorded, all } }: Pick<Report, "days">) {
  if (recorded === all) return null;
  return (
    <span className="text-muted text-sm">
      Recorded on {recorded} of {all} {all === 1 ? "day" : "days"}
    </span>
  );
}

/** What each number means. */
export function Definitions() {
  return (
    <details className="rounded-card border border-line bg-surface p-4 sm:p-6">
      <summary className="cursor-pointer font-semibold">How each number is counted</summary>
      <p className="mt-4 max-w-prose text-muted">
        A session belongs to the day on which it begins, in the program’s time zone. Numbers of past
        days follow what is reported or corrected later.
      </p>
      <dl className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2">
        {dashboardNumberNames.map((name) => (
          <div key={name}>
            <dt className="font-semibold">{dashboardNumbers[name].label}</dt>
            <dd className="text-muted">{dashboardNumbers[name].definition}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
