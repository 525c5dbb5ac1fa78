import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";
import { providersOf } from "./provider-env";

const base = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://sundial:secret@db.example.org/sundial",
  BETTER_AUTH_URL: "https://sundial.example.org",
  BETTER_AUTH_SECRET: "0123456789abcdef0123456789abcdef",
};
const tenant = "11111111-2222-4333-8444-555555555555";
const campus = {
  id: "campus",
  name: "Campus",
  issuer: "https://id.example.org/realms/campus",
  clientId: "sundial",
  clientSecret: "hunter2hunter2",
};
const listed = (...list: object[]) => ({ OIDC_PROVIDERS: JSON.stringify(list) });

describe("settings of providers", () => {
  it("are off by default", () => {
    expect(providersOf(parseEnv(base))).toEqual([]);
  });

  it("turn on each provider whose variables are all set", () => {
    const env = parseEnv({
      ...base,
      ...listed(campus),
      GOOGLE_CLIENT_ID: "g",
      GOOGLE_CLIENT_SECRET: "s",
      MICROSOFT_CLIENT_ID: "m",
      MICROSOFT_CLIENT_SECRET: "s",
      MICROSOFT_TENANTS: `${tenant}, 22222222-2222-4333-8444-555555555555`,
      GITHUB_CLIENT_ID: "h",
      GITHUB_CLIENT_SECRET: "s",
      GITHUB_URL: "https://git.example.org/",
      LINKEDIN_CLIENT_ID: "l",
      LINKEDIN_CLIENT_SECRET: "s",
      DISCORD_CLIENT_ID: "d",
      DISCORD_CLIENT_SECRET: "s",
    });
    expect(providersOf(env)).toMatchObject([
      { id: "campus", issuer: campus.issuer },
      { id: "google", issuer: "https://accounts.google.com" },
      {
        id: "microsoft",
        issuer: "https://login.microsoftonline.com/organizations/v2.0",
        subjectClaim: "oid",
        tenants: {
          tokenIssuers: [
            `https://login.microsoftonline.com/${tenant}/v2.0`,
            "https://login.microsoftonline.com/22222222-2222-4333-8444-555555555555/v2.0",
          ],
        },
      },
      { kind: "github", url: "https://git.example.org" },
      { id: "linkedin" },
      { kind: "discord" },
    ]);
    const one = {
      MICROSOFT_CLIENT_ID: "m",
      MICROSOFT_CLIENT_SECRET: "s",
      MICROSOFT_TENANTS: tenant,
    };
    expect(providersOf(parseEnv({ ...base, ...one }))).toMatchObject([
      { issuer: `https://login.microsoftonline.com/${tenant}/v2.0` },
    ]);
  });

  it.each([
    ["GOOGLE_CLIENT_SECRET", "google", { GOOGLE_CLIENT_ID: "g" }],
    ["GITHUB_CLIENT_ID", "github", { GITHUB_CLIENT_SECRET: "hunter2" }],
    ["LINKEDIN_CLIENT_ID", "linkedin", { LINKEDIN_CLIENT_SECRET: "hunter2" }],
    ["DISCORD_CLIENT_SECRET", "discord", { DISCORD_CLIENT_ID: "d" }],
    [
      "MICROSOFT_TENANTS",
      "microsoft",
      { MICROSOFT_CLIENT_ID: "m", MICROSOFT_CLIENT_SECRET: "hunter2" },
    ],
  ])("name %s when it is missing, with the callback address", (name, id, given) => {
    const parse = () => parseEnv({ ...base, ...given });
    expect(parse).toThrow(`${name} is needed`);
    expect(parse).toThrow(`https://sundial.example.org/api/auth/callback/${id}`);
    expect(parse).not.toThrow("hunter2");
  });

  it.each([
    ["MICROSOFT_TENANTS", "common"],
    ["MICROSOFT_TENANTS", "9188040d-6c67-4c5b-b112-36a304b66dad"],
    ["MICROSOFT_TENANTS", `${tenant}, 9188040d-6c67-4c5b-b112-36a304b66dad`],
    ["GITHUB_URL", "http://git.example.org"],
    ["OIDC_PROVIDERS", "campus"],
    ["OIDC_PROVIDERS", JSON.stringify(campus)],
    ["OIDC_PROVIDERS", JSON.stringify([{ ...campus, issuer: "http://id.example.org" }])],
    ["OIDC_PROVIDERS", JSON.stringify([{ ...campus, id: "google" }])],
    ["OIDC_PROVIDERS", JSON.stringify([{ ...campus, id: "Campus 1" }])],
    ["OIDC_PROVIDERS", JSON.stringify([{ ...campus, secret: "hunter2" }])],
    ["OIDC_PROVIDERS", JSON.stringify([campus, campus])],
    ["OIDC_PROVIDERS", JSON.stringify([{ ...campus, domains: ["@example.org"] }])],
    ["OIDC_PROVIDERS", JSON.stringify([{ ...campus, domains: ["a.org", "A.org"] }])],
    [
      "OIDC_PROVIDERS",
      JSON.stringify([{ ...campus, roles: { claim: "groups", map: { a: "owner" } } }]),
    ],
  ])("reject %s set to %s", (name, value) => {
    const parse = () => parseEnv({ ...base, [name]: value });
    expect(parse).toThrow(name);
    expect(parse).not.toThrow("hunter2");
  });

  it("read the domains and groups of an organization", () => {
    const roles = { claim: "groups", map: { staff: "pm" } };
    const env = parseEnv({ ...base, ...listed({ ...campus, domains: ["Example.org"], roles }) });
    expect(providersOf(env)).toMatchObject([{ domains: ["example.org"], roles }]);
  });

  it("print the callback address for an issuer that is set up wrongly", () => {
    const parse = () => parseEnv({ ...base, ...listed({ ...campus, clientId: "" }) });
    expect(parse).toThrow("https://sundial.example.org/api/auth/callback/<id>");
  });
});
