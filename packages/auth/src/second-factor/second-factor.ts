import { type DbTransaction, lockPeople } from "@sundial/db";
import { type ErrorCode, isRecoveryCode } from "@sundial/validators";
import { DAY, MINUTE } from "@sundial/validators/durations";
import type { TotpSecretBox } from "../totp-secret.ts";
import { recoveryCodeHash } from "./recovery-code.ts";
import { acceptedStep } from "./totp.ts";

/** Wrong codes in a row without a penalty; each further one doubles the wait. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 15 * MINUTE;
const LONGEST_WAIT_MS = DAY;

interface SecondFactorTools {
  totpSecrets: TotpSecretBox;
  now: Date;
}

interface PresentedCode {
  userId: string;
  /** As returned by the contract `secondFactorCode`. */
  code: string;
}

type SecondFactorCodeKind = "app" | "recoveryCode";

/** The message for every rejected code, whatever the reason. */
export const INVALID_CODE_ISSUE =
  "This code is wrong or already used. Wait for the next one. After five wrong codes, wait at least 15 minutes.";

export type SecondFactorRefusal = Extract<
  ErrorCode,
  "SECOND_FACTOR_REQUIRED" | "SECOND_FACTOR_LOST" | "INVALID_CODE"
>;

/**
 * Whether a person who gave the right password, or came from a provider, may sign in, and by what. A
 * verified factor requires a code, unless a trusted provider has proven two factors. A factor that
 * couldn't be migrated blocks sign-in, because nothing can prove it. An unverified one has no
 * effect. The caller must commit in any case, because wrong codes are counted in the same
 * transaction.
 */
export async function checkSecondFactor(
  tx: DbTransaction,
  tools: SecondFactorTools,
  { userId, code, isProven }: { userId: string; code: string | undefined; isProven: boolean },
): Promise<
  { refused: SecondFactorRefusal } | { by: "oneFactor" | "provider" | SecondFactorCodeKind }
> {
  const person = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      mustEnrolFactor: true,
      totpFactors: { where: { verifiedAt: { not: null } }, select: { id: true }, take: 1 },
    },
  });
  if (person.totpFactors.length === 0) {
    return person.mustEnrolFactor ? { refused: "SECOND_FACTOR_LOST" } : { by: "oneFactor" };
  }
  if (isProven) return { by: "provider" };
  if (code === undefined) return { refused: "SECOND_FACTOR_REQUIRED" };
  const by = await takeSecondFactorCode(tx, tools, { userId, code });
  return by === null ? { refused: "INVALID_CODE" } : { by };
}

/**
 * Checks a code of a person's authenticator app or one of their recovery codes, uses it up, and
 * returns which it was. Null when it is wrong, used, or comes while the app is locked, without
 * saying which. The person's row is locked first, so of two at once one wins, and guesses made at
 * once all count. Wrong codes count only if the caller commits.
 */
export async function takeSecondFactorCode(
  tx: DbTransaction,
  tools: SecondFactorTools,
  { userId, code }: PresentedCode,
): Promise<SecondFactorCodeKind | null> {
  await lockPeople(tx, [userId]);
  if (isRecoveryCode(code)) return takeRecoveryCode(tx, { userId, code });
  return takeTotpCode(tx, tools, { userId, code });
}

/** Deletes a person's authenticator apps and recovery codes, and returns the number of apps. */
export async function deleteSecondFactor(tx: DbTransaction, userId: string): Promise<number> {
  const apps = await tx.totpFactor.deleteMany({ where: { userId } });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  return apps.count;
}

/** Recovery codes are too long to guess, so they work even while the app is locked. */
async function takeRecoveryCode(tx: DbTransaction, { userId, code }: PresentedCode) {
  const { count } = await tx.recoveryCode.deleteMany({
    where: { userId, codeHash: recoveryCodeHash(code) },
  });
  if (count === 0) return null;
  await tx.totpFactor.updateMany({ where: { userId }, data: { wrongCodes: 0, waitsUntil: null } });
  return "recoveryCode";
}

async function takeTotpCode(
  tx: DbTransaction,
  { totpSecrets, now }: SecondFactorTools,
  { userId, code }: PresentedCode,
) {
  const verified = { userId, verifiedAt: { not: null } };
  const factors = await tx.totpFactor.findMany({ where: verified });
  // A person's apps are locked together, or each would give an attacker more guesses.
  if (factors.some(({ waitsUntil }) => waitsUntil !== null && waitsUntil > now)) return null;
  for (const { id, secret: sealed, lastUsedStep } of factors) {
    const secret = totpSecrets.open({ factorId: id, userId }, sealed);
    const after = lastUsedStep === null ? null : Number(lastUsedStep);
    const step = acceptedStep({ secret, code, now, after });
    if (step === null) continue;
    await tx.totpFactor.update({ where: { id }, data: { lastUsedStep: step } });
    await tx.totpFactor.updateMany({ where: verified, data: { wrongCodes: 0, waitsUntil: null } });
    return "app";
  }
  const wrongCodes = Math.max(0, ...factors.map((factor) => factor.wrongCodes)) + 1;
  const waitsUntil = waitAfter(wrongCodes, now);
  await tx.totpFactor.updateMany({ where: verified, data: { wrongCodes, waitsUntil } });
  return null;
}

/** 15 minutes after the fifth wrong code, twice as long after each further one, up to a day. */
function waitAfter(wrongCodes: number, now: Date) {
  if (wrongCodes < FREE_TRIES) return null;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (wrongCodes - FREE_TRIES), LONGEST_WAIT_MS);
  return new Date(now.getTime() + wait);
}
