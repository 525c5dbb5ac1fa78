import { hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt, type JWK } from "jose";

/** Encrypts and decrypts the stored private keys of access tokens. */
export interface PrivateKeyBox {
  seal: (kid: string, jwk: JWK) => Promise<string>;
  /** Errors: throws when the text was changed, or encrypted with another secret. */
  open: (sealed: string) => Promise<unknown>;
}

/** The box for one application secret (BETTER_AUTH_SECRET). */
export function privateKeyBox(applicationSecret: string): PrivateKeyBox {
  const key = new Uint8Array(
    hkdfSync("sha256", applicationSecret, "", "sundial: private keys at rest", 32),
  );
  return {
    seal: (kid, jwk) =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(jwk)))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid })
        .encrypt(key),
    async open(sealed) {
      const { plaintext } = await compactDecrypt(sealed, key);
      return JSON.parse(new TextDecoder().decode(plaintext));
    },
  };
}
