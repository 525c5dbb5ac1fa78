import type { Kind } from "@sundial/validators";
import type { AuditAction } from "./audit.ts";

/** Why an action isn't announced. */
interface Unannounced {
  not: string;
}

const signIn = { not: "How someone signs in concerns nobody but them; the audit log has it." };
const secret = { not: "A credential of one person, which other programs have no use for." };
const service = { not: "Programs must not learn of each other's credentials." };
const reading = { not: "Nothing changed." };
const pending = { not: "Nothing has changed yet; the change itself is announced." };
const keys = { not: "Services read the published key set." };
const bulk = {
  not: "A move writes millions of rows at once. Receivers load the people afterwards instead.",
};
const itself = { not: "Telling an endpoint of its own settings would tell it of its own end." };

const retention = { not: "The events stay as they are; only where they came from is forgotten." };
const settings = { not: "Settings change how Sundial works; they say nothing about a person." };

const hearing = { not: "How somebody hears of changes concerns nobody but them." };
const blind = { not: "Nobody may learn that one side has answered before both have." };
const report = { not: "Reports are for staff, and a program may pass on what it learns." };
const reliability = { not: "How reliable somebody is concerns them and staff." };
const staffOnly = { not: "What staff note about a person is for staff only." };
const between = { not: "What two people write down with each other is for nobody else." };

/** For each action of the audit log: the kind that announces it, or why nothing does. */
export const announcedBy = {
  "account.signUpRequested": pending,
  "account.signedUp": "member.signedUp",
  "account.addressConfirmed": signIn,
  "account.signedIn": signIn,
  "account.tokenIssued": secret,
  "account.signInFailed": signIn,
  "account.codeRequired": signIn,
  "account.recoveryCodeUsed": signIn,
  "account.signedOut": signIn,
  "account.passwordRehashed": signIn,
  "account.passwordMovedIn": signIn,
  "account.invited": bulk,
  "account.signInLinkRequested": signIn,
  "account.passwordResetRequested": signIn,
  "account.passwordReset": signIn,
  "account.updated": "member.updated",
  "account.passwordChanged": signIn,
  "account.emailChangeRequested": pending,
  "account.emailChangeCancelled": pending,
  "account.emailChangeConfirmed": pending,
  "account.emailChanged": "member.updated",
  "account.sessionSignedOut": signIn,
  "account.signedOutEverywhere": signIn,
  "account.exported": reading,
  "account.erased": "member.erased",
  "member.viewed": reading,
  "member.roleChanged": "member.updated",
  "member.statusChanged": "member.updated",
  "member.exported": reading,
  "member.erased": "member.erased",
  "member.secondFactorCleared": signIn,
  "audit.read": reading,
  "audit.exported": reading,
  "audit.originsForgotten": retention,
  "profile.created": "profile.created",
  "profile.updated": "profile.updated",
  "profile.deleted": "profile.deleted",
  "availability.updated": "availability.updated",
  "invitation.sent": pending,
  "invitation.resent": pending,
  "invitation.revoked": { not: "Nobody came, so nothing has changed." },
  // With account.signedUp or member.roleChanged, which are announced.
  "invitation.accepted": pending,
  "mentorApplication.submitted": "mentorApplication.submitted",
  "mentorApplication.withdrawn": "mentorApplication.withdrawn",
  "mentorApplication.approved": "mentorApplication.approved",
  "mentorApplication.declined": "mentorApplication.declined",
  "deviceLogin.approved": secret,
  "deviceLogin.denied": secret,
  "notification.chosen": hearing,
  "notification.settingsChanged": hearing,
  "notification.unsubscribed": hearing,
  "personalAccessToken.created": secret,
  "personalAccessToken.revoked": secret,
  "serviceAccount.created": service,
  "serviceAccount.updated": service,
  "serviceAccount.keyRotated": service,
  "serviceAccount.ended": service,
  "secondFactor.setUp": signIn,
  "secondFactor.confirmed": signIn,
  "secondFactor.codesRenewed": signIn,
  "secondFactor.removed": signIn,
  "signInMethod.connected": signIn,
  "signInMethod.connectionRequested": signIn,
  "signInMethod.disconnected": signIn,
  "signInMethod.renamed": signIn,
  "signingKey.created": keys,
  "signingKey.hastened": keys,
  "signingKey.removed": keys,
  "calendarFeed.created": secret,
  "calendarFeed.revoked": secret,
  "sessionNote.written": between,
  "staffNote.added": staffOnly,
  "staffNote.edited": staffOnly,
  "staffNote.removed": staffOnly,
  "actionItem.added": between,
  "actionItem.edited": between,
  "actionItem.ticked": between,
  "actionItem.removed": between,
  "goal.added": between,
  "goal.edited": between,
  "goal.settled": between,
  "goal.milestoneTicked": between,
  "goal.removed": between,
  "feedback.sent": blind,
  "feedback.revealed": between,
  "nudge.sent": { not: "What staff write to one person is for nobody else." },
  "availability.paused": "availability.updated",
  "misuseReport.submitted": report,
  "misuseReport.viewed": reading,
  "misuseReport.decided": report,
  "reliability.objected": reliability,
  "reliability.decided": reliability,
  "officeSession.booked": "session.booked",
  "officeSession.requested": "session.requested",
  "officeSession.approved": "session.approved",
  "officeSession.declined": "session.declined",
  "officeSession.expired": "session.expired",
  "officeSession.cancelled": "session.cancelled",
  "officeSession.rescheduled": "session.rescheduled",
  "officeSession.edited": "session.edited",
  "officeSession.checkedIn": "session.checkedIn",
  "officeSession.runningLate": "session.runningLate",
  "officeSession.completed": "session.completed",
  "officeSession.noShowReported": "session.noShowReported",
  "officeSession.corrected": "session.corrected",
  "officeSession.exported": reading,
  "webhook.created": itself,
  "webhook.updated": itself,
  "webhook.paused": itself,
  "webhook.resumed": itself,
  "webhook.secretRotated": itself,
  "webhook.removed": itself,
  "webhook.redelivered": itself,
  "webhook.tested": "webhook.test",
  "program.updated": settings,
  "program.logoChanged": settings,
  "program.logoRemoved": settings,
  "program.adminSetUpOffered": pending,
  "program.adminSetUp": "member.signedUp",
  "migration.started": bulk,
  "migration.completed": bulk,
  "migration.avatarsFetched": bulk,
  "migration.rolledBack": bulk,
} as const satisfies Record<AuditAction, Kind | Unannounced>;
