import { formatNumber, numberInWords } from "@sundial/validators";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { line, symbol, symbolCircle, symbolSquare } from "d3-shape";
import { ChartFrame, type Plot } from "./chart-frame";
import type { Look } from "./chart-pattern";
import { ChartSection, type Series } from "./chart-section";
import { type ChartProps, labelsOf } from "./charts";
import { filePath } from "./dashboard-query";

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
  ).defined((value) => value !== null);
  return series.map(({ key, look, values }, index) => (
    <g className={look.className} key={key}>
      <path
        d={path(values) ?? ""}
        fill="none"
        stroke="currentColor"
        strokeDasharray={index === 0 ? undefined : "6 4"}
        strokeWidth="2"
      />
      {values.map((value, at) =>
        value === null ? null : (
          <path
            d={marks[index]?.d ?? ""}
            fill={marks[index]?.fill}
            key={at}
            stroke="currentColor"
            strokeWidth="1.5"
            transform={`translate(${middle(at)} ${y(value)})`}
          />
        ),
      )}
    </g>
  ));
}

const ONE: Look = { className: "text-ink", pattern: "solid" };

export function WaitingChart(props: ChartProps) {
  const { report, filter } = props;
  const labels = labelsOf(props);
  const days = report.parts.map(({ firstWait }) => firstWait && (firstWait * MINUTE) / DAY);
  const series = [{ key: "waiting", label: "Wait for the first session", look: ONE, values: days }];
  return (
    <ChartSection
      csvHref={filePath("waiting", filter)}
      format={(value) => numberInWords("firstWait", (value * DAY) / MINUTE)}
      id="waiting"
      labels={labels}
      lead={`Days that half of the mentees waited at most, of those who had their first session in each ${report.unit}.`}
      nothing="No first sessions"
      series={series}
      title="Wait for the first session"
      unit={report.unit}
    >
      <ChartFrame
        draw={(plot) => <Lines plot={plot} series={series} />}
        id="waiting"
        label={`Line: days waited for the first session in each ${report.unit}`}
        labels={labels}
        max={Math.max(0, ...days.map((value) => value ?? 0))}
      />
    </ChartSection>
  );
}

const BEST_RATING = 5;

export function RatingsChart(props: ChartProps) {
  const { report, filter } = props;
  const labels = labelsOf(props);
  const ratings = report.parts.map(({ rating }) => rating);
  const series = [{ key: "rating", label: "Average rating", look: ONE, values: ratings }];
  return (
    <ChartSection
      csvHref={filePath("ratings", filter)}
      format={(value) => numberInWords("rating", value)}
      id="ratings"
      labels={labels}
      lead={`What mentees gave the sessions of each ${report.unit}, from 1 to ${formatNumber(BEST_RATING)}, where at least five people have rated.`}
      nothing="Too few people"
      series={series}
      title="Ratings"
      unit={report.unit}
    >
      <ChartFrame
        draw={(plot) => <Lines plot={plot} series={series} />}
        id="ratings"
        label={`Line: average rating in each ${report.unit}`}
        labels={labels}
        max={BEST_RATING}
      />
    </ChartSection>
  );
}
