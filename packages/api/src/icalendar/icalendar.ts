import type { OfficeSessionStatus } from "@sundial/validators";
import { plain } from "../plain-text.ts";
import { addressValue, contentLine, instantValue, textValue } from "./content-lines.ts";

/** The facts about a session in a calendar; sequence and updatedAt order its versions. */
export interface CalendarSession {
  id: string;
  status: OfficeSessionStatus;
  startsAt: Date;
  endsAt: Date;
  topic: string;
  agenda: string;
  location: string | null;
  calendarSequence: number;
  updatedAt: Date;
  mentor: Party;
  mentee: Party;
}

interface Party {
  id: string;
  name: string;
}

interface Reader {
  /** The calendar's owner: the summary names the other party, or both if the owner is neither. */
  readerId: string;
  /** The address people open, for links. */
  siteUrl: string;
}

/** The same for every copy of a session, in every format and under every host. */
export function calendarUid(officeSessionId: string): string {
  return `${officeSessionId}@sundial`;
}

/** One session as a file: adds or moves it, or removes it when it is cancelled. */
export function toSessionFile(session: CalendarSession, reader: Reader): string {
  const head = statuses[session.status] === "CANCELLED" ? [contentLine("METHOD", "CANCEL")] : [];
  return toCalendar([session], reader, head);
}

interface Correspondence {
  /** The program's own address, which sends the email. */
  from: { name: string; address: string };
  /** The calendar's owner. */
  to: { name: string; address: string };
}

export type InvitationMethod = "REQUEST" | "CANCEL";

/**
 * One session as an email attachment: calendars that read their owner's email add, move or remove
 * it automatically. iTIP (RFC 5546, 3.2) requires an organizer and an attendee. The program invites
 * the recipient, so neither party learns the other's address. No reply is requested.
 */
export function toInvitation(session: CalendarSession, reader: Reader & Correspondence) {
  const method: InvitationMethod = statuses[session.status] === "CANCELLED" ? "CANCEL" : "REQUEST";
  const { from, to } = reader;
  const content = toCalendar(
    [session],
    reader,
    [contentLine("METHOD", method)],
    [
      contentLine("ORGANIZER", addressValue(from.address), { CN: from.name }),
      contentLine("ATTENDEE", addressValue(to.address), {
        ROLE: "REQ-PARTICIPANT",
        PARTSTAT: "ACCEPTED",
        RSVP: "FALSE",
        CN: to.name,
      }),
    ],
  );
  return { method, content };
}

/** Sessions as a calendar subscription; clients are asked to refresh every hour. */
export function toFeed(sessions: readonly CalendarSession[], reader: Reader): string {
  return toCalendar(sessions, reader, [
    contentLine("NAME", "Sundial"),
    contentLine("X-WR-CALNAME", "Sundial"),
    contentLine("REFRESH-INTERVAL", "PT1H", { VALUE: "DURATION" }),
    contentLine("X-PUBLISHED-TTL", "PT1H"),
  ]);
}

const statuses = {
  requested: "TENTATIVE",
  scheduled: "CONFIRMED",
  completed: "CONFIRMED",
  no_show: "CONFIRMED",
  cancelled: "CANCELLED",
  declined: "CANCELLED",
  expired: "CANCELLED",
} as const satisfies Record<OfficeSessionStatus, string>;

function toCalendar(
  sessions: readonly CalendarSession[],
  reader: Reader,
  head: readonly string[],
  people: readonly string[] = [],
): string {
  return [
    contentLine("BEGIN", "VCALENDAR"),
    contentLine("VERSION", "2.0"),
    contentLine("PRODID", "-//Sundial//Office sessions//EN"),
    ...head,
    ...sessions.flatMap((session) => toEvent(session, reader, people)),
    contentLine("END", "VCALENDAR"),
  ].join("");
}

// Has no ORGANIZER and no ATTENDEE: both are email addresses, and the two parties don't share
// theirs. The names are in the summary.
function toEvent(
  session: CalendarSession,
  { readerId, siteUrl }: Reader,
  people: readonly string[],
): string[] {
  const status = statuses[session.status];
  const isOff = status === "CANCELLED";
  const url = new URL(`/sessions/${session.id}`, siteUrl).href;
  const summary = `${session.topic} (${companyOf(session, readerId)})`;
  const { location } = session;
  // Before the link: a carriage return at the end is a line break, too.
  const agenda = plain(session.agenda);
  return [
    contentLine("BEGIN", "VEVENT"),
    contentLine("UID", calendarUid(session.id)),
    contentLine("SEQUENCE", String(session.calendarSequence)),
    contentLine("DTSTAMP", instantValue(session.updatedAt)),
    contentLine("DTSTART", instantValue(session.startsAt)),
    contentLine("DTEND", instantValue(session.endsAt)),
    // Also in words, because not every client understands the status of a subscribed event.
    contentLine("SUMMARY", textValue(isOff ? `Cancelled: ${summary}` : summary)),
    contentLine("DESCRIPTION", textValue(agenda === "" ? url : `${agenda}\n\n${url}`)),
    ...(location === null ? [] : [contentLine("LOCATION", textValue(location))]),
    contentLine("URL", url),
    contentLine("STATUS", status),
    contentLine("TRANSP", isOff ? "TRANSPARENT" : "OPAQUE"),
    contentLine("LAST-MODIFIED", instantValue(session.updatedAt)),
    ...people,
    contentLine("END", "VEVENT"),
  ];
}

function companyOf({ mentor, mentee }: CalendarSession, readerId: string): string {
  if (readerId === mentor.id) return `with ${mentee.name}`;
  if (readerId === mentee.id) return `with ${mentor.name}`;
  return `${mentor.name} and ${mentee.name}`;
}
