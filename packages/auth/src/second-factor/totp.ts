import { randomBytes } from "node:crypto";
import { HOTP, Secret, TOTP } from "otpauth";

/** RFC 6238 with the parameters every authenticator app expects and migrated secrets use. */
const ALGORITHM = "SHA1";
const DIGITS = 6;
const PERIOD_S = 30;

/**
 * Codes of the previous and the next step are accepted, too (RFC 6238, 5.2), because clocks differ
 * and typing takes time.
 */
const WINDOW = 1;

/** A new secret of 160 bits, the length recommended in RFC 4226 (section 4). */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The 30-second step since 1970 that contains an instant. */
export function timeStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / PERIOD_S);
}

interface TypedCode {
  secret: Uint8Array;
  /** Six digits. */
  code: string;
  now: Date;
  /** The step of the last accepted code: it and earlier ones are used up. */
  after: number | null;
}

/** The step of this code; null when it is wrong, for another time, or used up. */
export function acceptedStep({ secret, code, now, after }: TypedCode): number | null {
  const key = secretOf(secret);
  const current = timeStep(now);
  for (let step = current - WINDOW; step <= current + WINDOW; step++) {
    if (after !== null && step <= after) continue;
    const options = { secret: key, algorithm: ALGORITHM, digits: DIGITS };
    if (HOTP.validate({ ...options, token: code, counter: step, window: 0 }) !== null) return step;
  }
  return null;
}

/**
 * A secret for authenticator apps: base32 to type, and the URI for a QR code. Apps show the program's
 * name and the account. A colon would separate the two, so the name has none there.
 */
export function totpEnrolment(
  secret: Uint8Array,
  { program, account }: { program: string; account: string },
) {
  const totp = new TOTP({
    issuer: program.replaceAll(":", " "),
    label: account,
    secret: secretOf(secret),
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: PERIOD_S,
  });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * A copy, because a Buffer may be a view of a larger piece of memory, and all of that would be the
 * key.
 */
function secretOf(bytes: Uint8Array) {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}
