import {
  formatSettings,
  formatSettingsOf,
  role,
  sessionDetail,
  webhookPauseReason,
} from "@sundial/validators";
import { z } from "zod";

/** The email's link redeems the token, once, before it expires. */
const link = z.object({ token: z.string(), expiresAt: z.coerce.date() });

const nothing = z.object({});

/** What somebody wrote with a change, and what they replaced. A later change overwrites both. */
const personalMessage = z.object({
  text: z.string(),
  authorId: z.string(),
  edits: z.array(z.object({ detail: sessionDetail, from: z.string(), to: z.string() })).optional(),
});
export type PersonalMessage = z.infer<typeof personalMessage>;

/** To a participant of a session. The rest is read when the email is sent. */
const party = z.object({ recipientId: z.string(), message: personalMessage.optional() });

/** About an application to become a mentor. */
const application = z.object({ recipientId: z.string(), applicationId: z.string() });

/** Every email Sundial sends, and the data that its outbox row stores until it is sent. */
const emailTemplates = {
  /** Someone signed up with this address. */
  "account.confirmAddress": link,
  /** Someone signed up with the address of an existing account. Only its owner learns this. */
  "account.alreadyRegistered": nothing,
  "account.resetPassword": link,
  "account.signInLink": link,
  /** To somebody who may have no account. */
  "account.invitation": link.extend({
    invitationId: z.string(),
    role,
    /** Who invites, for people; null for a service account. */
    invitedBy: z.string().nullable(),
    isReminder: z.boolean(),
  }),
  /** To a user migrated without a password. */
  "account.choosePassword": link,
  "account.passwordChanged": z.object({
    /** True after a reset, which ends all sessions and calendar feeds. */
    everythingEnded: z.boolean().default(false),
    secondFactorRemoved: z.boolean().default(false),
  }),
  /** To the new address, before it replaces the old one. */
  "account.confirmNewAddress": link,
  /** To the old address. Nothing changes until its owner approves. */
  "account.approveNewAddress": link.extend({ newEmail: z.string() }),
  /** To the owner of an address that someone else tried to switch their account to. */
  "account.addressInUse": nothing,
  /** To the old address, after the change. */
  "account.addressChanged": z.object({
    newEmail: z.string(),
    timeZone: z.string(),
    // Missing in rows from before formats could be chosen.
    formats: formatSettings.default(formatSettingsOf({ locale: null })),
  }),
  "account.signedOutEverywhere": nothing,
  "account.secondFactorAdded": nothing,
  /** Removed by its owner, or by staff, which also ends all sessions. */
  "account.secondFactorRemoved": z.object({ everythingEnded: z.boolean().default(false) }),
  /** A provider that opens the account from now on. */
  "account.signInMethodConnected": z.object({
    provider: z.string(),
    /** True when this was the first proof of the mailbox, and all that was set up before it ended. */
    everythingEnded: z.boolean(),
  }),
  "account.signInMethodDisconnected": z.object({ provider: z.string() }),
  "account.recoveryCodeUsed": z.object({ left: z.int() }),
  /** To the team that answers for a new service account. */
  "account.serviceAccountCreated": z.object({ name: z.string() }),
  /** To that team, before a key expires. */
  "account.serviceKeyExpires": z.object({
    name: z.string(),
    serviceKeyId: z.string(),
    expiresAt: z.coerce.date(),
  }),
  "officeSession.requested": party,
  "officeSession.booked": party,
  "officeSession.approved": party,
  "officeSession.declined": party,
  "officeSession.cancelled": party,
  "officeSession.rescheduled": party,
  "officeSession.edited": party,
  /** To the one who waits. */
  "officeSession.runningLate": party,
  "officeSession.expired": party,
  /** As long before a session as its recipient likes. */
  "officeSession.reminder": party,
  /** About all sessions of a series at once. The rest is read when the email is sent. */
  "sessionSeries.booked": z.object({ recipientId: z.string(), seriesId: z.string() }),
  /** Something of the recipient's list that has no words of its own. */
  "notification.one": z.object({ recipientId: z.string(), key: z.string() }),
  /** Everything that waited for it. */
  "notification.digest": z.object({ recipientId: z.string(), digestId: z.string() }),
  /** From staff to somebody who is stuck. Its words are read when the email is sent. */
  "nudge.sent": z.object({ recipientId: z.string(), nudgeId: z.string() }),
  /** The state of the program, for those who run it. Counted when the email is sent. */
  "program.summary": z.object({ recipientId: z.string() }),
  /** To each program manager. The rest is read when the email is sent. */
  "mentorApplication.submitted": application,
  /** To the applicant. */
  "mentorApplication.approved": application,
  "mentorApplication.declined": application,
  /** To admins. Its URL may contain a secret, so the email names it by host. */
  "webhook.paused": z.object({
    endpointId: z.string(),
    host: z.string(),
    because: webhookPauseReason.exclude(["admin"]),
  }),
} as const;

type Contents = {
  [Template in keyof typeof emailTemplates]: z.output<(typeof emailTemplates)[Template]>;
};

export type EmailTemplate = keyof Contents;

export type EmailData<Template extends EmailTemplate> = Contents[Template];

const readers: {
  [Template in EmailTemplate]: { parse: (data: unknown) => Contents[Template] };
} = emailTemplates;

/** Parses an outbox row's data for its template. Throws when it doesn't match. */
export function readEmailData<Template extends EmailTemplate>(
  template: Template,
  data: unknown,
): EmailData<Template> {
  return readers[template].parse(data);
}
