import {
  completeEmailLinkInput,
  completeSignInInput,
  confirmAddressInput,
  connectProviderInput,
  joinInput,
  joinWithPasskeyInput,
  requestEmailLinkInput,
  requestPasswordResetInput,
  resetPasswordInput,
  setUpAdminInput,
  signInInput,
  signUpInput,
  startPasskeyJoinInput,
  startProviderSignInInput,
} from "@sundial/validators";
import type { z } from "zod";

interface Limit {
  /** How many points a subject may use in one window. */
  points: number;
  /** In seconds; it begins with the first point. */
  window: number;
  /**
   * How many points a server takes from the database at once and hands out by itself. With one,
   * each point is counted for all servers first. More save a statement per call, but may cost a
   * subject that many points when it moves between servers.
   */
  lease: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Every limit of the product. A client is an address (see `clientBucket`); an account is an email
 * address, whether or not it is registered; a person is someone who is signed in.
 */
export const limits = {
  /** Failed sign-ins: of a client across all accounts, and of an account across all clients. */
  "signIn.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  "signIn.account": { points: 10, window: 15 * MINUTE, lease: 1 },
  /** Failed sign-ins to an account from one browser that has signed in to it before. */
  "signIn.knownBrowser": { points: 10, window: 15 * MINUTE, lease: 1 },
  /** When a program starts, a whole room signs up behind one address. */
  "signUp.client": { points: 30, window: MINUTE, lease: 1 },
  "signUp.account": { points: 5, window: HOUR, lease: 1 },
  /** Emails that anyone can send to anyone. */
  "mail.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  "mail.account": { points: 5, window: HOUR, lease: 1 },
  "mail.person": { points: 5, window: HOUR, lease: 1 },
  /** Failed tries at a token from an email. */
  "proof.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  /** Starting to sign in a program on another device, and its questions for the answer. */
  "deviceLogin.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  "devicePoll.client": { points: 6_000, window: 10 * MINUTE, lease: 20 },
  /** Going to a provider, or asking for a passkey; a whole room may do it behind one address. */
  "provider.client": { points: 120, window: 10 * MINUTE, lease: 1 },
  /** Tries at ending a token. */
  "revoke.client": { points: 60, window: 10 * MINUTE, lease: 1 },
  /** Other services that introspect tokens. */
  "introspect.client": { points: 6_000, window: MINUTE, lease: 100 },
  "auth.client": { points: 600, window: MINUTE, lease: 20 },

  /** Calls of procedures, each call of a batch counted. */
  "api.client": { points: 6_000, window: MINUTE, lease: 100 },
  "api.person": { points: 600, window: MINUTE, lease: 20 },
  "api.booking": { points: 30, window: MINUTE, lease: 1 },
  /** Procedures that require the password again. */
  "api.password": { points: 10, window: 15 * MINUTE, lease: 1 },
  /** The short codes that programs show, which are the only ones short enough to guess. */
  "api.deviceCode": { points: 20, window: 10 * MINUTE, lease: 1 },
  "api.reading": { points: 120, window: MINUTE, lease: 1 },
  /** Creating credentials. */
  "api.secret": { points: 20, window: HOUR, lease: 1 },
  /** Calls that invite up to 200 people each. */
  "api.inviting": { points: 240, window: HOUR, lease: 1 },
  /** Emails that staff write to people who are stuck. */
  "api.nudging": { points: 60, window: HOUR, lease: 1 },
  /** Reports that staff have to read. */
  "api.reporting": { points: 20, window: HOUR, lease: 1 },
  /** Requests to other programs that somebody asks for. */
  "api.outgoing": { points: 60, window: MINUTE, lease: 1 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

interface AuthRule {
  client: LimitName;
  account?: LimitName;
  /**
   * The input of the path. Anything else is rejected before it could be a guess or send an email.
   */
  input?: z.ZodType<
    { email: string } | { token: string } | { code: string } | { provider: string }
  >;
  /** Successful calls weren't guesses and take no points. */
  countsFailuresOnly?: boolean;
}

/** The limits of each path of /api/auth; null means none. */
export const authRules: Readonly<Record<string, AuthRule | null>> = {
  "/sign-in/email": {
    client: "signIn.client",
    account: "signIn.account",
    input: signInInput,
    countsFailuresOnly: true,
  },
  "/sign-up/email": {
    client: "signUp.client",
    account: "signUp.account",
    input: signUpInput,
  },
  "/request-password-reset": {
    client: "mail.client",
    account: "mail.account",
    input: requestPasswordResetInput,
  },
  "/sign-in/passkey/start": { client: "provider.client" },
  "/sign-in/passkey": { client: "signIn.client", countsFailuresOnly: true },
  "/sign-in/email-link": {
    client: "mail.client",
    account: "mail.account",
    input: requestEmailLinkInput,
  },
  "/complete-email-link": {
    client: "proof.client",
    input: completeEmailLinkInput,
    countsFailuresOnly: true,
  },
  "/reset-password": {
    client: "proof.client",
    input: resetPasswordInput,
    countsFailuresOnly: true,
  },
  "/confirm-address": {
    client: "proof.client",
    input: confirmAddressInput,
    countsFailuresOnly: true,
  },
  // The state and the code of a provider can't be guessed; the code of an app has its own count.
  "/complete-sign-in": {
    client: "proof.client",
    input: completeSignInInput,
    countsFailuresOnly: true,
  },
  "/sign-in/social": { client: "provider.client", input: startProviderSignInInput },
  "/link-social": { client: "provider.client", input: connectProviderInput },
  "/set-up-admin": {
    client: "proof.client",
    input: setUpAdminInput,
    countsFailuresOnly: true,
  },
  "/join": { client: "proof.client", input: joinInput, countsFailuresOnly: true },
  "/join/passkey/start": { client: "provider.client", input: startPasskeyJoinInput },
  "/join/passkey": {
    client: "proof.client",
    input: joinWithPasskeyInput,
    countsFailuresOnly: true,
  },
  "/revoke": { client: "revoke.client" },
  "/introspect": { client: "introspect.client" },
  // Verifiers everywhere depend on it, and caches answer most requests.
  "/jwks": null,
};

/** The rule for every other path. */
export const otherAuthRule: AuthRule = { client: "auth.client" };
