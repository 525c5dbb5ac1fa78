import type { DbTransaction, Prisma } from "@sundial/db";
import type { CredentialKind, Role } from "@sundial/validators";

/** All actions of the audit log: `resource.verb`, in the past tense. */
export type AuditAction =
  | "account.signUpRequested"
  | "account.signedUp"
  | "account.addressConfirmed"
  | "account.signedIn"
  | "account.tokenIssued"
  | "account.signInFailed"
  | "account.codeRequired"
  | "account.recoveryCodeUsed"
  | "account.signedOut"
  | "account.passwordRehashed"
  | "account.passwordMovedIn"
  | "account.invited"
  | "account.signInLinkRequested"
  | "account.passwordResetRequested"
  | "account.passwordReset"
  | "account.updated"
  | "account.passwordChanged"
  | "account.emailChangeRequested"
  | "account.emailChangeCancelled"
  | "account.emailChangeConfirmed"
  | "account.emailChanged"
  | "account.sessionSignedOut"
  | "account.signedOutEverywhere"
  | "account.exported"
  | "account.erased"
  | "member.viewed"
  | "member.roleChanged"
  | "member.statusChanged"
  | "member.exported"
  | "member.erased"
  | "member.secondFactorCleared"
  | "audit.read"
  | "audit.exported"
  | "audit.originsForgotten"
  | "profile.created"
  | "profile.updated"
  | "profile.deleted"
  | "availability.updated"
  | "invitation.sent"
  | "invitation.resent"
  | "invitation.revoked"
  | "invitation.accepted"
  | "mentorApplication.submitted"
  | "mentorApplication.withdrawn"
  | "mentorApplication.approved"
  | "mentorApplication.declined"
  | "notification.chosen"
  | "notification.settingsChanged"
  | "notification.unsubscribed"
  | "personalAccessToken.created"
  | "personalAccessToken.revoked"
  | "serviceAccount.created"
  | "serviceAccount.updated"
  | "serviceAccount.keyRotated"
  | "serviceAccount.ended"
  | "deviceLogin.approved"
  | "deviceLogin.denied"
  | "secondFactor.setUp"
  | "secondFactor.confirmed"
  | "secondFactor.codesRenewed"
  | "secondFactor.removed"
  | "signInMethod.connected"
  | "signInMethod.connectionRequested"
  | "signInMethod.disconnected"
  | "signInMethod.renamed"
  | "signingKey.created"
  | "signingKey.hastened"
  | "signingKey.removed"
  | "calendarFeed.created"
  | "calendarFeed.revoked"
  | "sessionNote.written"
  | "staffNote.added"
  | "staffNote.edited"
  | "staffNote.removed"
  | "actionItem.added"
  | "actionItem.edited"
  | "actionItem.ticked"
  | "actionItem.removed"
  | "goal.added"
  | "goal.edited"
  | "goal.settled"
  | "goal.milestoneTicked"
  | "goal.removed"
  | "feedback.sent"
  | "feedback.revealed"
  | "nudge.sent"
  | "availability.paused"
  | "misuseReport.submitted"
  | "misuseReport.viewed"
  | "misuseReport.decided"
  | "reliability.objected"
  | "reliability.decided"
  | "officeSession.booked"
  | "officeSession.requested"
  | "officeSession.approved"
  | "officeSession.declined"
  | "officeSession.expired"
  | "officeSession.cancelled"
  | "officeSession.rescheduled"
  | "officeSession.edited"
  | "officeSession.checkedIn"
  | "officeSession.runningLate"
  | "officeSession.completed"
  | "officeSession.noShowReported"
  | "officeSession.corrected"
  | "officeSession.exported"
  | "webhook.created"
  | "webhook.updated"
  | "webhook.paused"
  | "webhook.resumed"
  | "webhook.secretRotated"
  | "webhook.removed"
  | "webhook.redelivered"
  | "webhook.tested"
  | "program.updated"
  | "program.logoChanged"
  | "program.logoRemoved"
  | "program.adminSetUpOffered"
  | "program.adminSetUp"
  | "migration.started"
  | "migration.completed"
  | "migration.avatarsFetched"
  | "migration.rolledBack";

export interface AuditEventInput {
  action: AuditAction;
  targetType:
    | "user"
    | "officeSession"
    | "actionItem"
    | "goal"
    | "feedback"
    | "misuseReport"
    | "reliabilityObjection"
    | "calendarFeed"
    | "invitation"
    | "mentorApplication"
    | "staffNote"
    | "migrationRun"
    | "deviceLogin"
    | "personalAccessToken"
    | "serviceAccount"
    | "signingKey"
    | "webhook"
    | "program"
    | "events";
  targetId: string;
  reason?: string;
  /** Groups the events of one action. */
  groupId?: string;
  /** The changed fields. Never a secret, a token, a password or the text of a note. */
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Who acted, and from where. A request's context is one. Scheduled work has no actor. */
export interface AuditSource {
  actor: {
    /** A person, by default, a service account or the system; the latter two have no role. */
    kind?: "user" | "service" | "system";
    id: string;
    role: Role | null;
    credential?: CredentialKind;
    credentialId?: string;
    /** Why the system acts. */
    reason?: string;
  } | null;
  requestId?: string;
  ip?: string | null;
  userAgent?: string | null;
}

/** Appends an event in the transaction of the change it records: both commit, or neither does. */
export async function recordAuditEvent(
  tx: DbTransaction,
  source: AuditSource,
  event: AuditEventInput,
) {
  await recordAuditEvents(tx, source, [event]);
}

/**
 * Appends several events, in this order. Where they came from is stored beside them, where it can be
 * removed without changing an event.
 */
export async function recordAuditEvents(
  tx: DbTransaction,
  { actor, requestId, ip, userAgent }: AuditSource,
  events: AuditEventInput[],
) {
  const appended = await tx.auditEvent.createManyAndReturn({
    data: events.map((event) => ({
      ...event,
      reason: [actor?.reason, event.reason].filter(Boolean).join(": ") || undefined,
      actorKind: actor === null ? "system" : (actor.kind ?? "user"),
      actorId: actor?.kind === "system" ? undefined : actor?.id,
      actorRole: actor?.role,
      credential: actor?.credential,
      credentialId: actor?.credentialId,
      requestId,
    })),
    select: { seq: true },
  });
  if (ip == null && userAgent == null) return;
  await tx.eventOrigin.createMany({ data: appended.map(({ seq }) => ({ seq, ip, userAgent })) });
}
