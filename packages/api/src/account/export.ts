import { type Db, withinTime } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { findEventsOf } from "../audit/list.ts";
import type { PersonContext } from "../context.ts";
import { EXPORT_PART_MS } from "../export-time.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { readFeedbackOf } from "./export-feedback.ts";
import { readKept } from "./export-kept.ts";

/** Limits the person's own events; the export says when older ones are left out. */
const EVENTS_MAX = 10_000;

/**
 * Everything stored about the actor: the account, profiles, invitations, applications, hours, sessions, what they wrote,
 * devices, feeds, tokens, emails, webhooks and events. It contains no password, no secret and no
 * digest of one, and nothing about others except the names of people they met. The export is an
 * event.
 */
export function exportAccount(ctx: PersonContext) {
  return withinTime(EXPORT_PART_MS, () => exportOwn(ctx));
}

async function exportOwn(ctx: PersonContext) {
  const { db, actor } = ctx;
  const exportedAt = ctx.now();
  const exported = await readOwn(db, actor.id, exportedAt);
  await inTransaction(db, (tx) =>
    recordAuditEvent(tx, ctx, {
      action: "account.exported",
      targetType: "user",
      targetId: actor.id,
    }),
  );
  return { exportedAt, ...exported };
}

async function readOwn(db: Db, userId: string, now: Date) {
  const own = { where: { userId } };
  const account = await readAccount(db, userId);
  const [officeSessions, notes, feedback, emails, events, movedIn, services] = await Promise.all([
    readOfficeSessions(db, userId, now),
    db.sessionNote.findMany({ where: { authorId: userId } }),
    readFeedbackOf(db, userId, now),
    readEmails(db, userId),
    readEvents(db, userId),
    db.migrationRecord.findMany({
      where: { ownerKey: userId },
      select: { entity: true, outcome: true, codes: true, unplaced: true },
    }),
    db.serviceAccount.findMany({
      where: { ownerEmail: account.email },
      select: { name: true, permissions: true, createdAt: true, endedAt: true },
    }),
  ]);
  const [kept, actionItems, goals, offered] = await Promise.all([
    readKept(db, userId),
    db.actionItem.findMany({
      where: {
        OR: [
          { authorId: userId },
          { mentorId: userId, owner: "mentor" },
          { menteeId: userId, owner: "mentee" },
        ],
      },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
    db.goal.findMany({
      where: { menteeId: userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      include: { milestones: { orderBy: { position: "asc" } } },
    }),
    db.offeredMinutes.findMany({
      where: { mentorId: userId },
      orderBy: { localDate: "asc" },
      select: { localDate: true, minutes: true },
    }),
  ]);
  const [webhooks, contact, invitations, applications, mentorProfile, menteeProfile] =
    await Promise.all([
      readWebhooks(db, userId),
      db.programSettings.count({ where: { contactEmail: account.email } }),
      db.invitation.findMany({
        where: { OR: [{ email: account.email }, { acceptedById: userId }] },
        orderBy: { createdAt: "asc" },
        omit: { invitedById: true, acceptedById: true },
      }),
      db.mentorApplication.findMany({
        ...own,
        orderBy: { submittedAt: "asc" },
        omit: { userId: true, decidedById: true },
      }),
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
    /** To their address, and others that they accepted. */
    invitations,
    mentorApplications: applications,
    officeSessions,
    notes,
    ...kept,
    actionItems,
    goals,
    /** What their hours offered as a mentor, day by day. */
    offeredMinutes: offered,
    ...feedback,
    emails,
    events,
    /** What other programs were told about them in the last 30 days. */
    webhooks,
    /** Imported fields that have no place here. */
    movedIn,
    /** Service accounts that name this person's address as their owner. */
    serviceAccounts: services,
    /** Whether this person's address is the program's contact, which everyone sees. */
    isProgramContact: contact > 0,
    eventsAreComplete: events.length < EVENTS_MAX,
  };
}

async function readAccount(db: Db, id: string) {
  const { avatar, ...account } = await findAccount(db, id);
  if (avatar === null) return { ...account, avatar };
  const { image, createdAt } = avatar;
  // A WebP image, in base64.
  return { ...account, avatar: { webp: Buffer.from(image).toString("base64"), createdAt } };
}

function findAccount(db: Db, id: string) {
  const dates = { createdAt: true, expiresAt: true } as const;
  return db.user.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      name: true,
      email: true,
      emailVerified: true,
      image: true,
      avatar: { select: { image: true, createdAt: true } },
      avatarFetch: { select: { url: true, outcome: true, attemptedAt: true } },
      role: true,
      status: true,
      timeZone: true,
      locale: true,
      clock: true,
      dateOrder: true,
      weekStart: true,
      createdAt: true,
      updatedAt: true,
      lastLoginAt: true,
      wantsToMentor: true,
      emailChange: { select: { newEmail: true, requestedAt: true, expiresAt: true } },
      accounts: { select: { providerId: true, createdAt: true } },
      sessions: { select: { ipAddress: true, userAgent: true, updatedAt: true, ...dates } },
      calendarFeeds: { select: { createdAt: true, lastReadAt: true, revokedAt: true } },
      accessTokens: {
        select: { name: true, permissions: true, lastUsedAt: true, revokedAt: true, ...dates },
      },
      deviceLogins: {
        select: {
          program: true,
          device: true,
          access: true,
          ip: true,
          userAgent: true,
          status: true,
          decidedAt: true,
          ...dates,
        },
      },
      passkeys: {
        select: { name: true, isBackedUp: true, createdAt: true, lastUsedAt: true },
      },
      notifications: {
        orderBy: { createdAt: "asc" },
        select: { kind: true, officeSessionId: true, createdAt: true, readAt: true, inApp: true },
      },
      notificationChoices: { select: { kind: true, inApp: true, email: true } },
      notificationSettings: {
        select: { quietFrom: true, quietUntil: true, digestAt: true, remindBefore: true },
      },
      totpFactors: { select: { name: true, createdAt: true, verifiedAt: true } },
    },
  });
}

async function readOfficeSessions(db: Db, userId: string, now: Date) {
  const rows = await db.officeSession.findMany({
    where: { OR: [{ mentorId: userId }, { menteeId: userId }] },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    select: {
      ...officeSessionSelect,
      mentorTimeZone: true,
      menteeTimeZone: true,
      createdAt: true,
    },
  });
  return rows.map((row) => {
    const { id, startsAt, endsAt, topic, agenda, location, changeNote, createdAt } = row;
    const { mentorTimeZone, menteeTimeZone, mentorCheckInAt, menteeCheckInAt } = row;
    const { mentorLateUntil, menteeLateUntil } = row;
    const { cancelledAt, cancelledLate, noShowParty, mentor, mentee } = row;
    return {
      id,
      status: toState(row, now).status,
      startsAt,
      endsAt,
      topic,
      agenda,
      location,
      changeNote,
      mentorTimeZone,
      menteeTimeZone,
      cancelledAt,
      cancelledLate,
      mentorCheckInAt,
      menteeCheckInAt,
      mentorLateUntil,
      menteeLateUntil,
      noShowParty,
      createdAt,
      mentor: { id: mentor.id, name: mentor.name },
      mentee: { id: mentee.id, name: mentee.name },
    };
  });
}

async function readEmails(db: Db, id: string) {
  const { email } = await db.user.findUniqueOrThrow({ where: { id }, select: { email: true } });
  return db.emailOutbox.findMany({
    where: { OR: [{ recipient: email }, { data: { path: ["recipientId"], equals: id } }] },
    orderBy: { createdAt: "asc" },
    select: { template: true, status: true, createdAt: true, sentAt: true },
  });
}

async function readWebhooks(db: Db, id: string) {
  const rows = await db.webhookDelivery.findMany({
    where: { personIds: { has: id } },
    orderBy: { createdAt: "asc" },
    select: { kind: true, status: true, createdAt: true, deliveredAt: true, personalTexts: true },
  });
  return rows.map(({ personalTexts, ...delivery }) => ({
    ...delivery,
    withPersonalTexts: personalTexts !== null,
  }));
}

/** What the person did, in full; what others did to their account, without the actor or origin. */
async function readEvents(db: Db, userId: string) {
  const rows = await findEventsOf(db, userId, { limit: EVENTS_MAX });
  return rows.map(({ at, action, actorId, actorRole, targetType, targetId, ...row }) => {
    const { ip, userAgent, reason, before, after } = row;
    const event = { at, action, actorRole, targetType, targetId };
    return actorId === userId
      ? { ...event, byYou: true, ip, userAgent, reason, before, after }
      : { ...event, byYou: false };
  });
}
