import { randomBytes } from "node:crypto";
import { sealedBox } from "./sealed-box.ts";

const PREFIX = "whsec_";
/** The Standard Webhooks specification asks for 24 to 64. */
const SECRET_BYTES = 32;

/** Encrypts and decrypts the stored signing secrets of webhook endpoints. */
export interface WebhookSecretBox {
  seal: (endpointId: string, secret: string) => string;
  /** Errors: throws when the text was changed, or encrypted for another endpoint or key. */
  open: (endpointId: string, sealed: string) => string;
}

/** The box for one application secret (BETTER_AUTH_SECRET). */
export function webhookSecretBox(applicationSecret: string): WebhookSecretBox {
  const box = sealedBox(applicationSecret, "webhook");
  return {
    seal: (endpointId, secret) =>
      box.seal(Buffer.from(endpointId), Buffer.from(secret.slice(PREFIX.length), "base64")),
    open: (endpointId, sealed) =>
      `${PREFIX}${box.open(Buffer.from(endpointId), sealed).toString("base64")}`,
  };
}

/** A new signing secret, in the format of the Standard Webhooks specification. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}
