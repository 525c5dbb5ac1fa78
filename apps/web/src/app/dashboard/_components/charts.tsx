import type { RouterOutputs } from "@sundial/api";
import {
  hoursInWords,
  type SessionOutcome,
  sessionOutcomeNames,
  sessionOutcomes,
} from "@sundial/validators";
import type { timeFormats } from "@sundial/validators/time";
import { ChartFrame, type Plot } from "./chart-frame";
import { type Look, Pattern } from "./chart-pattern";
import { ChartSection, type Series } from "./chart-section";
import { type Filter, filePath } from "./dashboard-query";

export interface ChartProps {
  report: RouterOutputs["dashboard"]["report"];
  filter: Filter;
  formats: ReturnType<typeof timeFormats>;
}

const looks: Record<SessionOutcome, Look> = {
  completed: { className: "text-good", pattern: "solid" },
  noShows: { className: "text-bad", pattern: "rising" },
  disputed: { className: "text-bad", pattern: "grid" },
  cancelledLate: { className: "text-sun-ink", pattern: "falling" },
  cancelled: { className: "text-muted", pattern: "lines" },
  declined: { className: "text-muted", pattern: "bars" },
  expired: { className: "text-sun-ink", pattern: "dots" },
  open: { className: "text-ink", pattern: "empty" },
};

const OFFERED: Look = { className: "text-muted", pattern: "rising" };
const BOOKED: Look = { className: "text-ink", pattern: "solid" };

export const labelsOf = ({ report, formats }: ChartProps) =>
  report.parts.map(({ from }) => {
    const at = new Date(from);
    return report.unit === "week" ? formats.date(at, "UTC") : formats.month(at, "UTC");
  });

const sum = (values: (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** The largest sum of what is stacked on one place. */
const highest = (series: Series[], places: number) =>
  Math.max(
    0,
    ...Array.from({ length: places }, (_, at) => sum(series.map((each) => each.values[at] ?? 0))),
  );

export function OutcomeChart(props: ChartProps) {
  const { report, filter } = props;
  const labels = labelsOf(props);
  const series = sessionOutcomeNames
    .map((key) => ({
      key,
      label: sessionOutcomes[key],
      look: looks[key],
      values: report.parts.map(({ outcomes }) => outcomes[key]),
    }))
    .filter(({ values }) => sum(values) > 0);
  return (
    <ChartSection
      csvHref={filePath("sessions", filter)}
      id="sessions"
      labels={labels}
      lead={`What became of the sessions of each ${report.unit}.`}
      series={series}
      title="Sessions"
      unit={report.unit}
    >
      <ChartFrame
        draw={(plot) => <Stacks plot={plot} series={series} />}
        id="sessions"
        label={`Stacked bars: sessions of each ${report.unit} by outcome`}
        labels={labels}
        max={highest(series, labels.length)}
      />
    </ChartSection>
  );
}

function Stacks({ plot, series }: { plot: Plot; series: Series[] }) {
  const { id, x, y } = plot;
  return (
    <>
      <Patterns id={id} series={series} />
      {x.domain().flatMap((at) => {
        let total = 0;
        return series.map(({ key, look, values }) => {
          const below = total;
          total += values[at] ?? 0;
          if (total === below) return null;
          return (
            <rect
              className={look.className}
              fill={`url(#${id}-${key})`}
              height={y(below) - y(total)}
              key={`${at} ${key}`}
              stroke="currentColor"
              width={x.bandwidth()}
              x={x(at)}
              y={y(total)}
            />
          );
        });
      })}
    </>
  );
}

function Patterns({ id, series }: { id: string; series: Series[] }) {
  return (
    <defs>
      {series.map(({ key, look }) => (
        <Pattern id={`${id}-${key}`} key={key} {...look} />
      ))}
    </defs>
  );
}

export function HoursChart(props: ChartProps) {
  const { report, filter } = props;
  const labels = labelsOf(props);
  const offered = report.parts.map(({ offeredMinutes }) => offeredMinutes);
  const booked = report.parts.map(({ bookedMinutes }) => bookedMinutes);
  const series: Series[] = [
    { key: "offered", label: "Offered", look: OFFERED, values: offered },
    { key: "booked", label: "Booked", look: BOOKED, values: booked },
  ];
  const max = Math.max(0, ...booked, ...offered.map((minutes) => minutes ?? 0)) / 60;
  return (
    <ChartSection
      csvHref={filePath("hours", filter)}
      format={hoursInWords}
      id="hours"
      labels={labels}
      lead={`Hours that mentors had open in each ${report.unit}, and hours booked. A question mark stands where nothing was recorded.`}
      series={series}
      title="Hours offered and booked"
      unit={report.unit}
    >
      <ChartFrame
        draw={(plot) => <Pairs plot={plot} series={series} />}
        id="hours"
        label={`Bars side by side: hours offered and booked in each ${report.unit}`}
        labels={labels}
        max={max}
      />
    </ChartSection>
  );
}

function Pairs({ plot, series }: { plot: Plot; series: Series[] }) {
  const { id, x, y, floor } = plot;
  const width = x.bandwidth() / series.length;
  return (
    <>
      <Patterns id={id} series={series} />
      {x.domain().flatMap((at) =>
        series.map(({ key, look, values }, index) => {
          const left = (x(at) ?? 0) + index * width;
          const minutes = values[at] ?? null;
          if (minutes === null) {
            return (
              <text
                className="fill-current text-muted"
                fontSize="12"
                key={`${at} ${key}`}
                textAnchor="middle"
                x={left + width / 2}
                y={floor - 4}
              >
                ?
              </text>
            );
          }
          if (minutes === 0) return null;
          return (
            <rect
              className={look.className}
              fill={`url(#${id}-${key})`}
              height={floor - y(minutes / 60)}
              key={`${at} ${key}`}
              stroke="currentColor"
              width={width}
              x={left}
              y={y(minutes / 60)}
            />
          );
        }),
      )}
    </>
  );
}
