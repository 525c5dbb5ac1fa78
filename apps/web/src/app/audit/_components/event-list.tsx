import { describeZone, type TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import { Badge } from "~/components/ui/badge";
import { roleLabels } from "~/lib/labels";
import type { AuditEvent } from "~/trpc/types";
import { EventDetails } from "./event-details";

/** Events, latest first: when, what, by whom and about whom, with details on demand. */
interface EventListProps {
  events: AuditEvent[];
  zone: string;
  formats: TimeFormats;
}

export function EventList({ events, zone, formats }: EventListProps) {
  const [first] = events;
  if (first === undefined) return <p className="text-muted">Nothing yet.</p>;
  return (
    <div className="grid gap-2">
      <p className="text-muted text-sm">Times in {describeZone(zone, first.at)}.</p>
      <ol className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
        {events.map((event) => (
          <li className="grid gap-2 p-4" key={event.seq}>
            <div className="grid gap-x-4 gap-y-1 md:grid-cols-[11rem_15rem_1fr] md:items-baseline">
              <time className="text-muted text-sm" dateTime={event.at.toISOString()}>
                {formats.dateTime(event.at, zone)}
              </time>
              <span>
                <Badge>{event.action}</Badge>
              </span>
              <span className="min-w-0">
                <Actor event={event} />
                <Target event={event} />
              </span>
            </div>
            {event.reason ? <p className="whitespace-pre-line">“{event.reason}”</p> : null}
            <EventDetails event={event} formats={formats} zone={zone} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Actor({ event: { actorId, actorName, actorRole, actorKind } }: { event: AuditEvent }) {
  if (actorId === null) return "Automatic";
  return (
    <>
      <NamedLink
        at={actorKind === "service" ? "service-accounts" : "people"}
        id={actorId}
        name={actorName}
      />
      {actorRole ? (
        <span className="text-muted text-sm">
          {" "}
          ({roleLabels[actorRole].toLowerCase()} at the time)
        </span>
      ) : null}
    </>
  );
}

function Target({ event }: { event: AuditEvent }) {
  const { targetType, targetId, targetName, actorId } = event;
  if (targetId === actorId || targetType === "events") return null;
  return (
    <span>
      <span className="text-muted"> about </span>
      {targetType === "user" ? (
        <NamedLink at="people" id={targetId} name={targetName} />
      ) : targetType === "serviceAccount" ? (
        <NamedLink at="service-accounts" id={targetId} name={targetName} />
      ) : targetType === "officeSession" ? (
        <Link className="underline" href={`/sessions/${targetId}`}>
          a session
        </Link>
      ) : targetType === "mentorApplication" ? (
        <Link className="underline" href={`/applications/${targetId}`}>
          an application
        </Link>
      ) : targetType === "misuseReport" ? (
        <Link className="underline" href={`/reports/${targetId}`}>
          a report
        </Link>
      ) : targetType === "reliabilityObjection" ? (
        <Link className="underline" href="/objections">
          an objection
        </Link>
      ) : targetType === "webhook" ? (
        <Link className="underline" href={`/webhooks/${targetId}`}>
          a webhook
        </Link>
      ) : (
        words(targetType)
      )}
    </span>
  );
}

interface NamedLinkProps {
  at: "people" | "service-accounts";
  id: string;
  name: string | null;
}

/** Those who no longer exist are shown by their id. */
function NamedLink({ at, id, name }: NamedLinkProps) {
  if (name === null) return <code className="break-all text-sm">{id}</code>;
  return (
    <Link className="underline" href={`/${at}/${encodeURIComponent(id)}`}>
      {name}
    </Link>
  );
}

/** "calendarFeed" as "calendar feed". */
const words = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
