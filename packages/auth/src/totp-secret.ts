import { sealedBox } from "./sealed-box.ts";

/** The owner of a secret: encrypted for one factor of one user, it opens for no other. */
export interface TotpFactorOwner {
  factorId: string;
  userId: string;
}

/** Encrypts and decrypts the stored secrets of authenticator apps. */
export interface TotpSecretBox {
  /** Deterministic: the same secret of the same factor always gives the same text. */
  seal: (owner: TotpFactorOwner, secret: Uint8Array) => string;
  /**
   * Errors: throws when the text was changed, or encrypted for another factor or with another key.
   */
  open: (owner: TotpFactorOwner, sealed: string) => Buffer;
}

/** The box for one application secret (BETTER_AUTH_SECRET). */
export function totpSecretBox(applicationSecret: string): TotpSecretBox {
  const box = sealedBox(applicationSecret, "totp");
  return {
    seal: (owner, secret) => box.seal(ownerData(owner), secret),
    open: (owner, sealed) => box.open(ownerData(owner), sealed),
  };
}

/** The lengths separate the two ids. */
function ownerData({ factorId, userId }: TotpFactorOwner) {
  return Buffer.from(`${factorId.length}:${factorId}${userId.length}:${userId}`);
}
