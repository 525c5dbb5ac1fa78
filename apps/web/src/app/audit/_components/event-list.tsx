import { describeZone, type TimeFormats } from "@sundial/validators/time";
import type { AuditEvent } from "~/trpc/types";
import { EventDetails } from "./event-details";
import { EventSentence } from "./event-sentence";

/** Events as sentences, latest first, with the record of each on demand. */
interface EventListProps {
  events: AuditEvent[];
  zone: string;
  formats: TimeFormats;
}

export function EventList({ events, zone, formats }: EventListProps) {
  const [first] = events;
  if (first === undefined) return <p className="text-muted">Nothing yet.</p>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <p className="text-muted text-sm">Times in {describeZone(zone, first.at)}.</p>
      <ol className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
        {events.map((event) => (
          <li
            className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 p-4 md:grid-cols-[11rem_minmax(0,1fr)]"
            key={event.seq}
          >
            <time className="text-muted text-sm" dateTime={event.at.toISOString()}>
              {formats.dateTime(event.at, zone)}
            </time>
            <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
              <p className="[overflow-wrap:anywhere]">
                <EventSentence event={event} />.
              </p>
              {event.reason ? (
                <p className="whitespace-pre-line text-muted [overflow-wrap:anywhere]">
                  “{event.reason}”
                </p>
              ) : null}
              <EventDetails event={event} formats={formats} zone={zone} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
