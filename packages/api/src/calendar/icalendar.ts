import type { OfficeSessionStatus } from "@sundial/validators";
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  type ICalCalendarData,
  ICalCalendarMethod,
  type ICalEvent,
  ICalEventStatus,
  ICalEventTransparency,
} from "ical-generator";

/** What a calendar is told of a session; sequence and updatedAt order its versions. */
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
  /** Whose calendar it is: the summary names the other party, or both to someone who is neither. */
  readerId: string;
  /** The address people open; links lead there. */
  siteUrl: string;
}

/** The same for every copy of a session, whichever way and under whichever host it is served. */
export function calendarUid(officeSessionId: string): string {
  return `${officeSessionId}@sundial`;
}

/** One session as a file to open: adds or moves it, or takes it out when it will not take place. */
export function toSessionFile(session: CalendarSession, reader: Reader): string {
  const isOff = statuses[session.status] === ICalEventStatus.CANCELLED;
  return toCalendar([session], reader, { method: isOff ? ICalCalendarMethod.CANCEL : null });
}

interface Correspondence {
  /** The programme's own address, which the mail comes from. */
  from: { name: string; address: string };
  /** Whose calendar it is for. */
  to: { name: string; address: string };
}

export type InvitationMethod = "REQUEST" | "CANCEL";

/**
 * One session as a mail carries it: calendars that read their owner's mail add, move or remove it by
 * themselves. iTIP (RFC 5546, 3.2) asks for an organizer and an attendee: the programme invites the
 * recipient, and so neither party learns the other's address. No reply is asked for.
 */
export function toInvitation(session: CalendarSession, reader: Reader & Correspondence) {
  const isOff = statuses[session.status] === ICalEventStatus.CANCELLED;
  const method: InvitationMethod = isOff ? "CANCEL" : "REQUEST";
  const { from, to } = reader;
  const content = toCalendar([session], reader, { method: ICalCalendarMethod[method] }, (event) => {
    event.organizer({ name: plainText(from.name), email: from.address });
    event.createAttendee({
      name: plainText(to.name),
      email: to.address,
      rsvp: false,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.ACCEPTED,
    });
  });
  return { method, content };
}

const HOUR_SECONDS = 3_600;

/** Sessions as a calendar to subscribe to; clients are asked to come back every hour. */
export function toFeed(sessions: readonly CalendarSession[], reader: Reader): string {
  return toCalendar(sessions, reader, { name: "Sundial", ttl: HOUR_SECONDS });
}

const statuses = {
  requested: ICalEventStatus.TENTATIVE,
  scheduled: ICalEventStatus.CONFIRMED,
  completed: ICalEventStatus.CONFIRMED,
  no_show: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
  declined: ICalEventStatus.CANCELLED,
  expired: ICalEventStatus.CANCELLED,
} as const satisfies Record<OfficeSessionStatus, ICalEventStatus>;

// By itself it has no ORGANIZER and no ATTENDEE: both are mail addresses, and nobody's is the other party's to know.
// The names stand in the summary.
function toCalendar(
  sessions: readonly CalendarSession[],
  { readerId, siteUrl }: Reader,
  options: ICalCalendarData,
  complete: (event: ICalEvent) => void = () => {},
): string {
  const calendar = ical({ prodId: { company: "Sundial", product: "Office sessions" }, ...options });
  for (const session of sessions) {
    const status = statuses[session.status];
    const isOff = status === ICalEventStatus.CANCELLED;
    const url = new URL(`/sessions/${session.id}`, siteUrl).href;
    const agenda = plainText(session.agenda);
    const summary = `${plainText(session.topic)} (${plainText(companyOf(session, readerId))})`;
    const event = calendar.createEvent({
      id: calendarUid(session.id),
      sequence: session.calendarSequence,
      stamp: session.updatedAt,
      lastModified: session.updatedAt,
      start: session.startsAt,
      end: session.endsAt,
      // Said in words too: not every client understands the status of a subscribed event.
      summary: isOff ? `Cancelled: ${summary}` : summary,
      description: agenda === "" ? url : `${agenda}\n\n${url}`,
      location: session.location === null ? null : plainText(session.location),
      url,
      status,
      transparency: isOff ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
    complete(event);
  }
  // The library leaves the last line open; RFC 5545 ends every line.
  return `${calendar.toString()}\r\n`;
}

function companyOf({ mentor, mentee }: CalendarSession, readerId: string): string {
  if (readerId === mentor.id) return `with ${mentee.name}`;
  if (readerId === mentee.id) return `with ${mentor.name}`;
  return `${mentor.name} and ${mentee.name}`;
}

/**
 * Text that means the same to every parser: whatever some of them take for a line break is one, and
 * other control characters, which the format has no place for, are gone.
 */
function plainText(text: string): string {
  return text.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replaceAll(/[^\P{Cc}\t\n]/gu, "");
}
