import { describe, expect, test } from "vitest";
import { totpSecretBox } from "./totp-secret.ts";
import { newWebhookSecret, webhookSecretBox } from "./webhook-secret.ts";

const applicationSecret = "an application secret of 32 characters";
const box = webhookSecretBox(applicationSecret);

describe("a webhook's signing secret", () => {
  test("has the format of Standard Webhooks, and is another one each time", () => {
    const secret = newWebhookSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newWebhookSecret()).not.toBe(secret);
  });

  test("decrypts to the same value, for its endpoint only", () => {
    const secret = newWebhookSecret();
    const sealed = box.seal("endpoint", secret);
    expect(box.open("endpoint", sealed)).toBe(secret);
    expect(() => box.open("another", sealed)).toThrow();
    expect(() => webhookSecretBox(`${applicationSecret}!`).open("endpoint", sealed)).toThrow();
    expect(() => box.open("endpoint", `${sealed.slice(0, -2)}AA`)).toThrow();
  });

  test("has a key of its own", () => {
    const factor = { factorId: "", userId: "" };
    const sealed = totpSecretBox(applicationSecret).seal(factor, Buffer.from("secret"));
    expect(() => webhookSecretBox(applicationSecret).open("0:0:", sealed)).toThrow();
  });
});
