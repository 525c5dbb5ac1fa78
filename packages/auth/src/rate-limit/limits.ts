import {
  confirmAddressInput,
  requestPasswordResetInput,
  resetPasswordInput,
  signInInput,
  signUpInput,
} from "@sundial/validators";
import type { z } from "zod";

interface Limit {
  /** How many points a subject may take in one window. */
  points: number;
  /** In seconds; it begins with the first point. */
  window: number;
  /**
   * Points a server takes from the database at once and hands out by itself. One means that each is
   * counted for all servers before it is given; more spares a statement a call, and may give a
   * subject that many points less when it moves between servers.
   */
  lease: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Every limit of the product. A client is an address (see `clientBucket`), an account an email
 * address, whether or not anyone has it, a person someone who is signed in.
 */
export const limits = {
  /** Failed sign-ins: of a client over all accounts, of an account over all clients. */
  "signIn.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  "signIn.account": { points: 10, window: 15 * MINUTE, lease: 1 },
  /** Failed sign-ins to an account from one browser that has signed in to it before. */
  "signIn.knownBrowser": { points: 10, window: 15 * MINUTE, lease: 1 },
  /** A program that begins signs up a whole room behind one address. */
  "signUp.client": { points: 30, window: MINUTE, lease: 1 },
  "signUp.account": { points: 5, window: HOUR, lease: 1 },
  /** Emails that anyone can have sent to anyone. */
  "mail.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  "mail.account": { points: 5, window: HOUR, lease: 1 },
  "mail.person": { points: 5, window: HOUR, lease: 1 },
  /** Failed tries at a token from a mail. */
  "proof.client": { points: 30, window: 10 * MINUTE, lease: 1 },
  /** Other services asking about tokens. */
  "introspect.client": { points: 6_000, window: MINUTE, lease: 100 },
  "auth.client": { points: 600, window: MINUTE, lease: 20 },

  /** Calls of procedures, each call of a batch counted. */
  "api.client": { points: 6_000, window: MINUTE, lease: 100 },
  "api.person": { points: 600, window: MINUTE, lease: 20 },
  "api.booking": { points: 30, window: MINUTE, lease: 1 },
  /** Procedures that ask for the password again. */
  "api.password": { points: 10, window: 15 * MINUTE, lease: 1 },
  "api.reading": { points: 120, window: MINUTE, lease: 1 },
  /** Making what opens doors. */
  "api.secret": { points: 20, window: HOUR, lease: 1 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

interface AuthRule {
  client: LimitName;
  account?: LimitName;
  /** What the path takes. Anything else is refused before it could be a guess or send an email. */
  input?: z.ZodType<{ email: string } | { token: string }>;
  /** What succeeded was no guess and takes no points. */
  countsFailuresOnly?: boolean;
}

/** Which limits hold at which path of /api/auth; null means none at all. */
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
  "/introspect": { client: "introspect.client" },
  // Verifiers everywhere depend on it, and caches answer most of them.
  "/jwks": null,
};

/** What holds at every other path. */
export const otherAuthRule: AuthRule = { client: "auth.client" };
