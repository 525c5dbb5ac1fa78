import type { Db } from "@sundial/db";
import { readEmailData } from "@sundial/ledger";
import {
  type FormatSource,
  formatSettingsOf,
  isPlaceholderAddress,
  type OfficeSessionStatus,
} from "@sundial/validators";
import { timeFormats } from "@sundial/validators/time";
import { z } from "zod";
import { calendarSelect, toCalendarSession } from "../icalendar/calendar-session.ts";
import { type InvitationMethod, toInvitation } from "../icalendar/icalendar.ts";
import { plain } from "../plain-text.ts";
import { type ProgramSettings, readSettings } from "../program/read.ts";
import { BLOCKING, hasCheckedIn } from "../session-state/policy.ts";
import { type AccountTemplate, accountMessages } from "./account-messages.ts";
import { applicationMessage, isApplicationTemplate } from "./application-messages.ts";
import { loadBrief } from "./brief-blocks.ts";
import { type Message, type Sender, toHtml, toText } from "./message.ts";
import { seriesMessage } from "./series-message.ts";
import { overtakenMessage, type SessionTemplate, sessionMessage } from "./session-messages.ts";
import { webhookPausedMessage } from "./webhook-messages.ts";

/** A name and the address that belongs to it. */
export interface Mailbox {
  name: string;
  address: string;
}

/** A rendered email. */
export interface OutgoingEmail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for every attempt at the same email. */
  messageId: string;
  invitation?: { method: InvitationMethod; content: string };
}

/** The columns of an outbox row that the email depends on. */
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

/** With what the email says about the program. */
interface ComposeTools extends Omit<ComposeOptions, "siteUrl"> {
  program: ProgramSettings;
  sender: Sender;
}

/** Why an email isn't sent although nothing failed. */
interface Dropped {
  dropped:
    | "reserved address"
    | "link expired"
    | "key replaced"
    | "recipient gone"
    | "application settled"
    | "invitation settled"
    | "session moved on"
    | "session has begun";
}

/**
 * Renders the email of an outbox row from the current facts, or says why it is outdated. The
 * message somebody wrote with a change is passed on even when another change has followed. Links
 * use only the configured address.
 *
 * Errors: throws for a row it can't read.
 */
export async function composeEmail(
  row: OutboxRow,
  { siteUrl, ...tools }: ComposeOptions,
): Promise<OutgoingEmail | Dropped> {
  if (isPlaceholderAddress(row.recipient)) return { dropped: "reserved address" };
  const program = await readSettings(tools.db);
  const options = { ...tools, program, sender: { ...program, siteUrl } };
  if (isSessionTemplate(row.template)) return composeForParty(row.template, row, options);
  if (isAccountTemplate(row.template)) return composeForAccount(row.template, row, options);
  if (isApplicationTemplate(row.template)) {
    const data = readEmailData(row.template, row.data);
    const composed = await applicationMessage(row.template, data, { db: tools.db, siteUrl });
    if ("dropped" in composed) return composed;
    if (isPlaceholderAddress(composed.to)) return { dropped: "reserved address" };
    return toEmail(composed.message, { row, sender: options.sender, to: composed.to });
  }
  if (row.template === "sessionSeries.booked") {
    const composed = await seriesMessage(readEmailData(row.template, row.data), {
      ...tools,
      siteUrl,
    });
    if ("dropped" in composed) return composed;
    if (isPlaceholderAddress(composed.to)) return { dropped: "reserved address" };
    const { to, message, invitation } = composed;
    return { ...toEmail(message, { row, sender: options.sender, to }), invitation };
  }
  if (row.template === "webhook.paused") {
    const message = webhookPausedMessage(readEmailData(row.template, row.data), options.sender);
    return toEmail(message, { row, sender: options.sender, to: row.recipient });
  }
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
  { db, now, program, sender }: ComposeTools,
): Promise<OutgoingEmail | Dropped> {
  const data = readEmailData(template, row.data);
  if ("expiresAt" in data && data.expiresAt <= now) return { dropped: "link expired" };
  if ("serviceKeyId" in data && !(await isNewestKey(db, data.serviceKeyId))) {
    return { dropped: "key replaced" };
  }
  if (template === "account.invitation" && !(await isOpen(db, row.data))) {
    return { dropped: "invitation settled" };
  }
  const recipient = await db.user.findUnique({
    where: { email: row.recipient },
    select: { timeZone: true, ...formatSelect },
  });
  const message = accountMessages[template](data, {
    siteUrl: sender.siteUrl,
    program: program.name,
    at: row.createdAt,
    timeZone: recipient?.timeZone ?? program.timeZone,
    formats: formatsOf(recipient ?? { locale: null }),
  });
  return toEmail(message, { row, sender, to: row.recipient });
}

/** Whether somebody can still accept an invitation with this link. */
async function isOpen(db: Db, data: unknown): Promise<boolean> {
  const { invitationId, expiresAt } = readEmailData("account.invitation", data);
  const where = { id: invitationId, status: "pending", expiresAt } as const;
  return (await db.invitation.findFirst({ where, select: { id: true } })) !== null;
}

