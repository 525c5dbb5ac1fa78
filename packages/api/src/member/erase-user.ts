import { revokeAccess } from "@sundial/auth";
import { constraintViolated, type DbTransaction, Prisma } from "@sundial/db";
import { type AuditSource, announce } from "@sundial/ledger";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { literally } from "../like.ts";
import { cancelFutureSessions } from "../office-session/cancel-future.ts";
import { inTransaction } from "../transaction.ts";

const FORMER_NAME = "Former member";
const FORMER_TOPIC = "Office session";
/** For a service account whose owner is gone. Nothing is ever sent to it. */
const NO_OWNER = "nobody@erased.invalid";

interface EraseOptions {
  id: string;
  /** Shared by the events of the sessions that this decision cancels. */
  groupId: string;
  now: Date;
}

/**
 * Erases a person whom the caller has locked: cancels upcoming sessions, deletes what belongs to
 * them alone, and removes their name and words from what others share. The remaining row keeps past
 * sessions together, and a CHECK keeps it from becoming an account again. Their address is free for
 * a new account. Returns the details for the audit event.
 */
export async function eraseUser(tx: DbTransaction, source: AuditSource, options: EraseOptions) {
  const { id, groupId, now } = options;
  const { email } = await tx.user.findUniqueOrThrow({ where: { id }, select: { email: true } });
  const sessionsCancelled = await cancelFutureSessions(tx, source, {
    userId: id,
    reason: "party_deleted",
    groupId,
    now,
  });
  await revokeAccess(tx, { userId: id });
  await deleteOwnRows(tx, { id, email });
  await leavePastSessions(tx, id);
  await tx.user.update({
    where: { id },
    data: {
      name: FORMER_NAME,
      email: `erased-${id.toLowerCase()}@erased.invalid`,
      emailVerified: false,
      image: null,
      timeZone: "UTC",
      locale: null,
      clock: null,
      dateOrder: null,
      weekStart: null,
      status: "suspended",
      statusReason: null,
      statusChangedAt: now,
      lastLoginAt: null,
      mustEnrolFactor: false,
      wantsToMentor: false,
      anonymizedAt: now,
      version: { increment: 1 },
    },
    select: { id: true },
  });
  // After the sessions: changes of them have committed by now, or will find no texts.
  await tx.webhookDelivery.updateMany({
    where: { personIds: { has: id } },
    data: { personalTexts: Prisma.DbNull },
  });
  await announce(tx, [
    { kind: "member.erased", at: now, people: [id], facts: { id }, texts: null },
  ]);
  return { sessionsCancelled };
}

async function deleteOwnRows(tx: DbTransaction, { id, email }: { id: string; email: string }) {
  const own = { where: { userId: id } };
  const change = await tx.emailChange.findUnique({ ...own, select: { newEmail: true } });
  const addresses = [email];
  if (change !== null) {
    const { newEmail } = change;
    // It may be another person's address.
    const owner = await tx.user.findUnique({ where: { email: newEmail }, select: { id: true } });
    if (owner === null) addresses.push(newEmail);
  }
  await tx.emailChange.deleteMany(own);
  await tx.account.deleteMany(own);
  await tx.totpFactor.deleteMany(own);
  await tx.recoveryCode.deleteMany(own);
  await tx.calendarFeed.deleteMany(own);
  await tx.idempotencyKey.deleteMany({ where: { actorId: id } });
  await tx.personalAccessToken.deleteMany(own);
  await tx.deviceLogin.deleteMany(own);
  await tx.passkey.deleteMany(own);
  await tx.avatar.deleteMany(own);
  await tx.avatarFetch.deleteMany(own);
  await tx.notification.deleteMany(own);
  await tx.notificationChoice.deleteMany(own);
  await tx.notificationSettings.deleteMany(own);
  // Hours, time off and expertise go with the profile.
  await tx.mentorProfile.deleteMany(own);
  await tx.menteeProfile.deleteMany(own);
  await tx.invitation.deleteMany({
    where: { OR: [{ email: { in: addresses } }, { acceptedById: id }] },
  });
  await tx.invitation.updateMany({ where: { invitedById: id }, data: { invitedById: null } });
  await tx.mentorApplication.deleteMany(own);
  await tx.mentorApplication.updateMany({
    where: { decidedById: id },
    data: { decidedById: null, answer: "" },
  });
  await tx.sessionNote.deleteMany({ where: { authorId: id } });
  await tx.noShowReport.deleteMany({ where: { authorId: id } });
  await tx.savedFilter.deleteMany(own);
  // What staff wrote about them goes; what they wrote as staff about others stays without their name.
  await tx.staffNote.deleteMany({ where: { aboutId: id } });
  await tx.staffNote.updateMany({ where: { authorId: id }, data: { authorId: null } });
  // What they will do, and what they wrote for the other one.
  await tx.actionItem.deleteMany({
    where: {
      OR: [{ authorId: id }, { mentorId: id, owner: "mentor" }, { menteeId: id, owner: "mentee" }],
    },
  });
  await tx.goal.deleteMany({ where: { menteeId: id } });
  await tx.mentorRating.deleteMany({ where: { mentorId: id } });
  await leaveNudges(tx, id);
  await leaveReports(tx, id);
  await tx.reliabilityObjection.deleteMany({ where: { personId: id } });
  await tx.reliabilityObjection.updateMany({
    where: { decidedById: id },
    data: { decidedById: null, answer: "" },
  });
  // The record stays, or the next migration would bring them back; imported fields without a place
  // here go.
  await tx.migrationRecord.updateMany({
    where: { ownerKey: id },
    data: { unplaced: Prisma.DbNull },
  });
  // Every one-time link about them, which could later let somebody in or set a password, and every
  // one requested for one of their addresses.
  const naming = (text: string) => ({ value: { contains: literally(JSON.stringify(text)) } });
  await tx.verification.deleteMany({
    where: { OR: [{ subject: { in: [id, ...addresses] } }, ...[id, ...addresses].map(naming)] },
  });
  // The account works for the organization; it is only left without its owner.
  await tx.serviceAccount.updateMany({
    where: { ownerEmail: { in: addresses } },
    data: { ownerEmail: NO_OWNER },
  });
  // Pages must not send people to somebody who is gone.
  await tx.programSettings.updateMany({
    where: { contactEmail: { in: addresses } },
    data: { contactEmail: null, version: { increment: 1 } },
  });
  await deleteEmails(tx, { id, addresses });
  await tx.$executeRaw`
    UPDATE email_outbox SET data = data - 'message' WHERE data #>> '{message,authorId}' = ${id}`;
}

