import type { Db } from "@sundial/db";
import type { EmailData } from "@sundial/ledger";
import type { TimeFormats } from "@sundial/validators/time";
import { calendarSelect, toCalendarSession } from "../icalendar/calendar-session.ts";
import { toPublication } from "../icalendar/icalendar.ts";
import { BLOCKING } from "../session-state/policy.ts";
import { briefBlocks, loadBrief } from "./brief-blocks.ts";
import { formatSelect, formatsOf } from "./envelope.ts";
import type { Message } from "./message.ts";

interface Tools {
  db: Db;
  now: Date;
  siteUrl: string;
  from: { name: string; address: string };
}

interface Composed {
  /** The recipient's current address. */
  to: string;
  message: Message;
  invitation: ReturnType<typeof toPublication>;
}

type SeriesSession = ReturnType<typeof toCalendarSession>;

/**
 * The email about a series: all sessions that are ahead, as they are now, with one calendar file.
 * Says why it is outdated when none is left.
 */
export async function seriesMessage(
  { recipientId, seriesId }: EmailData<"sessionSeries.booked">,
  { db, now, siteUrl, from }: Tools,
): Promise<Composed | { dropped: "recipient gone" | "session moved on" }> {
  const [recipient, rows] = await Promise.all([
    db.user.findUnique({
      where: { id: recipientId },
      select: { email: true, ...formatSelect },
    }),
    db.officeSession.findMany({
      where: { seriesId },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
      select: calendarSelect,
    }),
  ]);
  if (recipient === null) return { dropped: "recipient gone" };
  const ahead = rows
    .map((row) => toCalendarSession(row, now))
    .filter(({ status, endsAt }) => BLOCKING.some((each) => each === status) && endsAt > now);
  const [first] = ahead;
  if (first === undefined) return { dropped: "session moved on" };
  const formats = formatsOf(recipient);
  const isMentor = recipientId === first.mentorId;
  const brief = isMentor ? await loadBrief(db, first, now) : null;
  return {
    to: recipient.email,
    message: toMessage(ahead, first, { isMentor, siteUrl, formats, brief }),
    invitation: toPublication(ahead, { readerId: recipientId, siteUrl, from }),
  };
}

interface Telling {
  isMentor: boolean;
  siteUrl: string;
  formats: TimeFormats;
  brief: Awaited<ReturnType<typeof loadBrief>> | null;
}

function toMessage(
  ahead: SeriesSession[],
  first: SeriesSession,
  { isMentor, siteUrl, formats, brief }: Telling,
): Message {
  const [self, other] = isMentor ? [first.mentor, first.mentee] : [first.mentee, first.mentor];
  const waits = ahead.some(({ status }) => status === "requested");
  const { topic, agenda, location, changeNote } = first;
  const count = ahead.length === 1 ? "a session" : `${ahead.length} sessions`;
  const details = [
    ["Topic", topic],
    ["Where", location ?? ""],
    ["Agenda", agenda],
    ["Message", changeNote],
  ] as const;
  const times = ahead.map((session): [string, string] => [
    `Session ${session.seriesNumber ?? 1} of ${session.seriesSize ?? ahead.length}`,
    formats.timeRange(session, self.timeZone),
  ]);
  return {
    subject: `${waits ? "Requested" : "Booked"}: ${topic}, ${count} from ${formats.shortDay(first.startsAt, self.timeZone)}`,
    blocks: [
      { text: opening({ waits, isMentor, name: other.name, count }) },
      { facts: times },
      { facts: details.filter(([, value]) => value !== "") },
      {
        text: "You can move or cancel each of them without the others. All are in the calendar file of this email.",
      },
      ...(brief === null
        ? []
        : briefBlocks(brief, { menteeName: other.name, timeZone: self.timeZone, formats })),
      { action: "See the first session", url: new URL(`/sessions/${first.id}`, siteUrl).href },
    ],
  };
}

interface Opening {
  waits: boolean;
  isMentor: boolean;
  name: string;
  count: string;
}

function opening({ waits, isMentor, name, count }: Opening): string {
  if (!waits) return `You have ${count} with ${name}.`;
  return isMentor
    ? `A program manager requested ${count} with you for ${name}. Answer each one on its page.`
    : `A program manager asked ${name} for ${count} with you. ${name} answers each one.`;
}
