import { z } from "zod";

/** The link of such a mail redeems the token, once, until then. */
const link = z.object({ token: z.string(), expiresAt: z.coerce.date() });

const nothing = z.object({});

/** To a party of a session; everything else is read again when the mail is sent. */
const party = z.object({ recipientId: z.string() });

/** Every mail Sundial writes, and what its row in the outbox has to carry until it is sent. */
export const emailTemplates = {
  /** Someone signed up with this address. */
  "account.confirmAddress": link,
  /** Someone signed up with the address of an account that exists; only its owner is told. */
  "account.alreadyRegistered": nothing,
  "account.resetPassword": link,
  "account.passwordChanged": nothing,
  /** To the new address, when it is to replace the old one. */
  "account.confirmNewAddress": link,
  /** To the old address: nothing changes until its owner approves. */
  "account.approveNewAddress": link.extend({ newEmail: z.string() }),
  /** To the old address, after the change. */
  "account.addressChanged": z.object({ newEmail: z.string() }),
  "account.signedOutEverywhere": nothing,
  "officeSession.requested": party,
  "officeSession.booked": party,
  "officeSession.approved": party,
  "officeSession.declined": party,
  "officeSession.cancelled": party,
  "officeSession.rescheduled": party,
  "officeSession.expired": party,
} as const;

export type EmailTemplate = keyof typeof emailTemplates;

export type EmailData<Template extends EmailTemplate> = z.output<(typeof emailTemplates)[Template]>;
