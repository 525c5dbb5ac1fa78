import type { TimeFormats } from "@sundial/validators/time";
import Link from "next/link";
import type { ReactNode } from "react";
import { roleLabels } from "~/lib/labels";
import type { AuditEvent } from "~/trpc/types";

interface EventDetailsProps {
  event: AuditEvent;
  zone: string;
  formats: TimeFormats;
}

/** The record of an event: the values before and after, and where it came from. */
export function EventDetails({ event, zone, formats }: EventDetailsProps) {
  const changes = changesOf(event, (instant) => formats.dateTime(instant, zone));
  const { targetId, actorId, groupId, requestId, ip, userAgent, credential, actorRole } = event;
  const about = `/audit?${new URLSearchParams({ targetId })}`;
  const by = actorId === null ? null : `/audit?${new URLSearchParams({ actorId })}`;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer py-1 text-muted">
        Details<span className="sr-only"> of event {event.seq}</span>
      </summary>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-1 pt-1">
        {changes.map(({ name, before, after }) => (
          <Row key={name} term={name}>
            {before === undefined ? null : (
              <>
                <span className="sr-only">before: </span>
                <span className={after === undefined ? "" : "text-muted line-through"}>
                  {before}
                </span>
              </>
            )}
            {before !== undefined && after !== undefined ? <span aria-hidden> → </span> : null}
            {after === undefined ? null : (
              <>
                <span className="sr-only"> after: </span>
                {after}
              </>
            )}
          </Row>
        ))}
        <Row term="Action">{event.action}</Row>
        <Row term="Event">{event.seq}</Row>
        <Row term="Target">
          {event.targetType}{" "}
          <Link className="underline" href={about}>
            {targetId}
          </Link>
        </Row>
        {by ? (
          <Row term="Actor">
            <Link className="underline" href={by}>
              {actorId}
            </Link>
          </Row>
        ) : null}
        <Row term="Role at the time">{actorRole === null ? null : roleLabels[actorRole]}</Row>
        <Row term="Signed in with">{credential?.replaceAll("_", " ")}</Row>
        <Row term="IP address">{ip}</Row>
        <Row term="Browser">{userAgent}</Row>
        <Row term="Request ID">{requestId}</Row>
        <Row term="Decision ID">{groupId}</Row>
      </dl>
    </details>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  if (children === null || children === undefined) return null;
  return (
    <div className="grid gap-x-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 break-all">{children}</dd>
    </div>
  );
}

/** What differs, field by field; a field may exist on only one side. */
function changesOf({ before, after }: Pick<AuditEvent, "before" | "after">, time: ShowTime) {
  const [was, is] = [fieldsOf(before, time), fieldsOf(after, time)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => ({ name, before: was.get(name), after: is.get(name) }))
    .filter((change) => change.before !== change.after);
}

type ShowTime = (instant: Date) => string;

function fieldsOf(side: AuditEvent["before"], time: ShowTime): Map<string, string> {
  if (typeof side !== "object" || side === null || Array.isArray(side)) return new Map();
  return new Map(Object.entries(side).map(([name, value]) => [name, shown(value, time)]));
}

/**
 * An instant in JSON. Values finer than minutes are shown unchanged, because a difference must stay
 * visible.
 */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00(\.000)?Z$/;

function shown(value: unknown, time: ShowTime): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return INSTANT.test(value) ? time(new Date(value)) : value;
}
