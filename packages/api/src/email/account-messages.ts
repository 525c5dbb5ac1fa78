import type { EmailData, EmailTemplate } from "@sundial/ledger";
import { formatTimeLeft, type TimeFormats, timeFormats } from "@sundial/validators/time";
import type { Message } from "./message.ts";

export type AccountTemplate = Extract<EmailTemplate, `account.${string}`>;

interface Circumstances {
  /** The address people open, for links, regardless of the request's host. */
  siteUrl: string;
  /** When the email was queued, which is when the change happened. */
  at: Date;
  /** The recipient's. */
  timeZone: string;
  formats: TimeFormats;
}

const MOMENT = 30_000;

const OTHERS_SIGNED_OUT =
  "All other devices were signed out, and your personal access tokens no longer work.";

const EVERYTHING_ENDED =
  "All devices were signed out. Your personal access tokens and calendar feeds no longer work: create new ones where you need them.";

const SET_UP_BEFORE =
  "This was the first time anyone confirmed this email address. Two-factor authentication was set up before that, maybe by someone else, so we turned it off.";

const NOT_YOU = "If this wasn't you, ignore this email. Nothing will change.";

// Emails address nobody by name. Someone who signs up with a stranger's address chooses the name,
// and could use it to send the stranger a message.
export const accountMessages: {
  [Template in AccountTemplate]: (data: EmailData<Template>, about: Circumstances) => Message;
} = {
  "account.confirmAddress": (data, about) => ({
    subject: "Confirm your email address",
    blocks: [
      { text: "Someone signed up for Sundial with this address. If it was you, confirm it." },
      { action: "Confirm this address", url: linkTo("/verify-email", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.alreadyRegistered": (_data, about) => ({
    subject: "You already have a Sundial account",
    blocks: [
      {
        text: "Someone tried to sign up for Sundial with this address. The address already has an account, so nothing has changed.",
      },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
      { text: "If you forgot your password, you can set a new one there." },
    ],
  }),
  "account.resetPassword": (data, about) => ({
    subject: "Choose a new password",
    blocks: [
      { text: "Someone asked for a new password for your Sundial account." },
      { action: "Choose a new password", url: linkTo("/reset-password", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.choosePassword": (data, about) => ({
    subject: "Choose a password for Sundial",
    blocks: [
      {
        text: "Your mentoring program has moved to Sundial, and so has your account. Passwords couldn't be moved. Choose a new one to sign in.",
      },
      { action: "Choose a password", url: linkTo("/reset-password", data, about) },
      {
        text: `${lifeOf(data, about, "we sent this email")} After that, you can request another at ${new URL("/forgot-password", about.siteUrl).href}`,
      },
    ],
  }),
  "account.passwordChanged": ({ everythingEnded, secondFactorRemoved }, about) => ({
    subject: "Your password was changed",
    blocks: [
      {
        text: `The password of your Sundial account was changed on ${momentOf(about)}. ${everythingEnded ? EVERYTHING_ENDED : OTHERS_SIGNED_OUT}`,
      },
      ...(secondFactorRemoved ? [{ text: SET_UP_BEFORE }] : []),
      { text: "If this wasn't you, choose a new password now and tell your program manager." },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.confirmNewAddress": (data, about) => ({
    subject: "Confirm your new email address",
    blocks: [
      {
        text: "Someone wants to use this address for their Sundial account. If it was you, confirm it. The change also has to be approved from the old address.",
      },
      { action: "Confirm this address", url: linkTo("/confirm-address", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.approveNewAddress": (data, about) => ({
    subject: "Approve your new email address",
    blocks: [
      {
        text: `Someone who knows your password asked to change the address of your Sundial account to ${data.newEmail}. If it was you, approve it. The new address also has to be confirmed.`,
      },
      { action: "Approve the new address", url: linkTo("/confirm-address", data, about) },
      {
        text: `${lifeOf(data, about)} If this wasn't you, don't approve it, and change your password.`,
      },
    ],
  }),
  "account.addressInUse": (_data, about) => ({
    subject: "Someone tried to use your email address",
    blocks: [
      {
        text: "Someone wants to use this address for another Sundial account. It already belongs to your account, so nothing has changed.",
      },
      { text: "If it was you, sign in with this address instead." },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.addressChanged": (data, about) => ({
    subject: "Your email address was changed",
    blocks: [
      {
        text: `Your Sundial account now uses the address ${data.newEmail}. It was changed on ${timeFormats(data.formats).fullDateTime(about.at, data.timeZone)}. From now on, sign in with the new address.`,
      },
      { text: "If this wasn't you, tell your program manager now." },
    ],
  }),
  "account.signedOutEverywhere": (_data, about) => ({
    subject: "You were signed out everywhere",
    blocks: [
      {
        text: `You were signed out of your Sundial account on ${momentOf(about)}. ${EVERYTHING_ENDED}`,
      },
      { text: "If this wasn't you, change your password." },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.secondFactorAdded": (_data, about) => ({
    subject: "Two-factor authentication was turned on",
    blocks: [
      {
        text: `An authenticator app was added to your Sundial account on ${momentOf(about)}. From now on, sign in with your password and a code from that app. All other devices were signed out.`,
      },
      { text: "Store your recovery codes somewhere you can reach without your phone." },
      { text: "If this wasn't you, tell your program manager now." },
    ],
  }),
  "account.secondFactorRemoved": ({ everythingEnded }, about) => ({
    subject: "Two-factor authentication was turned off",
    blocks: [
      {
        text: `Two-factor authentication was turned off for your Sundial account on ${momentOf(about)}. You now sign in with your password only. ${everythingEnded ? EVERYTHING_ENDED : OTHERS_SIGNED_OUT}`,
      },
      {
        text: "If this wasn't you, choose a new password now and tell your program manager.",
      },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.serviceAccountCreated": ({ name }, about) => ({
    subject: `Service account “${name}” was created`,
    blocks: [
      {
        text: `An admin of Sundial created the service account “${name}” on ${momentOf(about)} and named this address as its owner. Programs use it to work with Sundial. We'll email you here before its key expires.`,
      },
      { text: "If you don't know what this is about, tell your program manager." },
    ],
  }),
  "account.serviceKeyExpires": ({ name, expiresAt }, about) => ({
    subject: `The key of service account “${name}” is about to expire`,
    blocks: [
      {
        text: `The key of the service account “${name}” expires on ${about.formats.fullDateTime(expiresAt, about.timeZone)}. After that, programs that use it no longer get access.`,
      },
      {
        text: "Ask an admin to rotate the key. The old one can go on working while you replace it.",
      },
      { action: "View service accounts", url: new URL("/service-accounts", about.siteUrl).href },
    ],
  }),
  "account.recoveryCodeUsed": ({ left }, about) => ({
    subject: "A recovery code was used",
    blocks: [
      {
        text: `Someone with your password signed in to your Sundial account with a recovery code on ${momentOf(about)}. Recovery codes left: ${left}.`,
      },
      {
        text: "If this wasn't you, choose a new password now and tell your program manager.",
      },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
};

function momentOf({ at, timeZone, formats }: Circumstances): string {
  return formats.fullDateTime(at, timeZone);
}

interface Link {
  token: string;
  expiresAt: Date;
}

function linkTo(path: string, { token }: Link, { siteUrl }: Circumstances): string {
  const url = new URL(path, siteUrl);
  url.searchParams.set("token", token);
  return url.href;
}

function lifeOf({ expiresAt }: Link, { at }: Circumstances, event = "you requested it"): string {
  // The row is written a moment after the time was read.
  const until = new Date(expiresAt.getTime() + MOMENT);
  return `The link works once, for ${formatTimeLeft(until, at)} from when ${event}.`;
}
