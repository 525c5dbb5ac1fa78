import { createHash, randomBytes } from "node:crypto";
import type { Db, DbTransaction, Prisma } from "@sundial/db";
import { z } from "zod";

/** What a token opens, named like the email that carries it. A token of one opens no other. */
export type OneTimeTokenPurpose =
  | "account.confirmAddress"
  | "account.resetPassword"
  | "account.confirmNewAddress"
  | "account.approveNewAddress";

interface NewToken {
  purpose: OneTimeTokenPurpose;
  /** Whom or what it is about: a user id or an address. */
  subject: string;
  /** Handed back with the subject; read it with a schema. */
  data?: Prisma.InputJsonObject;
  expiresAt: Date;
}

interface PresentedToken {
  purpose: OneTimeTokenPurpose;
  /** As it came from outside. */
  token: string;
  now: Date;
}

/** What a token was issued with. */
export interface OneTimeToken {
  subject: string;
  data: unknown;
}

/**
 * Issues a token for one use: 32 random bytes as base64url. Only its SHA-256 is stored, so nobody
 * who reads the database can use it. It belongs in an email or a link and nowhere else.
 */
export async function issueOneTimeToken(
  tx: DbTransaction,
  { purpose, subject, data = {}, expiresAt }: NewToken,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await tx.verification.create({
    data: {
      identifier: identifierOf(purpose, token),
      subject,
      value: JSON.stringify(data),
      expiresAt,
    },
    select: { id: true },
  });
  return token;
}

/**
 * Uses a token up and says what it was issued with; null when it is unknown, for something else,
 * expired or used. Of two at once, one gets it.
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
 * Counts a try at a token that asks for something more, such as a password, and says what it was
 * issued with; null as in redeemOneTimeToken, or when the tries are used up. To be called before the
 * other thing is checked, so that guesses made at once count too.
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

/** Makes all tokens of a kind worthless that were issued about someone. */
export async function revokeOneTimeTokens(
  tx: DbTransaction,
  { purpose, subject }: { purpose: OneTimeTokenPurpose; subject: string },
): Promise<void> {
  await tx.verification.deleteMany({
    where: { subject, identifier: { startsWith: `${purpose}:` } },
  });
}

/** Forgets tokens whose time is over; they opened nothing any more. */
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
