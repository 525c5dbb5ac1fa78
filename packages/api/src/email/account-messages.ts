import type { EmailData, EmailTemplate } from "@sundial/ledger";
import type { Role } from "@sundial/validators";
import { formatTimeLeft, type TimeFormats, timeFormats } from "@sundial/validators/time";
import type { Message } from "./message.ts";

export type AccountTemplate = Extract<EmailTemplate, `account.${string}`>;

interface Circumstances {
  /** The address people open, for links, regardless of the request's host. */
  siteUrl: string;
  /** The program's name. */
  program: string;
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

const ROLE_OFFERED = {
  mentee: "as a mentee. Mentees find a mentor and book office sessions with them",
  mentor:
    "as a mentor. Mentors say when they have time, and mentees book office sessions with them",
  pm: "as a program manager. Program managers look after the people and sessions of the program",
  admin: "as an admin. Admins look after accounts, settings and the audit log",
} satisfies Record<Role, string>;

const NOT_YOU = "If this wasn't you, ignore this email. Nothing will change.";

// Emails address nobody by name. Someone who signs up with a stranger's address chooses the name,
// and could use it to send the stranger a message.
export const accountMessages: {
  [Template in AccountTemplate]: (data: EmailData<Template>, about: Circumstances) => Message;
} = {
  "account.confirmAddress": (data, about) => ({
    subject: "Confirm your email address",
    blocks: [
      {
        text: `Someone signed up for ${about.program} with this address. If it was you, confirm it.`,
      },
      { action: "Confirm this address", url: linkTo("/verify-email", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.alreadyRegistered": (_data, about) => ({
    subject: `You already have an account at ${about.program}`,
    blocks: [
      {
        text: `Someone tried to sign up for ${about.program} with this address. The address already has an account, so nothing has changed.`,
      },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
      { text: "If you forgot your password, you can set a new one there." },
    ],
  }),
  "account.resetPassword": (data, about) => ({
    subject: "Choose a new password",
    blocks: [
      { text: `Someone asked for a new password for your ${about.program} account.` },
      { action: "Choose a new password", url: linkTo("/reset-password", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.signInLink": (data, about) => ({
    subject: "Your sign-in link",
    blocks: [
      {
        text: `Someone asked to sign in to ${about.program} with this address. If it was you, open the link in the browser where you asked for it.`,
      },
      { action: "Sign in", url: linkTo("/sign-in/link", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.invitation": (data, about) => ({
    subject: data.isReminder
      ? `Your invitation to ${about.program} is waiting`
      : `You're invited to ${about.program}`,
    blocks: [
      {
        text: `${data.invitedBy ?? "The program"} invites you to join ${about.program} ${ROLE_OFFERED[data.role]}.`,
      },
      { action: "See the invitation", url: linkTo("/invitation", data, about) },
      {
        text: `${lifeOf(data, about, "we sent this email")} It is for you alone, so don't pass it on. If you don't want to join, ignore this email.${data.isReminder ? " This is the only reminder." : ""}`,
      },
    ],
  }),
  "account.choosePassword": (data, about) => ({
    subject: `Choose a password for ${about.program}`,
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
        text: `The password of your ${about.program} account was changed on ${momentOf(about)}. ${everythingEnded ? EVERYTHING_ENDED : OTHERS_SIGNED_OUT}`,
      },
      ...(secondFactorRemoved ? [{ text: SET_UP_BEFORE }] : []),
      {
        text: "Passkeys and connected sign-ins still open your account. Check them on your account page.",
      },
      { text: "If this wasn't you, choose a new password now and tell your program manager." },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.confirmNewAddress": (data, about) => ({
    subject: "Confirm your new email address",
    blocks: [
      {
        text: `Someone wants to use this address for their ${about.program} account. If it was you, confirm it. The change also has to be approved from the old address.`,
      },
      { action: "Confirm this address", url: linkTo("/confirm-address", data, about) },
      { text: `${lifeOf(data, about)} ${NOT_YOU}` },
    ],
  }),
  "account.approveNewAddress": (data, about) => ({
    subject: "Approve your new email address",
    blocks: [
      {
        text: `Someone who is signed in to your ${about.program} account asked to change its address to ${data.newEmail}. If it was you, approve it. The new address also has to be confirmed.`,
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
        text: `Someone wants to use this address for another ${about.program} account. It already belongs to your account, so nothing has changed.`,
      },
      { text: "If it was you, sign in with this address instead." },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.addressChanged": (data, about) => ({
    subject: "Your email address was changed",
    blocks: [
      {
        text: `Your ${about.program} account now uses the address ${data.newEmail}. It was changed on ${timeFormats(data.formats).fullDateTime(about.at, data.timeZone)}. From now on, sign in with the new address.`,
      },
      { text: "If this wasn't you, tell your program manager now." },
    ],
  }),
  "account.signedOutEverywhere": (_data, about) => ({
    subject: "You were signed out everywhere",
    blocks: [
      {
        text: `You were signed out of your ${about.program} account on ${momentOf(about)}. ${EVERYTHING_ENDED}`,
      },
      { text: "If this wasn't you, change your password." },
      { action: "Sign in", url: new URL("/sign-in", about.siteUrl).href },
    ],
  }),
  "account.secondFactorAdded": (_data, about) => ({
    subject: "Two-factor authentication was turned on",
    blocks: [
      {
        text: `An authenticator app was added to your ${about.program} account on ${momentOf(about)}. From now on, sign in with your password and a code from that app. All other devices were signed out.`,
      },
      { text: "Store your recovery codes somewhere you can reach without your phone." },
      { text: "If this wasn't you, tell your program manager now." },
    ],
  }),
  "account.secondFactorRemoved": ({ everythingEnded }, about) => ({
    subject: "Two-factor authentication was turned off",
    blocks: [
      {
        text: `Two-factor authentication was turned off for your ${about.program} account on ${momentOf(about)}. You now sign in without a code. ${everythingEnded ? EVERYTHING_ENDED : OTHERS_SIGNED_OUT}`,
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
        text: `An admin of ${about.program} created the service account “${name}” on ${momentOf(about)} and named this address as its owner. Programs use it to work with ${about.program}. We'll email you here before its key expires.`,
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
  "account.signInMethodConnected": ({ provider, everythingEnded }, about) => ({
    subject: `You can now sign in with ${provider}`,
    blocks: [
      {
        text: `On ${momentOf(about)}, ${provider} was connected to your ${about.program} account. From now on, you can sign in with it.`,
      },
      ...(everythingEnded
        ? [
            {
              text: "This was the first time anyone confirmed this email address. So we removed what was set up before, maybe by someone else: the password, two-factor authentication, and other connected sign-ins. All devices were signed out.",
            },
          ]
        : []),
      {
        text: "If this wasn't you, disconnect it on your account page, change your password, and tell your program manager.",
      },
      { action: "Go to your account", url: new URL("/account", about.siteUrl).href },
    ],
  }),
  "account.signInMethodDisconnected": ({ provider }, about) => ({
    subject: `You can no longer sign in with ${provider}`,
    blocks: [
      {
        text: `On ${momentOf(about)}, ${provider} was disconnected from your ${about.program} account. It no longer opens your account.`,
      },
      {
        text: "If this wasn't you, change your password and tell your program manager.",
      },
      { action: "Go to your account", url: new URL("/account", about.siteUrl).href },
    ],
  }),
  "account.recoveryCodeUsed": ({ left }, about) => ({
    subject: "A recovery code was used",
    blocks: [
      {
        text: `Someone with your password signed in to your ${about.program} account with a recovery code on ${momentOf(about)}. Recovery codes left: ${left}.`,
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
