import { formatSettings, formatSettingsOf } from "@sundial/validators";
import { z } from "zod";

/** The link of such an email redeems the token, once, until then. */
const link = z.object({ token: z.string(), expiresAt: z.coerce.date() });

const nothing = z.object({});

/** What somebody wrote with a change. Kept here, because a later change takes its place. */
const personalMessage = z.object({ text: z.string(), authorId: z.string() });
export type PersonalMessage = z.infer<typeof personalMessage>;

/** To a party of a session; everything else is read again when the email is sent. */
const party = z.object({ recipientId: z.string(), message: personalMessage.optional() });

/** Every email Sundial sends, and the data its outbox row keeps until then. */
const emailTemplates = {
  /** Someone signed up with this address. */
  "account.confirmAddress": link,
  /** Someone signed up with the address of an account that exists; only its owner is told. */
  "account.alreadyRegistered": nothing,
  "account.resetPassword": link,
  /** To a user migrated without a password. */
  "account.choosePassword": link,
  "account.passwordChanged": z.object({
    /** With a link: no device stayed signed in, and calendar feeds ended. */
    everythingEnded: z.boolean().default(false),
    secondFactorRemoved: z.boolean().default(false),
  }),
  /** To the new address, when it is to replace the old one. */
  "account.confirmNewAddress": link,
  /** To the old address: nothing changes until its owner approves. */
  "account.approveNewAddress": link.extend({ newEmail: z.string() }),
  /** To the owner of an address that somebody else wanted for their account. */
  "account.addressInUse": nothing,
  /** To the old address, after the change. */
  "account.addressChanged": z.object({
    newEmail: z.string(),
    timeZone: z.string(),
    // Missing in rows of before people could choose.
    formats: formatSettings.default(formatSettingsOf({ locale: null })),
  }),
  "account.signedOutEverywhere": nothing,
  "account.secondFactorAdded": nothing,
  /** By its owner, or by staff, who end everything else as well. */
  "account.secondFactorRemoved": z.object({ everythingEnded: z.boolean().default(false) }),
  "account.recoveryCodeUsed": z.object({ left: z.int() }),
  "officeSession.requested": party,
  "officeSession.booked": party,
  "officeSession.approved": party,
  "officeSession.declined": party,
  "officeSession.cancelled": party,
  "officeSession.rescheduled": party,
  "officeSession.expired": party,
  /** A day before a session. */
  "officeSession.reminder": party,
} as const;

type Contents = {
  [Template in keyof typeof emailTemplates]: z.output<(typeof emailTemplates)[Template]>;
};

export type EmailTemplate = keyof Contents;

export type EmailData<Template extends EmailTemplate> = Contents[Template];

const readers: {
  [Template in EmailTemplate]: { parse: (data: unknown) => Contents[Template] };
} = emailTemplates;

/** The data of a row, as its template needs it. Throws when the row holds something else. */
export function readEmailData<Template extends EmailTemplate>(
  template: Template,
  data: unknown,
): EmailData<Template> {
  return readers[template].parse(data);
}
