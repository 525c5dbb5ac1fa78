import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { auditWordsOf } from "~/lib/audit/sentences";
import { roleLabels, userStatusLabels } from "~/lib/labels";
import type { AuditEvent } from "~/trpc/types";

/** An event as a sentence, with the names in it as links. */
export function EventSentence({ event }: { event: AuditEvent }) {
  const words = auditWordsOf(event.action);
  if (words === null) return <Unknown event={event} />;
  const { says, automatic, self } = words;
  const ofOneself = event.actorId === event.targetId ? self : undefined;
  const sentence = event.actorId === null ? (automatic ?? says) : (ofOneself ?? says);
  return (
    <>
      {sentence.split(/(\{\w+\})/).map((part, at) => (
        <Fragment key={at}>
          {part.startsWith("{") ? shown(part.slice(1, -1), event) : part}
        </Fragment>
      ))}
      <SessionLink event={event} />
    </>
  );
}

/** An action of another version of Sundial, which has no words here. */
function Unknown({ event }: { event: AuditEvent }) {
  return (
    <>
      {shown("actor", event)}: <code className="text-sm">{event.action}</code>
    </>
  );
}

function shown(name: string, event: AuditEvent): ReactNode {
  const { session } = event;
  switch (name) {
    case "actor":
      return <Actor event={event} />;
    case "target":
      return <Target event={event} />;
    case "mentor":
      return session ? <Person {...session.mentor} /> : "a mentor";
    case "mentee":
      return session ? <Person {...session.mentee} /> : "a mentee";
    case "with":
      return <With event={event} />;
    case "absent":
      return <Absent event={event} />;
    case "role":
      return lowerLabel(roleLabels, after(event, "role"));
    case "status":
      return lowerLabel(userStatusLabels, after(event, "status"));
    default:
      return null;
  }
}

function Actor({ event: { actorId, actorName, actorKind } }: { event: AuditEvent }) {
  if (actorId === null) return "Somebody";
  return <Named at={placeOf(actorKind === "service")} id={actorId} name={actorName} />;
}

function Target({ event: { targetType, targetId, targetName } }: { event: AuditEvent }) {
  if (targetType !== "user" && targetType !== "serviceAccount") return "somebody";
  return <Named at={placeOf(targetType === "serviceAccount")} id={targetId} name={targetName} />;
}

const placeOf = (isService: boolean) => (isService ? "service-accounts" : "people");

/** " with Ada" for one of the two people of a session, " of Ada and Ben" for everyone else. */
function With({ event: { session, actorId } }: { event: AuditEvent }) {
  if (session === null) return null;
  const { mentor, mentee } = session;
  if (actorId === mentor.id) return <> with {<Person {...mentee} />}</>;
  if (actorId === mentee.id) return <> with {<Person {...mentor} />}</>;
  return (
    <>
      {" "}
      of <Person {...mentor} /> and <Person {...mentee} />
    </>
  );
}

function Absent({ event }: { event: AuditEvent }) {
  const { session, actorId } = event;
  if (session === null) return "somebody";
  // The two people report each other; only others name who was absent.
  if (actorId === session.mentor.id) return <Person {...session.mentee} />;
  if (actorId === session.mentee.id) return <Person {...session.mentor} />;
  const party = after(event, "noShowParty");
  if (party === "mentor") return <Person {...session.mentor} />;
  if (party === "mentee") return <Person {...session.mentee} />;
  return (
    <>
      <Person {...session.mentor} /> and <Person {...session.mentee} />
    </>
  );
}

function SessionLink({ event: { targetType, targetId, session } }: { event: AuditEvent }) {
  if (targetType !== "officeSession" || session === null) return null;
  return (
    <>
      {": "}
      <Link className="underline" href={`/sessions/${targetId}`}>
        “{session.topic}”
      </Link>
    </>
  );
}

function Person({ id, name }: { id: string; name: string }) {
  return <Named at="people" id={id} name={name} />;
}

interface NamedProps {
  at: "people" | "service-accounts";
  id: string;
  name: string | null;
}

/** Those who no longer exist are shown by their id. */
function Named({ at, id, name }: NamedProps) {
  if (name === null) return <code className="break-all text-sm">{id}</code>;
  return (
    <Link className="font-semibold hover:underline" href={`/${at}/${encodeURIComponent(id)}`}>
      {name}
    </Link>
  );
}

/** A text that an event says about the state after it. */
function after({ after: side }: AuditEvent, name: string): string | undefined {
  if (typeof side !== "object" || side === null || Array.isArray(side)) return undefined;
  const value = side[name];
  return typeof value === "string" ? value : undefined;
}

function lowerLabel(labels: Record<string, string>, value: string | undefined): string {
  if (value === undefined) return "something else";
  return Object.hasOwn(labels, value) ? (labels[value] ?? value).toLowerCase() : value;
}
