import type { EmailTemplate, PersonalMessage } from "@sundial/ledger";
import type { SessionDetail } from "@sundial/validators";
import type { TimeFormats } from "@sundial/validators/time";
import { type Brief, briefBlocks } from "./brief-blocks.ts";
import type { Message } from "./message.ts";

export type SessionTemplate = Extract<EmailTemplate, `officeSession.${string}`>;

interface Party {
  id: string;
  name: string;
  timeZone: string;
}

/** The facts about a session in an email. */
export interface MailedSession {
  id: string;
  startsAt: Date;
  endsAt: Date;
  expiresAt: Date | null;
  topic: string;
  agenda: string;
  location: string | null;
  changeNote: string;
  cancelledById: string | null;
  cancelReason: string | null;
  movedById: string | null;
  movedFrom: Date | null;
  mentorLateUntil: Date | null;
  menteeLateUntil: Date | null;
  mentor: Party;
  mentee: Party;
}

interface Reader {
  recipientId: string;
  siteUrl: string;
  formats: TimeFormats;
}

interface Additions {
  written?: PersonalMessage;
  /** What the mentor should know about the mentee. */
  brief?: Brief | null;
}

/** An email about a session for one of its parties, in both people's zones. */
export function sessionMessage(
  template: SessionTemplate,
  session: MailedSession,
  { recipientId, siteUrl, formats, written, brief = null }: Reader & Additions,
): Message {
  const isMentor = recipientId === session.mentor.id;
  const [self, other] = isMentor
    ? [session.mentor, session.mentee]
    : [session.mentee, session.mentor];
  const {
    title,
    text,
    action = "See the session",
  } = words[template]({
    session,
    isMentor,
    self,
    other,
    formats,
    written,
  });
  const day = formats.shortDay(session.startsAt, self.timeZone);
  return {
    subject: `${title}: ${session.topic}, ${day}`,
    blocks: [
      { text },
      ...before(written),
      { facts: facts(session, { self, other, formats }) },
      ...(brief === null
        ? []
        : briefBlocks(brief, { menteeName: other.name, timeZone: self.timeZone, formats })),
      { action, url: new URL(`/sessions/${session.id}`, siteUrl).href },
    ],
  };
}

/**
 * The message somebody wrote with a change, when another change followed before the email was sent.
 * Staff are not named, as in the other emails.
 */
export function overtakenMessage(
  session: MailedSession,
  { recipientId, siteUrl, formats }: Reader,
  { text, authorId, edits = [] }: PersonalMessage,
): Message {
  const { mentor, mentee, topic, startsAt } = session;
  const self = recipientId === mentor.id ? mentor : mentee;
  const author = [mentor, mentee].find(({ id }) => id === authorId)?.name ?? "A program manager";
  return {
    subject: `Message: ${topic}, ${formats.shortDay(startsAt, self.timeZone)}`,
    blocks: [
      {
        text: `${author} ${edits.length > 0 ? "changed your session" : "wrote you a message about your session"}. The session has changed since then. Its page shows how it stands now.`,
      },
      {
        facts: [
          ...edits.map(
            ({ detail, from, to }): Fact => [labels[detail], `${orNone(from)} → ${orNone(to)}`],
          ),
          ...(text === "" ? [] : [["Message", text] satisfies Fact]),
          ["Topic", topic],
        ],
      },
      { action: "See the session", url: new URL(`/sessions/${session.id}`, siteUrl).href },
    ],
  };
}

type Fact = [label: string, value: string];

const labels: Record<SessionDetail, string> = {
  topic: "Topic",
  agenda: "Agenda",
  location: "Where",
};

const orNone = (text: string) => (text === "" ? "None" : text);

/** What an edit replaced, above what holds now. */
function before(written: PersonalMessage | undefined) {
  const edits = written?.edits ?? [];
  if (edits.length === 0) return [];
  const facts = edits.map(({ detail, from }): Fact => [labels[detail], orNone(from)]);
  return [{ text: "Before:" }, { facts }, { text: "Now:" }];
}

interface Telling extends Parties {
  session: MailedSession;
  isMentor: boolean;
  formats: TimeFormats;
  written: PersonalMessage | undefined;
}

const words: Record<
  SessionTemplate,
  (telling: Telling) => { title: string; text: string; action?: string }
