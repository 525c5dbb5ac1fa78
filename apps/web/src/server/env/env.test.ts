import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { envWarnings, parseEnv } from "./env";

const complete = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://sundial:secret@db.example.org/sundial",
  BETTER_AUTH_URL: "https://sundial.example.org",
  BETTER_AUTH_SECRET: "0123456789abcdef0123456789abcdef",
};

describe("parseEnv", () => {
  it("accepts a complete environment, and a minimal one in development", () => {
    expect(parseEnv(complete)).toMatchObject({ DATABASE_POOL_SIZE: 10 });
    const { DATABASE_URL } = complete;
    expect(parseEnv({ DATABASE_URL })).toMatchObject({ NODE_ENV: "development" });
  });

  it.each([
    ["DATABASE_URL", undefined, "postgresql://user:password@host:5432/sundial"],
    ["DATABASE_URL", "mysql://localhost/x", "postgresql://"],
    ["DATABASE_DRIVER", "sqlite", "pg, neon or unset"],
    ["DATABASE_POOL_SIZE", "many", "whole number"],
    ["BETTER_AUTH_URL", "", "https://sundial.example.org"],
    ["BETTER_AUTH_URL", "ftp://x", "https://sundial.example.org"],
    ["BETTER_AUTH_SECRET", "", "32"],
    ["BETTER_AUTH_SECRET", "hunter2", "32"],
    ["TOKEN_LIFETIME", "a week", "such as 7d"],
    ["TOKEN_LIFETIME", "604800", "such as 7d"],
    ["TOKEN_LIFETIME", "31d", "from 1m to 30d"],
    ["TOKEN_LIFETIME", "-1d", "from 1m to 30d"],
    ["KEY_PUBLISH_BEFORE", "90s", "from 15m to 7d"],
    ["KEY_ROTATE_EVERY", "1d", "from 8d to 400d"],
    ["INTROSPECTION_CLIENTS", "reports:secret", "pnpm keys client"],
    ["TOKEN_AUDIENCE", "https://sundial.example.org/api", "must not be the address"],
    ["TOKEN_SERVICES", "reports; ledger", "such as reports, ledger"],
    ["TOKEN_SERVICES", "https://sundial.example.org/api", "such as reports, ledger"],
    ["WEBHOOK_ALLOWED_HOSTS", "https://ci.internal", "such as ci.internal"],
    ["WEBHOOK_ALLOWED_HOSTS", "10.0.0.0/33", "such as ci.internal"],
    ["WEBHOOK_ALLOWED_HOSTS", "*.internal", "such as ci.internal"],
    ["WEBHOOK_ALLOWED_HOSTS", "127.1", "such as ci.internal"],
    ["REQUIRE_VERIFIED_EMAIL", "maybe", "true or false"],
    ["REQUIRE_VERIFIED_EMAIL", "true", "SMTP_URL"],
    ["SMTP_URL", "https://mail.example.org", "smtp://"],
    ["EMAIL_FROM", "Sundial <nowhere>", "Sundial <no-reply@example.org>"],
    ["EMAIL_FROM", "a@example.org, b@example.org", "Sundial <no-reply@example.org>"],
  ])("names %s when it is %j, and the expected format", (name, value, hint) => {
    const parse = () => parseEnv({ ...complete, [name]: value });
    expect(parse).toThrow(`${name} `);
    expect(parse).toThrow(hint);
    if (value) expect(parse).not.toThrow(value);
  });

  it("reads the hosts that webhooks may reach", () => {
    const WEBHOOK_ALLOWED_HOSTS = "ci.internal, 10.1.0.0/16 ::1,fd00::/8, 192.168.0.7";
    expect(parseEnv(complete).WEBHOOK_ALLOWED_HOSTS).toEqual([]);
    expect(parseEnv({ ...complete, WEBHOOK_ALLOWED_HOSTS }).WEBHOOK_ALLOWED_HOSTS).toEqual([
      ...["ci.internal", "10.1.0.0/16", "::1", "fd00::/8", "192.168.0.7"],
    ]);
  });

  it("requires proven mailboxes in production by default wherever emails can be sent", () => {
    const { DATABASE_URL } = complete;
    const mail = { SMTP_URL: "smtp://mail.example.org", EMAIL_FROM: "a@example.org" };
    const wanted = (source: Record<string, string>) => parseEnv(source).REQUIRE_VERIFIED_EMAIL;
    expect(wanted(complete)).toBe(false);
    expect(wanted({ ...complete, ...mail })).toBe(true);
    expect(wanted({ ...complete, ...mail, REQUIRE_VERIFIED_EMAIL: "false" })).toBe(false);
    expect(wanted({ DATABASE_URL, ...mail })).toBe(false);
    expect(wanted({ DATABASE_URL, REQUIRE_VERIFIED_EMAIL: "true" })).toBe(true);
  });

  it("reduces the site URL to its origin", () => {
    const given = { ...complete, BETTER_AUTH_URL: "HTTPS://Sundial.Example.org:443/" };
    expect(parseEnv(given).BETTER_AUTH_URL).toBe("https://sundial.example.org");
  });

  it("reports blank and misspelled variables without their values", () => {
    expect(envWarnings(complete)).toEqual([]);
    const odd = { ...complete, SMPT_URL: "smtp://hunter2", SMTP_URL: "", EMAIL_FROM: "  " };
    expect(envWarnings(odd)).toEqual([
      "SMPT_URL isn't a Sundial setting. Did you mean SMTP_URL?",
      "Blank, so ignored: SMTP_URL, EMAIL_FROM.",
    ]);
    expect(parseEnv(odd)).not.toHaveProperty("SMTP_URL");
  });

  it("reads durations in milliseconds and stores client secrets as digests", () => {
    expect(parseEnv(complete)).toMatchObject({
      TOKEN_LIFETIME: 604_800_000,
      TOKEN_AUDIENCE: "sundial",
      TOKEN_SERVICES: [],
      KEY_PUBLISH_BEFORE: 86_400_000,
      INTROSPECTION_CLIENTS: [],
    });
    const hash = "0123456789abcdef".repeat(4);
    const INTROSPECTION_CLIENTS = `reports:${hash},mail.v2:${hash}`;
    const given = { TOKEN_LIFETIME: "90s", TOKEN_SERVICES: "reports, ledger" };
    expect(parseEnv({ ...complete, ...given, INTROSPECTION_CLIENTS })).toMatchObject({
      TOKEN_LIFETIME: 90_000,
      TOKEN_SERVICES: ["reports", "ledger"],
      INTROSPECTION_CLIENTS: [
        { id: "reports", secretHash: hash },
        { id: "mail.v2", secretHash: hash },
      ],
    });
  });

  it.each([
    ["Our program <no-reply@example.org>", "Our program"],
    ["<no-reply@example.org>", "Sundial"],
    ["no-reply@example.org", "Sundial"],
  ])("reads who mails come from: %s", (value, name) => {
    expect(parseEnv({ ...complete, EMAIL_FROM: value }).EMAIL_FROM).toEqual({
      name,
      address: "no-reply@example.org",
    });
  });

  it("requires a sender address before it sends email", () => {
    const SMTP_URL = "smtps://user:password@mail.example.org";
    expect(() => parseEnv({ ...complete, SMTP_URL })).toThrow("EMAIL_FROM");
    expect(parseEnv({ ...complete, SMTP_URL, EMAIL_FROM: "a@example.org" }).SMTP_URL).toBe(
      SMTP_URL,
    );
  });

  it("documents every variable, lists it in the example file and passes it to the app", () => {
    const folder = import.meta.dirname;
    const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
    const variables = readdirSync(folder)
      .filter((file) => /env\.ts$/.test(file))
      .flatMap((file) => [...read(file).matchAll(/^ +([A-Z][A-Z0-9_]{3,}):/gm)])
      .map(([, name]) => name ?? "")
      .filter((name) => name !== "NODE_ENV");
    expect(variables.length).toBeGreaterThan(20);
    for (const name of variables) {
      expect(read("../../../../../docs/configuration.md"), name).toContain(`\`${name}\``);
      expect(read("../../../../../.env.example"), name).toMatch(new RegExp(`^${name}=`, "m"));
      expect(read("../../../../../turbo.json"), name).toContain(`"${name}"`);
    }
  });

  it("rejects development secrets in production", () => {
    const { BETTER_AUTH_SECRET: _, ...without } = complete;
    expect(() => parseEnv(without)).toThrow("BETTER_AUTH_SECRET");
  });
});
