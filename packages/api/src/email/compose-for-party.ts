import type { Db } from "@sundial/db";
import { readEmailData } from "@sundial/ledger";
import { isPlaceholderAddress, type OfficeSessionStatus } from "@sundial/validators";
import { z } from "zod";
import { calendarSelect, toCalendarSession } from "../icalendar/calendar-session.ts";
import { toInvitation } from "../icalendar/icalendar.ts";
import { BLOCKING, hasCheckedIn } from "../session-state/policy.ts";
import { loadBrief } from "./brief-blocks.ts";
import { formatSelect, formatsOf, toEmail } from "./envelope.ts";
import type { ComposeTools, Dropped, OutboxRow, OutgoingEmail } from "./outgoing.ts";
import { overtakenMessage, type SessionTemplate, sessionMessage } from "./session-messages.ts";

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

/** An email about a session, from how it stands now. */
export async function composeForParty(
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

/** Whether a template is about a session. */
export function isSessionTemplate(template: string): template is SessionTemplate {
  return Object.hasOwn(speaksOf, template);
}