> = {
  "officeSession.requested": ({ session, isMentor, self, other, formats }) => {
    const until =
      session.expiresAt === null
        ? ""
        : ` until ${formats.fullDateTime(session.expiresAt, self.timeZone)}`;
    return isMentor
      ? {
          title: "Request",
          text: `${other.name} requested a session with you. We hold the time${until}.`,
          action: "Answer the request",
        }
      : { title: "Requested", text: `${other.name} can answer your request${until}.` };
  },
  "officeSession.booked": ({ other }) => ({
    title: "Booked",
    text: `Your session with ${other.name} is booked.`,
  }),
  "officeSession.approved": ({ other }) => ({
    title: "Confirmed",
    text: `Your session with ${other.name} is confirmed.`,
  }),
  "officeSession.declined": ({ isMentor, other }) => ({
    title: "Declined",
    text: isMentor
      ? `The request from ${other.name} was declined.`
      : `${other.name} can't take this session. You can book another time or another mentor.`,
  }),
  "officeSession.cancelled": ({ session, self, other }) => ({
    title: "Cancelled",
    text: `${cancelledBy(session, { self, other })} The time is open again.`,
  }),
  "officeSession.rescheduled": ({ session, self, other, formats }) => ({
    title: "Moved",
    text: [
      movedBy(session, { self, other }),
      session.movedFrom
        ? `The original time was ${formats.fullDateTime(session.movedFrom, self.timeZone)}.`
        : "",
      "Here is the new time.",
    ]
      .filter(Boolean)
      .join(" "),
  }),
  "officeSession.edited": ({ self, other, written }) => ({
    title: "Changed",
    text:
      {
        [self.id]: `You changed your session with ${other.name}.`,
        [other.id]: `${other.name} changed your session.`,
      }[written?.authorId ?? ""] ?? `A program manager changed your session with ${other.name}.`,
  }),
  "officeSession.runningLate": ({ session, isMentor, self, other, formats }) => {
    const until = isMentor ? session.menteeLateUntil : session.mentorLateUntil;
    const about =
      until === null ? "" : ` They expect to be there at ${formats.time(until, self.timeZone)}.`;
    return { title: "Running late", text: `${other.name} is running late.${about}` };
  },
  "officeSession.expired": ({ isMentor, other }) => ({
    title: "Expired",
    text: isMentor
      ? `The request from ${other.name} expired without an answer.`
      : `${other.name} didn't answer your request in time. You can book another time or another mentor.`,
  }),
  "officeSession.reminder": ({ other }) => ({
    title: "Reminder",
    text: `Your session with ${other.name} is coming up.`,
  }),
};

/** Only when a party cancelled: that someone was suspended or erased is for staff to know. */
const WITHDRAWN: readonly (string | null)[] = ["mentee_withdrew", "mentor_withdrew"];

function cancelledBy(session: MailedSession, { self, other }: Parties): string {
  const what = `your session with ${other.name}`;
  if (!WITHDRAWN.includes(session.cancelReason)) return `A program manager cancelled ${what}.`;
  return session.cancelledById === self.id
    ? `You cancelled ${what}.`
    : `${other.name} cancelled your session.`;
}

/** What people wrote to each other, but never a message next to a suspended or erased account. */
function mayShowNote({ cancelReason }: MailedSession): boolean {
  return (
    cancelReason === null || cancelReason === "pm_decision" || WITHDRAWN.includes(cancelReason)
  );
}

interface Parties {
  self: Party;
  other: Party;
}

function movedBy({ movedById }: MailedSession, { self, other }: Parties): string {
  if (movedById === self.id) return `You moved your session with ${other.name}.`;
  if (movedById === other.id) return `${other.name} moved your session.`;
  return `A program manager moved your session with ${other.name}.`;
}

function facts(
  session: MailedSession,
  { self, other, formats }: Parties & { formats: TimeFormats },
) {
  const { topic, agenda, location, changeNote } = session;
  const times: [string, string][] = [["When", formats.timeRange(session, self.timeZone)]];
  if (other.timeZone !== self.timeZone) {
    times.push([`For ${other.name}`, formats.timeRange(session, other.timeZone)]);
  }
  const optional = [
    ["Where", location ?? ""],
    ["Agenda", agenda],
    ["Message", mayShowNote(session) ? changeNote : ""],
  ] as const;
  return [...times, ["Topic", topic] as const, ...optional.filter(([, value]) => value !== "")];
}
