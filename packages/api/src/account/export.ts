import type { Db } from "@sundial/db";
import { recordAuditEvent } from "../audit/index.ts";
import { inTransaction } from "../transaction.ts";
import type { ServiceContext } from "../trpc.ts";

/** Of one's own events; older ones are left out, and the export says so. */
const EVENTS_MAX = 10_000;

/**
 * Everything stored about oneself, to take along: the account, profiles, hours, sessions, what one
 * wrote, devices, feeds, tokens, mails and events. No password, no secret and no digest of one is in
 * it, and nothing of others but the names of those one met. An event tells that it was made.
 */
export async function exportAccount(ctx: ServiceContext) {
  const { db, actor } = ctx;
  const exported = await readOwn(db, actor.id);
  await inTransaction(db, (tx) =>
    recordAuditEvent(tx, ctx, {
      action: "account.exported",
      targetType: "user",
      targetId: actor.id,
    }),
  );
  return { exportedAt: ctx.now(), ...exported };
}

async function readOwn(db: Db, userId: string) {
  const own = { where: { userId } };
  const [account, officeSessions, notes, feedback, emails, events] = await Promise.all([
    readAccount(db, userId),
    readOfficeSessions(db, userId),
    db.sessionNote.findMany({ where: { authorId: userId } }),
    db.feedback.findMany({ where: { authorId: userId } }),
    readEmails(db, userId),
    readEvents(db, userId),
  ]);
  const [mentorProfile, menteeProfile] = await Promise.all([
    db.mentorProfile.findUnique({
      ...own,
      include: {
        expertise: { select: { label: true } },
        schedules: { include: { rules: true } },
        overrides: true,
        timeOff: true,
      },
    }),
    db.menteeProfile.findUnique(own),
  ]);
  return {
    account,
    mentorProfile,
    menteeProfile,
    officeSessions,
    notes,
    feedback,
    emails,
    events,
    eventsAreComplete: events.length < EVENTS_MAX,
  };
}

function readAccount(db: Db, id: string) {
  const dates = { createdAt: true, expiresAt: true } as const;
  return db.user.findUniqueOrThrow({
    where: { id },
    select: {
      ...{ id: true, name: true, email: true, emailVerified: true, image: true },
      ...{ role: true, status: true, timeZone: true },
      ...{ createdAt: true, updatedAt: true, lastLoginAt: true },
      emailChange: { select: { newEmail: true, requestedAt: true, expiresAt: true } },
      accounts: { select: { providerId: true, createdAt: true } },
      sessions: { select: { ipAddress: true, userAgent: true, updatedAt: true, ...dates } },
      calendarFeeds: { select: { createdAt: true, lastReadAt: true, revokedAt: true } },
      accessTokens: {
        select: { name: true, scope: true, lastUsedAt: true, revokedAt: true, ...dates },
      },
      totpFactors: { select: { name: true, createdAt: true, verifiedAt: true } },
    },
  });
}

function readOfficeSessions(db: Db, userId: string) {
  const person = { select: { id: true, name: true } } as const;
  return db.officeSession.findMany({
    where: { OR: [{ mentorId: userId }, { menteeId: userId }] },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    select: {
      ...{ id: true, status: true, startsAt: true, endsAt: true, topic: true, agenda: true },
      ...{ location: true, changeNote: true, mentorTimeZone: true, menteeTimeZone: true },
      ...{ cancelledAt: true, cancelledLate: true, mentorCheckInAt: true, menteeCheckInAt: true },
      ...{ noShowParty: true, createdAt: true },
      mentor: person,
      mentee: person,
    },
  });
}

async function readEmails(db: Db, id: string) {
  const { email } = await db.user.findUniqueOrThrow({ where: { id }, select: { email: true } });
  return db.emailOutbox.findMany({
    where: { recipient: email },
    orderBy: { createdAt: "asc" },
    select: { template: true, status: true, createdAt: true, sentAt: true },
  });
}

/** What one did, in full; what others did to one's account, without who they are or from where. */
async function readEvents(db: Db, userId: string) {
  const rows = await db.auditEvent.findMany({
    where: { OR: [{ actorId: userId }, { targetType: "user", targetId: userId }] },
    orderBy: { seq: "desc" },
    take: EVENTS_MAX,
  });
  return rows.map(({ at, action, actorId, actorRole, targetType, targetId, ...row }) => {
    const { ip, userAgent, reason, before, after } = row;
    const event = { at, action, actorRole, targetType, targetId };
    return actorId === userId
      ? { ...event, byYou: true, ip, userAgent, reason, before, after }
      : { ...event, byYou: false };
  });
}
