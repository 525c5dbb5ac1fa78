import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts and decrypts stored secrets of one purpose. */
export interface SealedBox {
  /** Deterministic: the same secret of the same owner always gives the same text. */
  seal: (owner: Uint8Array, secret: Uint8Array) => string;
  /** Errors: throws when the text was changed, or encrypted for another owner or with another key. */
  open: (owner: Uint8Array, sealed: string) => Buffer;
}

/**
 * The box of one purpose for one secret, such as the application's (BETTER_AUTH_SECRET). AES-256-GCM under a key
 * derived with HKDF-SHA-256. The nonce is a MAC of the content (a synthetic nonce, as in RFC 5297),
 * so encrypting again gives the same text, and no nonce is used for two texts.
 */
export function sealedBox(from: string, purpose: string): SealedBox {
  const derive = (use: string) =>
    Buffer.from(hkdfSync("sha256", from, "", `sundial ${purpose} ${use}`, 32));
  const key = derive("encryption");
  const nonceKey = derive("nonce");

  return {
    seal(owner, secret) {
      const iv = createHmac("sha256", nonceKey)
        .update(owner)
        .update(secret)
        .digest()
        .subarray(0, IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(owner);
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      const sealed = Buffer.concat([iv, cipher.getAuthTag(), text]);
      return `${VERSION}.${sealed.toString("base64url")}`;
    },
    open(owner, sealed) {
      const [version, encoded] = sealed.split(".");
      if (version !== VERSION || encoded === undefined) throw new Error("Not a sealed secret");
      const bytes = Buffer.from(encoded, "base64url");
      const tagEnd = IV_BYTES + TAG_BYTES;
      if (bytes.length <= tagEnd) throw new Error("Not a sealed secret");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES))
        .setAAD(owner)
        .setAuthTag(bytes.subarray(IV_BYTES, tagEnd));
      return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
    },
  };
}
