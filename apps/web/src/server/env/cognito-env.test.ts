import { describe, expect, it } from "vitest";
import { userPoolOf } from "./cognito-env";
import { parseEnv } from "./env";

const base = { DATABASE_URL: "postgresql://sundial:secret@db.example.org/sundial" };
const pool = {
  COGNITO_USER_POOL_ID: "eu-west-1_AbCdEfGhI",
  COGNITO_CLIENT_ID: "4t1abc",
  COGNITO_UNTIL: "2027-06-30",
};

describe("settings of the user pool that users migrated from", () => {
  it("are off by default", () => {
    expect(userPoolOf(parseEnv(base))).toBeNull();
    expect(userPoolOf(parseEnv({ ...base, COGNITO_USER_POOL_ID: "" }))).toBeNull();
  });

  it("enable the pool until its last day", () => {
    expect(userPoolOf(parseEnv({ ...base, ...pool }))).toEqual({
      poolId: "eu-west-1_AbCdEfGhI",
      clientId: "4t1abc",
      clientSecret: undefined,
      endpoint: "https://cognito-idp.eu-west-1.amazonaws.com/",
      until: new Date("2027-06-30T00:00:00Z"),
      timeout: 5_000,
    });
    const region = { ...pool, COGNITO_USER_POOL_ID: "us-gov-west-1_AbC" };
    const more = { COGNITO_CLIENT_SECRET: "s", COGNITO_ENDPOINT: "https://idp.example.org/" };
    expect(userPoolOf(parseEnv({ ...base, ...region, ...more }))).toMatchObject({
      clientSecret: "s",
      endpoint: "https://idp.example.org/",
    });
    expect(userPoolOf(parseEnv({ ...base, ...region }))?.endpoint).toContain("us-gov-west-1");
  });

  it.each([
    ["COGNITO_USER_POOL_ID", "somewhere", "eu-west-1_AbCdEfGhI"],
    ["COGNITO_USER_POOL_ID", "evil.example/eu-west-1_A", "eu-west-1_AbCdEfGhI"],
    ["COGNITO_USER_POOL_ID", "", "together"],
    ["COGNITO_CLIENT_ID", "", "together"],
    ["COGNITO_UNTIL", "", "together"],
    ["COGNITO_UNTIL", "some day", "2027-06-30"],
    ["COGNITO_ENDPOINT", "http://idp.example.org/", "https"],
  ])("reject %s set to %j", (name, value, hint) => {
    const parse = () => parseEnv({ ...base, ...pool, [name]: value });
    expect(parse).toThrow("COGNITO_");
    expect(parse).toThrow(hint);
  });

  it("never show the client's secret when it is set alone", () => {
    const parse = () => parseEnv({ ...base, COGNITO_CLIENT_SECRET: "hunter2hunter2" });
    expect(parse).toThrow("together");
    expect(parse).not.toThrow("hunter2");
  });
});
