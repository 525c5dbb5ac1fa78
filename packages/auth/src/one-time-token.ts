import { createHash, randomBytes } from "node:crypto";
import type { Db, DbTransaction, Prisma } from "@sundial/db";
import { z } from "zod";

/**
 * The purpose of a token, named like the email that carries it, if one does. A token works for one
 * purpose only.
 */
export type OneTimeTokenPurpose =
  | "account.confirmAddress"
  | "account.resetPassword"
  | "account.confirmNewAddress"
  | "account.approveNewAddress"
  | "account.signInLink"
  | "account.addPasskey"
  | "account.passkeyChallenge"
  | "account.completeSignIn"
  | "account.connectProvider"
  | "account.setUpAdmin"
  | "account.invitation";

interface NewToken {
  purpose: OneTimeTokenPurpose;
  /** What it is about: a user id or an address. */
  subject: string;
  /** Returned with the subject; parse it with a schema. */
  data?: Prisma.InputJsonObject;
  expiresAt: Date;
}

interface PresentedToken {
  purpose: OneTimeTokenPurpose;
  /** Untrusted input. */
  token: string;
  now: Date;
}

/** What a token was issued with. */
export interface OneTimeToken {
  subject: string;
  data: unknown;
}

/**
 * Issues a token for one use: 32 random bytes as base64url. Only its SHA-256 is stored, so reading
 * the database doesn't help an attacker. Put it only in an email, a link or a cookie.
 */
export async function issueOneTimeToken(tx: DbTransaction, issued: NewToken): Promise<string> {
  const [token] = await issueOneTimeTokens(tx, [issued]);
  if (token === undefined) throw new Error("no token was issued");
  return token;
}

/** Issues several tokens, in this order, with one statement. */
export async function issueOneTimeTokens(tx: DbTransaction, news: NewToken[]): Promise<string[]> {
  const issued = news.map((each) => ({ ...each, token: randomBytes(32).toString("base64url") }));
  await tx.verification.createMany({
    data: issued.map(({ purpose, subject, data = {}, expiresAt, token }) => ({
      identifier: identifierOf(purpose, token),
      subject,
      value: JSON.stringify(data),
      expiresAt,
    })),
  });
  return issued.map(({ token }) => token);
}

/**
 * What a token was issued with, without using it up. Null as in redeemOneTimeToken.
 */
export async function readOneTimeToken(
  tx: DbTransaction,
  { purpose, token, now }: PresentedToken,
): Promise<OneTimeToken | null> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT subject, value FROM verifications
     WHERE identifier = ${identifierOf(purpose, token)} AND expires_at > ${now}`;
  return issuedWith(rows);
}

/**
 * Uses up a token and returns what it was issued with. Null when it is unknown, for another
 * purpose, expired or used. If two try at once, one succeeds.
 */
export async function redeemOneTimeToken(
  tx: DbTransaction,
  { purpose, token, now }: PresentedToken,
): Promise<OneTimeToken | null> {
  const rows = await tx.$queryRaw<unknown[]>`
    DELETE FROM verifications
     WHERE identifier = ${identifierOf(purpose, token)} AND expires_at > ${now}
    RETURNING subject, value`;
  return issuedWith(rows);
}

/**
 * Counts a try at a token that also needs something else, such as a password, and returns what it
 * was issued with. Null as in redeemOneTimeToken, or when the tries are used up. Call it before
 * checking the other thing, because then guesses made at once count, too.
 */
export async function tryOneTimeToken(
  tx: DbTransaction,
  { purpose, token, now, maxTries }: PresentedToken & { maxTries: number },
): Promise<OneTimeToken | null> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE verifications SET attempts = attempts + 1
     WHERE identifier = ${identifierOf(purpose, token)} AND expires_at > ${now}
       AND attempts < ${maxTries}
    RETURNING subject, value`;
  return issuedWith(rows);
}

/** Invalidates all of someone's tokens for a purpose. */
export async function revokeOneTimeTokens(
  tx: DbTransaction,
  { purpose, subject }: { purpose: OneTimeTokenPurpose; subject: string },
): Promise<void> {
  await tx.verification.deleteMany({
    where: { subject, identifier: { startsWith: `${purpose}:` } },
  });
}

/** Deletes expired tokens. */
export async function sweepOneTimeTokens({ db, now }: { db: Db; now: Date }): Promise<void> {
  await db.verification.deleteMany({ where: { expiresAt: { lte: now } } });
}

const issued = z.object({ subject: z.string(), value: z.string() });

function issuedWith([row]: unknown[]): OneTimeToken | null {
  if (row === undefined) return null;
  const { subject, value } = issued.parse(row);
  return { subject, data: JSON.parse(value) };
}

function identifierOf(purpose: OneTimeTokenPurpose, token: string) {
  return `${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
