import { createHmac } from "node:crypto";
import type { Db, DbTransaction } from "@sundial/db";
import {
  type AuditEventInput,
  type AuditSource,
  type QueuedEmail,
  queueEmail,
  recordAuditEvent,
} from "@sundial/ledger";
import { DomainError, isPlaceholderAddress, type ProviderChoice } from "@sundial/validators";
import type { z } from "zod";
import { COMMON_PASSWORD_ISSUE, isCommonPassword } from "../common-password.ts";
import type { LegacyPasswordCheck } from "../legacy-password.ts";
import { INVALID_CODE_ISSUE, type SecondFactorRefusal } from "../second-factor/second-factor.ts";

/** What this folder's services need: the settings of createAuth and where the request came from. */
export interface CredentialContext {
  db: Db;
  secret: string;
  now: () => Date;
  requireVerifiedEmail: boolean;
  /** In seconds. */
  sessionLifetime: number;
  /** What people can sign in with beside a password. */
  providers: readonly ProviderChoice[];
  /** Checks passwords that weren't migrated against the old system; null when there is none. */
  legacyPasswordCheck: LegacyPasswordCheck | null;
  /** Of the browser's current session, from a cookie whose signature was verified. */
  sessionToken: string | null;
  ip: string | null;
  userAgent: string | null;
  /** The browser's preferred locale, a BCP 47 tag; null when it sends none. */
  locale: string | null;
}

/** Records a failed sign-in with its reason, which the person isn't told. */
export function recordSignInFailure(ctx: CredentialContext, targetId: string, reason: string) {
  return ctx.db.$transaction((tx) =>
    recordAuthEvent(tx, ctx, { action: "account.signInFailed", actor: null, targetId, reason }),
  );
}

/** An event about an account; `actor` is null until someone has proven who they are. */
type AuthEvent = Pick<AuditSource, "actor"> & Omit<AuditEventInput, "targetType">;

/** For an address without an account, `targetId` is the `addressKey`, never the address. */
export function recordAuthEvent(
  tx: DbTransaction,
  { ip, userAgent }: Pick<CredentialContext, "ip" | "userAgent">,
  { actor, ...event }: AuthEvent,
) {
  return recordAuditEvent(tx, { actor, ip, userAgent }, { ...event, targetType: "user" });
}

/** Queues an email. Skips placeholder addresses, which have no mailbox. */
export async function queueAuthEmail(tx: DbTransaction, email: QueuedEmail) {
  if (isPlaceholderAddress(email.recipient)) return;
  await queueEmail(tx, email);
}

/** Identifies an address in the audit log without revealing it. */
export function addressKey({ secret }: CredentialContext, address: string): string {
  return `address:${createHmac("sha256", secret).update(`address:${address}`).digest("base64url")}`;
}

/** Errors: INVALID_INPUT, with the path of each invalid field. */
export function parseInput<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const input = schema.safeParse(body);
  if (input.success) return input.data;
  throw invalidInput(input.error.issues.map(({ path, message }) => ({ path, message })));
}

/** Errors: INVALID_INPUT at `field` when the password is on the list of common passwords. */
export function refuseCommonPassword(password: string, field: string) {
  if (!isCommonPassword(password)) return;
  throw invalidInput([{ path: [field], message: COMMON_PASSWORD_ISSUE }]);
}

export function invalidLink() {
  return new DomainError(
    "INVALID_LINK",
    "This link has been used, has expired or is incomplete. Request a new one.",
  );
}

/** Shown only to someone who entered the right password. */
export function suspendedAccount() {
  return new DomainError(
    "ACCOUNT_SUSPENDED",
    "This account is suspended. Contact your program manager.",
  );
}

export function wrongCredentials() {
  return new DomainError("INVALID_CREDENTIALS", "The email address or password is wrong.");
}

/** Shown only to someone who entered the right password. */
export function secondFactorRefused(code: SecondFactorRefusal) {
  switch (code) {
    case "SECOND_FACTOR_REQUIRED":
      return new DomainError(code, "Enter a code from your authenticator app.");
    case "INVALID_CODE":
      return new DomainError(code, INVALID_CODE_ISSUE);
    case "SECOND_FACTOR_LOST":
      return new DomainError(
        code,
        "This account's two-factor authentication couldn't be migrated, so you can't sign in yet. Contact your program manager.",
      );
  }
}

export function invalidInput(details: { path: PropertyKey[]; message: string }[]) {
  return new DomainError(
    "INVALID_INPUT",
    "Some fields aren't valid. Check the marked fields.",
    details,
  );
}
