import type { RouterOutputs } from "@sundial/api";
import { type SessionOutcome, sessionOutcomeNames, sessionOutcomes } from "@sundial/validators";
import type { timeFormats } from "@sundial/validators/time";
import { line, symbol, symbolCircle, symbolSquare } from "d3-shape";
import { ChartFrame, type Plot } from "./chart-frame";
import { type Look, Pattern } from "./chart-pattern";
import { ChartSection, type Series } from "./chart-section";
import { type Filter, filePath } from "./dashboard-query";
import { hoursInWords } from "./number-words";

interface ChartProps {
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

const labelsOf = ({ report, formats }: ChartProps) =>
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

const MENTEES: Look = { className: "text-ink", pattern: "solid" };
const MENTORS: Look = { className: "text-sun-ink", pattern: "rising" };

export function PeopleChart(props: ChartProps) {
  const { report, filter } = props;
  const labels = labelsOf(props);
  const mentees = report.parts.map((part) => part.mentees);
  const mentors = report.parts.map((part) => part.mentors);
  const series: Series[] = [
    { key: "mentees", label: "Mentees (circles)", look: MENTEES, values: mentees },
    { key: "mentors", label: "Mentors (squares, dashed)", look: MENTORS, values: mentors },
  ];
  return (
    <ChartSection
      csvHref={filePath("people", filter)}
      id="people"
      labels={labels}
      lead={`Different people with a completed session in each ${report.unit}.`}
      series={series}
      title="Active people"
      unit={report.unit}
    >
      <ChartFrame
        draw={(plot) => <Lines plot={plot} series={series} />}
        id="people"
        label={`Lines: active mentees and mentors in each ${report.unit}`}
        labels={labels}
        max={Math.max(0, ...mentees, ...mentors)}
      />
    </ChartSection>
  );
}

/** The second is hollow and larger, so that both show where values are equal. */
const marks = [
  { d: symbol(symbolCircle, 40)(), fill: "currentColor" },
  { d: symbol(symbolSquare, 150)(), fill: "none" },
];

function Lines({ plot: { x, y }, series }: { plot: Plot; series: Series[] }) {
  const middle = (at: number) => (x(at) ?? 0) + x.bandwidth() / 2;
  const path = line<number | null>(
    (_, at) => middle(at),
    (value) => y(value ?? 0),
  );
  return series.map(({ key, look, values }, index) => (
    <g className={look.className} key={key}>
      <path
        d={path(values) ?? ""}
        fill="none"
        stroke="currentColor"
        strokeDasharray={index === 0 ? undefined : "6 4"}
        strokeWidth="2"
      />
      {values.map((value, at) => (
        <path
          d={marks[index]?.d ?? ""}
          fill={marks[index]?.fill}
          key={at}
          stroke="currentColor"
          strokeWidth="1.5"
          transform={`translate(${middle(at)} ${y(value ?? 0)})`}
        />
      ))}
    </g>
  ));
}
