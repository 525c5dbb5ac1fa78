import type { Db } from "@sundial/db";
import { readEmailData } from "@sundial/ledger";
import { isPlaceholderAddress, type OfficeSessionStatus } from "@sundial/validators";
import { calendarSelect, toCalendarSession } from "../calendar/calendar-session.ts";
import { type InvitationMethod, toInvitation } from "../calendar/icalendar.ts";
import { type AccountTemplate, accountMessages } from "./account-messages.ts";
import { type Message, plain, toHtml, toText } from "./message.ts";
import { type SessionTemplate, sessionMessage } from "./session-messages.ts";

/** A name and the address that belongs to it. */
export interface Mailbox {
  name: string;
  address: string;
}

/** A mail as it leaves. */
export interface OutgoingEmail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same whenever the same mail is tried again. */
  messageId: string;
  invitation?: { method: InvitationMethod; content: string };
}

/** A row of the outbox, as far as the mail depends on it. */
export interface OutboxRow {
  id: string;
  recipient: string;
  template: string;
  data: unknown;
  officeSessionId: string | null;
  officeSessionVersion: number | null;
  createdAt: Date;
}

interface ComposeOptions {
  db: Db;
  now: Date;
  siteUrl: string;
  from: Mailbox;
}

/** Why a mail is not sent although nothing failed. */
interface Dropped {
  dropped:
    | "reserved address"
    | "link expired"
    | "recipient gone"
    | "session moved on"
    | "session has begun";
}

/**
 * Writes the mail a row of the outbox asks for, from what is so now; or says why it is of no use any
 * more. Links are built from the configured address only. Throws for a row it cannot read.
 */
export async function composeEmail(
  row: OutboxRow,
  options: ComposeOptions,
): Promise<OutgoingEmail | Dropped> {
  if (isPlaceholderAddress(row.recipient)) return { dropped: "reserved address" };
  if (isSessionTemplate(row.template)) return composeForParty(row.template, row, options);
  if (isAccountTemplate(row.template)) return composeForAccount(row.template, row, options);
  throw new Error("There is no such template.");
}

function isSessionTemplate(template: string): template is SessionTemplate {
  return Object.hasOwn(speaksOf, template);
}

function isAccountTemplate(template: string): template is AccountTemplate {
  return Object.hasOwn(accountMessages, template);
}

async function composeForAccount<Template extends AccountTemplate>(
  template: Template,
  row: OutboxRow,
  { db, now, siteUrl }: ComposeOptions,
): Promise<OutgoingEmail | Dropped> {
  const data = readEmailData(template, row.data);
  if ("expiresAt" in data && data.expiresAt <= now) return { dropped: "link expired" };
  const recipient = await db.user.findUnique({
    where: { email: row.recipient },
    select: { timeZone: true },
  });
  const message = accountMessages[template](data, {
    siteUrl,
    at: row.createdAt,
    timeZone: recipient?.timeZone ?? "UTC",
  });
  return toEmail(message, { row, siteUrl, to: row.recipient });
}

/** What a session has to be for the mail to be true still. */
const speaksOf: Record<SessionTemplate, OfficeSessionStatus> = {
  "officeSession.requested": "requested",
  "officeSession.booked": "scheduled",
  "officeSession.approved": "scheduled",
  "officeSession.rescheduled": "scheduled",
  "officeSession.reminder": "scheduled",
  "officeSession.declined": "declined",
  "officeSession.cancelled": "cancelled",
  "officeSession.expired": "expired",
};

async function composeForParty(
  template: SessionTemplate,
  row: OutboxRow,
  { db, now, siteUrl, from }: ComposeOptions,
): Promise<OutgoingEmail | Dropped> {
  const { recipientId } = readEmailData(template, row.data);
  const [found, recipient] = await Promise.all([
    db.officeSession.findFirst({
      where: { id: row.officeSessionId ?? undefined, version: row.officeSessionVersion ?? -1 },
      select: calendarSelect,
    }),
    db.user.findUnique({ where: { id: recipientId }, select: { name: true, email: true } }),
  ]);
  if (recipient === null) return { dropped: "recipient gone" };
  const session = found && toCalendarSession(found, now);
  if (session === null || session.status !== speaksOf[template]) {
    return { dropped: "session moved on" };
  }
  const isLate = template === "officeSession.reminder" && session.startsAt <= now;
  if (isLate || (session.status === "scheduled" && session.endsAt <= now)) {
    return { dropped: "session has begun" };
  }
  // Where the person is to be reached now, which may have changed since the mail was queued.
  const to = { name: recipient.name, address: recipient.email };
  if (isPlaceholderAddress(to.address)) return { dropped: "reserved address" };
  const message = sessionMessage(template, session, { recipientId, siteUrl });
  return {
    ...toEmail(message, { row, siteUrl, to: to.address }),
    invitation: toInvitation(session, { readerId: recipientId, siteUrl, from, to }),
  };
}

interface Envelope {
  row: OutboxRow;
  siteUrl: string;
  to: string;
}

function toEmail(message: Message, { row, siteUrl, to }: Envelope): OutgoingEmail {
  return {
    to,
    subject: plain(message.subject).replaceAll("\n", " "),
    text: toText(message, siteUrl),
    html: toHtml(message, siteUrl),
    messageId: `<${row.id}@${new URL(siteUrl).hostname}>`,
  };
}