/** Whether a key is the one that its service account works with, and nobody has ended either. */
async function isNewestKey(db: Db, id: string) {
  const key = await db.serviceAccountKey.findUnique({
    where: { id },
    select: {
      serviceAccount: {
        select: {
          endedAt: true,
          keys: { orderBy: { createdAt: "desc" }, take: 1, select: { id: true } },
        },
      },
    },
  });
  return key?.serviceAccount.endedAt === null && key.serviceAccount.keys[0]?.id === id;
}

/** The states in which the email is still true. */
const speaksOf: Record<SessionTemplate, readonly OfficeSessionStatus[]> = {
  "officeSession.requested": ["requested"],
  "officeSession.booked": ["scheduled"],
  "officeSession.approved": ["scheduled"],
  "officeSession.rescheduled": ["scheduled"],
  "officeSession.edited": BLOCKING,
  "officeSession.runningLate": ["scheduled"],
  "officeSession.reminder": ["scheduled"],
  "officeSession.declined": ["declined"],
  "officeSession.cancelled": ["cancelled"],
  "officeSession.expired": ["expired"],
};

/** What a mentor reads before they answer or prepare. */
const BRIEFED: readonly SessionTemplate[] = ["officeSession.requested", "officeSession.booked"];

async function composeForParty(
  template: SessionTemplate,
  row: OutboxRow,
  { db, now, sender, from }: ComposeTools,
): Promise<OutgoingEmail | Dropped> {
  const { recipientId, message: written } = readEmailData(template, row.data);
  const [found, recipient] = await Promise.all([
    db.officeSession.findFirst({
      where: { id: row.officeSessionId ?? undefined },
      select: calendarSelect,
    }),
    db.user.findUnique({
      where: { id: recipientId },
      select: { name: true, email: true, status: true, ...formatSelect },
    }),
  ]);
  if (recipient === null) return { dropped: "recipient gone" };
  // The person's current address, which may have changed since the email was queued.
  const to = { name: recipient.name, address: recipient.email };
  if (isPlaceholderAddress(to.address)) return { dropped: "reserved address" };
  if (found === null) return { dropped: "session moved on" };
  const session = toCalendarSession(found, now);
  const { siteUrl } = sender;
  const reader = { recipientId, siteUrl, formats: formatsOf(recipient) };
  const version = row.officeSessionVersion;
  const outdated = whyOutdated(template, session, { version, recipientId, now });
  if (outdated === null) {
    const isForMentor = BRIEFED.includes(template) && recipientId === session.mentorId;
    const brief = isForMentor ? await loadBrief(db, session, now) : null;
    return {
      ...toEmail(sessionMessage(template, session, { ...reader, written, brief }), {
        row,
        sender,
        to: to.address,
      }),
      invitation: toInvitation(session, { readerId: recipientId, siteUrl, from, to }),
    };
  }
  const isPassedOn =
    written !== undefined &&
    written.authorId !== recipientId &&
    recipient.status !== "suspended" &&
    (await mayBeHeard(db, written.authorId));
  if (!isPassedOn) return { dropped: outdated };
  return toEmail(overtakenMessage(session, reader, written), { row, sender, to: to.address });
}

/** Why the email would be wrong now, or null. */
function whyOutdated(
  template: SessionTemplate,
  session: ReturnType<typeof toCalendarSession>,
  { version, recipientId, now }: { version: number | null; recipientId: string; now: Date },
): Dropped["dropped"] | null {
  if (session.version !== version || !speaksOf[template].includes(session.status)) {
    return "session moved on";
  }
  const isLate = template === "officeSession.reminder" && session.startsAt <= now;
  const isThere =
    template === "officeSession.runningLate" &&
    hasCheckedIn(session, recipientId === session.mentorId ? "mentee" : "mentor");
  const isOver = session.status === "scheduled" && session.endsAt <= now;
  return isLate || isThere || isOver ? "session has begun" : null;
}

/** Not those suspended, erased or ended since: their messages end with their access. */
async function mayBeHeard(db: Db, authorId: string) {
  const author = await db.user.findUnique({ where: { id: authorId }, select: { status: true } });
  if (author !== null) return author.status !== "suspended";
  // A person's id may be any text, a service account's is a UUID.
  const service = z.uuid().safeParse(authorId).success
    ? await db.serviceAccount.findUnique({ where: { id: authorId }, select: { endedAt: true } })
    : null;
  return service?.endedAt === null;
}

const formatSelect = { locale: true, clock: true, dateOrder: true, weekStart: true } as const;

const formatsOf = (recipient: FormatSource) => timeFormats(formatSettingsOf(recipient));

interface Envelope {
  row: OutboxRow;
  sender: Sender;
  to: string;
}

function toEmail(message: Message, { row, sender, to }: Envelope): OutgoingEmail {
  return {
    to,
    subject: plain(message.subject).replaceAll("\n", " "),
    text: toText(message, sender),
    html: toHtml(message, sender),
    messageId: `<${row.id}@${new URL(sender.siteUrl).hostname}>`,
  };
}
