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

export type InvitationMethod = "REQUEST" | "CANCEL" | "PUBLISH";

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

/**
 * Several sessions as one email attachment. An invitation may have only one (RFC 5546, 3.2.2), so
 * these are published; a later change of one of them is an invitation with the same UID.
 */
export function toPublication(
  sessions: readonly CalendarSession[],
  { from, ...reader }: Reader & Pick<Correspondence, "from">,
): { method: InvitationMethod; content: string } {
  const method = "PUBLISH";
  const organizer = contentLine("ORGANIZER", addressValue(from.address), { CN: from.name });
  return {
    method,
    content: toCalendar(sessions, reader, [contentLine("METHOD", method)], [organizer]),
  };
}

/**
 * Sessions as a calendar subscription with the program's name; clients are asked to refresh every
 * hour.
 */
export function toFeed(
  sessions: readonly CalendarSession[],
  reader: Reader,
  program: string,
): string {
  return toCalendar(sessions, reader, [
    contentLine("NAME", textValue(program)),
    contentLine("X-WR-CALNAME", textValue(program)),
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
  const { summary, url } = entryOf(session, { readerId, siteUrl });
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

/** How a session is called in its reader's calendar, and its page. */
function entryOf(session: CalendarSession, { readerId, siteUrl }: Reader) {
  return {
    summary: `${session.topic} (${companyOf(session, readerId)})`,
    url: new URL(`/sessions/${session.id}`, siteUrl).href,
  };
}

/** The calendars on the web that have a page to add an entry. */
export type CalendarPage = keyof typeof pages;

export const isCalendarPage = (name: string): name is CalendarPage => Object.hasOwn(pages, name);

const outlook = ({ summary, url, location, startsAt, endsAt }: Entry) => ({
  path: "/calendar/action/compose",
  rru: "addevent",
  subject: summary,
  startdt: startsAt.toISOString(),
  enddt: endsAt.toISOString(),
  body: url,
  location,
});

/** Their documented addresses. */
const pages = {
  google: {
    address: "https://calendar.google.com/calendar/render",
    query: ({ summary, url, location, startsAt, endsAt }: Entry) => ({
      action: "TEMPLATE",
      text: summary,
      dates: `${instantValue(startsAt)}/${instantValue(endsAt)}`,
      details: url,
      location,
    }),
  },
  outlook: { address: "https://outlook.live.com/calendar/0/deeplink/compose", query: outlook },
  office: { address: "https://outlook.office.com/calendar/0/deeplink/compose", query: outlook },
} as const;

interface Entry {
  summary: string;
  url: string;
  location: string;
  startsAt: Date;
  endsAt: Date;
}

/**
 * The address of a page on which the reader adds a session to their calendar. It has the title, the
 * time and the place, and not the agenda, which addresses aren't private enough for. Null when the
 * session won't take place.
 */
export function addToCalendarAddress(
  session: CalendarSession,
  reader: Reader & { page: CalendarPage },
): string | null {
  if (statuses[session.status] === "CANCELLED") return null;
  const { address, query } = pages[reader.page];
  const { startsAt, endsAt } = session;
  const { summary, url } = entryOf(session, reader);
  const location = plain(session.location ?? "").replaceAll("\n", " ");
  const entry = { summary: plain(summary).replaceAll("\n", " "), url, location, startsAt, endsAt };
  return `${address}?${new URLSearchParams(query(entry))}`;
}

function companyOf({ mentor, mentee }: CalendarSession, readerId: string): string {
  if (readerId === mentor.id) return `with ${mentee.name}`;
  if (readerId === mentee.id) return `with ${mentor.name}`;
  return `${mentor.name} and ${mentee.name}`;
}