/** What staff wrote to them goes; what they wrote to others stays without their name. */
async function leaveNudges(tx: DbTransaction, id: string) {
  await tx.nudge.deleteMany({ where: { personId: id } });
  await tx.nudge.updateMany({ where: { sentById: id }, data: { sentById: null } });
}

/**
 * Staff need the words of a report until they have decided it; the decision then removes those of
 * people who are gone. Of decided ones, only kinds and dates stay.
 */
async function leaveReports(tx: DbTransaction, id: string) {
  const decided = { decidedAt: { not: null } };
  await tx.misuseReport.updateMany({
    where: { ...decided, reporterId: id },
    data: { words: "", quote: "" },
  });
  await tx.misuseReport.updateMany({ where: { ...decided, reportedId: id }, data: { quote: "" } });
  await tx.misuseReport.updateMany({ where: { reporterId: id }, data: { reporterId: null } });
  await tx.misuseReport.updateMany({
    where: { decidedById: id },
    data: { decidedById: null, decision: "" },
  });
}

/**
 * Every email to them, including former addresses. An address may belong to somebody else today,
 * whose emails stay.
 */
async function deleteEmails(
  tx: DbTransaction,
  { id, addresses }: { id: string; addresses: string[] },
) {
  await tx.$executeRaw`
    WITH RECURSIVE theirs(address) AS (
      SELECT unnest(${addresses}::text[])
      UNION
      SELECT e.recipient FROM email_outbox e JOIN theirs t ON e.data ->> 'newEmail' = t.address
       WHERE e.template = 'account.addressChanged')
    DELETE FROM email_outbox
     WHERE recipient = ANY(${addresses}) OR data ->> 'recipientId' = ${id}
        OR data ->> 'newEmail' = ANY(${addresses})
        OR (template = 'account.addressChanged' AND data ->> 'newEmail' IN (SELECT address FROM theirs))`;
}

/**
 * Past sessions and ratings stay for the totals, without what this person wrote. So do the numbers
 * of the dashboard about their days: minutes offered and counts of sessions.
 */
async function leavePastSessions(tx: DbTransaction, id: string) {
  await tx.officeSession.updateMany({
    where: { OR: [{ menteeId: id }, { mentorId: id, createdById: id }] },
    data: { topic: FORMER_TOPIC, agenda: "" },
  });
  await tx.officeSession.updateMany({
    where: { OR: [{ menteeId: id }, { mentorId: id }] },
    data: { changeNote: "" },
  });
  await tx.officeSession.updateMany({
    where: { mentorId: id },
    data: { location: null, mentorTimeZone: "UTC" },
  });
  await tx.officeSession.updateMany({ where: { menteeId: id }, data: { menteeTimeZone: "UTC" } });
  await tx.feedback.updateMany({
    where: { authorId: id },
    data: { authorId: null, comment: "", forStaff: "" },
  });
}

/**
 * A transaction that erases someone.
 *
 * Errors: LAST_ADMIN when the database finds no other active admin.
 */
export async function erasing<Result>(
  { db }: ServiceContext,
  work: (tx: DbTransaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await inTransaction(db, work);
  } catch (error) {
    if (constraintViolated(error) !== "users_last_admin") throw error;
    throw new DomainError(
      "LAST_ADMIN",
      "You're the only active admin. Make someone else an admin first.",
    );
  }
}
