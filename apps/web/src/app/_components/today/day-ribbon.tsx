import type { RouterOutputs } from "@sundial/api";
import type { PersonSession } from "@sundial/auth";
import { HOUR } from "@sundial/validators/durations";
import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { partiesLabel } from "~/app/sessions/_components/parties";
import { StatusBadge } from "~/app/sessions/_components/status-badge";
import { SectionCard } from "~/components/section-card";
import { getFormats } from "~/trpc/server";

type Today = RouterOutputs["officeSession"]["today"];

interface DayRibbonProps {
  today: Today;
  actor: PersonSession;
  now: Date;
}

/** The hours that are always shown, from midnight; more where sessions need it. */
const FROM = 8;
const UNTIL = 18;
/** As many labels fit on a narrow screen. */
const LABELS = 4;

/** The day's sessions on a ribbon of hours, and as a list below. */
export async function DayRibbon({ today, actor, now }: DayRibbonProps) {
  const formats = await getFormats();
  const { items } = today;
  return (
    <SectionCard
      lead={items.length === 0 ? "No session today." : undefined}
      title={items.length === 1 ? "One session today" : "Your day"}
    >
      <Ribbon formats={formats} now={now} today={today} zone={actor.timeZone} />
      {items.length > 0 ? (
        <ol className="grid gap-3">
          {items.map((session) => (
            <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1" key={session.id}>
              <span className="font-medium text-sun-ink">
                <time dateTime={session.startsAt.toISOString()}>
                  {formats.time(session.startsAt, actor.timeZone)}
                </time>{" "}
                to{" "}
                <time dateTime={session.endsAt.toISOString()}>
                  {formats.time(session.endsAt, actor.timeZone)}
                </time>
              </span>
              <Link
                className="min-w-0 underline [overflow-wrap:anywhere]"
                href={`/sessions/${session.id}`}
              >
                {session.topic}
              </Link>
              <span className="text-muted">{partiesLabel(session, actor.id)}</span>
              <StatusBadge session={session} />
            </li>
          ))}
        </ol>
      ) : null}
    </SectionCard>
  );
}

interface RibbonProps {
  today: Today;
  zone: string;
  now: Date;
  formats: TimeFormats;
}

/** Percentages across, pixels down: the words keep their size on any screen. */
function Ribbon({ today: { day, items }, zone, now, formats }: RibbonProps) {
  const midnight = day.from.getTime();
  const hours = (instant: Date) => (instant.getTime() - midnight) / HOUR;
  const length = hours(day.to);
  const from = Math.max(
    0,
    Math.min(FROM, ...items.map(({ startsAt }) => Math.floor(hours(startsAt)))),
  );
  const until = Math.min(
    length,
    Math.max(UNTIL, ...items.map(({ endsAt }) => Math.ceil(hours(endsAt)))),
  );
  const across = (at: number) => {
    const share = (Math.min(Math.max(at, from), until) - from) / (until - from);
    return Math.round(share * 10_000) / 100;
  };
  const step = Math.ceil((until - from) / LABELS);
  const marks = Array.from(
    { length: Math.floor((until - from) / step) + 1 },
    (_, index) => from + index * step,
  );
  const at = hours(now);
  return (
    // The list below says the same in words.
    <svg aria-hidden className="w-full overflow-visible" height="84">
      <rect className="fill-sunken stroke-line" height="44" rx="8" width="100%" x="0" y="8" />
      {marks.map((hour) => (
        <g key={hour}>
          <line
            className="stroke-edge"
            strokeOpacity="0.5"
            x1={`${across(hour)}%`}
            x2={`${across(hour)}%`}
            y1="8"
            y2="58"
          />
          <text
            className="fill-muted text-xs"
            textAnchor={hour === from ? "start" : across(hour) > 97 ? "end" : "middle"}
            x={`${across(hour)}%`}
            y="76"
          >
            {formats.time(new Date(midnight + hour * HOUR), zone)}
          </text>
        </g>
      ))}
      {items.map(({ id, startsAt, endsAt, status }) => (
        <rect
          className={
            status === "requested" ? "fill-sun-soft stroke-sun" : "fill-action stroke-paper"
          }
          height="32"
          key={id}
          rx="5"
          strokeDasharray={status === "requested" ? "4 3" : undefined}
          strokeWidth="2"
          width={`${across(hours(endsAt)) - across(hours(startsAt))}%`}
          x={`${across(hours(startsAt))}%`}
          y="14"
        />
      ))}
      {from <= at && at <= until ? (
        <line
          className="stroke-sun"
          strokeLinecap="round"
          strokeWidth="4"
          x1={`${across(at)}%`}
          x2={`${across(at)}%`}
          y1="2"
          y2="58"
        />
      ) : null}
    </svg>
  );
}
