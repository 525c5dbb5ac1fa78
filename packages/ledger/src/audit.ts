import type { DbTransaction, Prisma } from "@sundial/db";
import type { CredentialKind, Role } from "@sundial/validators";

/** Every action the audit log knows: past tense, `resource.verb`. */
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
  | "member.erased"
  | "member.secondFactorCleared"
  | "audit.read"
  | "audit.exported"
  | "profile.created"
  | "profile.updated"
  | "profile.deleted"
  | "availability.updated"
  | "personalAccessToken.created"
  | "personalAccessToken.revoked"
  | "secondFactor.setUp"
  | "secondFactor.confirmed"
  | "secondFactor.codesRenewed"
  | "secondFactor.removed"
  | "signingKey.created"
  | "signingKey.hastened"
  | "signingKey.removed"
  | "calendarFeed.created"
  | "calendarFeed.revoked"
  | "officeSession.booked"
  | "officeSession.requested"
  | "officeSession.approved"
  | "officeSession.declined"
  | "officeSession.expired"
  | "officeSession.cancelled"
  | "officeSession.rescheduled"
  | "officeSession.completed"
  | "officeSession.noShowReported"
  | "officeSession.corrected"
  | "migration.started"
  | "migration.completed"
  | "migration.rolledBack";

export interface AuditEventInput {
  action: AuditAction;
  targetType:
    | "user"
    | "officeSession"
    | "calendarFeed"
    | "migrationRun"
    | "personalAccessToken"
    | "signingKey"
    | "events";
  targetId: string;
  reason?: string;
  /** Shared by the events of one decision. */
  groupId?: string;
  /** What changed, both sides alike. Never a secret, a token, a password or a note's text. */
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/** Who did it and from where; a request's context is one. What the clock did has no actor. */
export interface AuditSource {
  actor: { id: string; role: Role; credential?: CredentialKind; credentialId?: string } | null;
  requestId?: string;
  ip?: string | null;
  userAgent?: string | null;
}

/** Appends an event in the transaction of the change it speaks of: both commit, or neither. */
export async function recordAuditEvent(
  tx: DbTransaction,
  source: AuditSource,
  event: AuditEventInput,
) {
  await recordAuditEvents(tx, source, [event]);
}

/** The same for many at once, in this order. */
export async function recordAuditEvents(
  tx: DbTransaction,
  { actor, requestId, ip, userAgent }: AuditSource,
  events: AuditEventInput[],
) {
  await tx.auditEvent.createMany({
    data: events.map((event) => ({
      ...event,
      actorKind: actor === null ? "system" : "user",
      actorId: actor?.id,
      actorRole: actor?.role,
      credential: actor?.credential,
      credentialId: actor?.credentialId,
      requestId,
      ip,
      userAgent,
    })),
  });
}
