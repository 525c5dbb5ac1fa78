import { Webhook } from "standardwebhooks";

/** A delivery as it is stored. */
export interface StoredMessage {
  id: string;
  kind: string;
  data: unknown;
  personalTexts: unknown;
  createdAt: Date;
}

/** The request's body. Every attempt sends the same one, unless texts were erased since. */
export function bodyOf({ kind, data, personalTexts, createdAt }: StoredMessage): string {
  const facts = typeof data === "object" ? data : {};
  const texts = personalTexts === null ? {} : { personalTexts };
  return JSON.stringify({
    type: kind,
    timestamp: createdAt.toISOString(),
    data: { ...facts, ...texts },
  });
}

interface Signing {
  id: string;
  /** Of this attempt. */
  at: Date;
  body: string;
  /** The current one first. Receivers accept a message when one of its signatures is right. */
  secrets: readonly string[];
}

/** The headers of the Standard Webhooks specification. */
export function signedHeaders({ id, at, body, secrets }: Signing): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "Sundial-Webhooks",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}
