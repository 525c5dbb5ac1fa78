import { cityOf, type TimeFormats } from "@sundial/validators/time";
import { readingAt } from "@sundial/validators/wall-clock";

/** Five mentors' cities on one dial, with the current time. */
const ZONES = [
  "America/Los_Angeles",
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Asia/Tokyo",
];

const CENTER = { x: 200, y: 210 };
const RADIUS = 160;

const LABELS = [
  { text: "midnight", x: 50, y: 228, anchor: "start" },
  { text: "noon", x: 200, y: 92, anchor: "middle" },
  { text: "midnight", x: 350, y: 228, anchor: "end" },
] as const;

/** A dial from midnight to midnight with the local time of several cities on it. */
export function DayArc({ now, formats }: { now: Date; formats: TimeFormats }) {
  const cities = ZONES.map((zone) => ({
    city: cityOf(zone),
    time: formats.time(now, zone),
    ...pointAt(minuteOfDay(now, zone) / 1440, RADIUS),
  }));
  const summary = cities.map(({ city, time }) => `${city} ${time}`).join(", ");
  return (
    <figure className="grid gap-4">
      <svg aria-label={`Right now: ${summary}`} role="img" viewBox="0 0 400 250">
        <path
          className="fill-sun-soft"
          d={`M${CENTER.x - RADIUS} ${CENTER.y}A${RADIUS} ${RADIUS} 0 0 1 ${CENTER.x + RADIUS} ${CENTER.y}Z`}
        />
        {Array.from({ length: 25 }, (_, hour) => {
          const long = hour % 6 === 0;
          const outer = pointAt(hour / 24, RADIUS - 8);
          const inner = pointAt(hour / 24, RADIUS - (long ? 26 : 16));
          return (
            <line
              className="stroke-sun-ink"
              key={`${outer.x} ${outer.y}`}
              strokeWidth={long ? 2 : 1}
              x1={outer.x}
              x2={inner.x}
              y1={outer.y}
              y2={inner.y}
            />
          );
        })}
        {LABELS.map(({ text, x, y, anchor }) => (
          <text className="fill-sun-ink text-[11px]" key={x} textAnchor={anchor} x={x} y={y}>
            {text}
          </text>
        ))}
        <path
          className="stroke-sun"
          d={`M${CENTER.x - RADIUS} ${CENTER.y}A${RADIUS} ${RADIUS} 0 0 1 ${CENTER.x + RADIUS} ${CENTER.y}`}
          fill="none"
          strokeLinecap="round"
          strokeWidth="5"
        />
        <line
          className="stroke-ink"
          strokeLinecap="round"
          strokeWidth="3"
          x1="24"
          x2="376"
          y1={CENTER.y}
          y2={CENTER.y}
        />
        {cities.map(({ city, x, y }) => (
          <g key={city}>
            <line
              className="stroke-ink"
              opacity="0.3"
              strokeWidth="1.5"
              x1={CENTER.x}
              x2={x}
              y1={CENTER.y}
              y2={y}
            />
            <circle className="fill-action stroke-paper" cx={x} cy={y} r="9" strokeWidth="3" />
          </g>
        ))}
        <circle className="fill-ink" cx={CENTER.x} cy={CENTER.y} r="5" />
      </svg>
      <figcaption>
        <ul className="flex flex-wrap justify-center gap-x-5 gap-y-1 text-muted text-sm">
          {cities.map(({ city, time }) => (
            <li key={city}>
              {city} <time className="font-semibold text-ink">{time}</time>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function minuteOfDay(now: Date, timeZone: string): number {
  const [hour, minute] = readingAt(now, timeZone).slice(11).split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** Midnight on the left, noon on top, midnight on the right. Rounded to keep the page small. */
function pointAt(share: number, radius: number) {
  const angle = Math.PI * (1 - share);
  return {
    x: Math.round((CENTER.x + radius * Math.cos(angle)) * 10) / 10,
    y: Math.round((CENTER.y - radius * Math.sin(angle)) * 10) / 10,
  };
}
