import { describe, expect, it } from "vitest";
import { nearMisses } from "./near-misses";

const OURS = ["BETTER_AUTH_URL", "SMTP_URL", "TRUSTED_PROXIES", "LOG_LEVEL", "HOST", "EMAIL_FROM"];

describe("nearMisses", () => {
  it.each([
    ["BETTER_AUTH_URLS", "BETTER_AUTH_URL"],
    ["BETTER_AUTH_URI", "BETTER_AUTH_URL"],
    ["BETTERAUTH_URL", "BETTER_AUTH_URL"],
    ["better_auth_url", "BETTER_AUTH_URL"],
    ["SMPT_URL", "SMTP_URL"],
    ["SMTPURL", "SMTP_URL"],
    ["TRUSTED_PROXY", "TRUSTED_PROXIES"],
    ["TRUST_PROXIES", "TRUSTED_PROXIES"],
    ["EMAIL_FORM", "EMAIL_FROM"],
  ])("takes %s for a misspelled %s", (name, meant) => {
    expect(nearMisses([name], OURS)).toEqual([{ name, meant }]);
  });

  it.each(["SMTP_URL", "HTTP_URL", "SMTP_USER", "HOME", "HOSTNAME", "POST", "PATH", "LOG_FORMAT"])(
    "leaves %s alone",
    (name) => {
      expect(nearMisses([name], OURS)).toEqual([]);
    },
  );
});
