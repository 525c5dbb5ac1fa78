import { isVerifiable } from "@sundial/auth/password";

const SALTED =
  /^pbkdf2_(?<digest>sha1|sha256|sha512)\$(?<rounds>\d+)\$(?<salt>[^$]*)\$(?<key>[^$]+)$/;

/** How a source writes the salts and keys of `pbkdf2_sha256$rounds$salt$key`. */
export type Pbkdf2Form = "django" | "base64";

/**
 * A hash in the form that is stored here, or null if it is of a kind that Sundial can't check. What
 * a hash is decides its own form, never its length or a guess.
 */
export function storableHash(hash: string, form: Pbkdf2Form = "django"): string | null {
  const stored = storedPbkdf2(hash, form) ?? hash;
  return isVerifiable(stored) ? stored : null;
}

function storedPbkdf2(hash: string, form: Pbkdf2Form): string | null {
  const { digest, rounds, salt = "", key } = SALTED.exec(hash)?.groups ?? {};
  if (digest === undefined || key === undefined) return null;
  // Django's salt is a text, and its key is in base64.
  const salted = form === "django" ? Buffer.from(salt).toString("base64") : salt;
  return pbkdf2Hash({ digest, rounds: Number(rounds), salt: salted, key });
}

/** PBKDF2 as it is stored here; salt and key are in base64. */
export function pbkdf2Hash(parts: { digest: string; rounds: number; salt: string; key: string }) {
  return `$pbkdf2-${parts.digest}$i=${parts.rounds}$${parts.salt}$${parts.key}`;
}
