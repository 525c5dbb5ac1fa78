import { describe, expect, it } from "vitest";
import { readUserRow } from "./user-row.ts";

const SUB = "d16b4aa8-8633-4abd-93b3-5062a8e1b5f8";
const attributes = (more: Record<string, string> = {}) =>
  Object.entries({ sub: SUB, email: "Ada@Example.org", email_verified: "true", ...more }).map(
    ([Name, Value]) => ({ Name, Value }),
  );
const user = {
  Username: SUB,
  Attributes: attributes(),
  UserCreateDate: "2023-07-22T01:14:17.949000+00:00",
  UserLastModifiedDate: "2023-07-22T01:14:18.100000+00:00",
  Enabled: true,
  UserStatus: "CONFIRMED",
};

describe("a pool user as a row", () => {
  it("is the same whichever tool exported it", () => {
    const { Attributes, ...rest } = user;
    const row = readUserRow(user);
    expect(row).toMatchObject({
      problem: null,
      username: SUB,
      sub: SUB,
      status: "CONFIRMED",
      enabled: true,
      mfa: [],
      createdAt: "2023-07-22T01:14:17.949000Z",
      identities: null,
      timeZone: null,
      attributes: { email: "Ada@Example.org", email_verified: "true" },
    });
    const firstVersion = { UserCreateDate: 1689988457.949, UserLastModifiedDate: 1689988458.1 };
    expect(readUserRow({ ...user, ...firstVersion })).toEqual(row);
    const library = { UserCreateDate: "2023-07-22T01:14:17.949Z", MFAOptions: [] };
    expect(readUserRow({ ...user, ...library })).toEqual(row);
    expect(readUserRow({ ...rest, UserAttributes: Attributes })).toEqual(row);
  });

  it("recognizes both current and older 2FA settings", () => {
    const names = {
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
      PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
    };
    expect(readUserRow({ ...user, ...names }).mfa).toEqual(["SOFTWARE_TOKEN_MFA"]);
    const phone = [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }];
    expect(readUserRow({ ...user, MFAOptions: phone }).mfa).toEqual(["SMS_MFA"]);
  });

  it("keeps every digit of identities, and detects when they aren't a list", () => {
    const identities = '[{"userId":123456789012345678901,"providerName":"Google"}]';
    const withThem = (text: string) =>
      readUserRow({ ...user, Attributes: attributes({ identities: text }) });
    expect(withThem(identities)).toMatchObject({ identities, identitiesInvalid: false });
    const odd = ["1e-400000", `0.${"0".repeat(20_000)}1`].map((n) => `[{"userId":${n}}]`);
    const likeExponent = '[{"userId":"1e9","note":"\\"2e400000"}]';
    expect(withThem(likeExponent)).toMatchObject({ identities: likeExponent });
    for (const text of ["", "{}", "[{", "null", ...odd]) {
      expect(withThem(text)).toMatchObject({ identities: null, identitiesInvalid: true });
    }
  });

  it("keeps a time zone only if it is valid", () => {
    const zoned = (zoneinfo: string) =>
      readUserRow({ ...user, Attributes: attributes({ zoneinfo }) });
    expect(zoned("europe/london").timeZone).toBe("Europe/London");
    expect(zoned("Mars/Olympus").timeZone).toBeNull();
  });

  it.each([
    ["no object", null, "ROW_INVALID"],
    ["no user name", { ...user, Username: undefined }, "ROW_INVALID"],
    ["attributes that are no list", { ...user, Attributes: { sub: SUB } }, "ROW_INVALID"],
    [
      "an attribute that is no text",
      { ...user, Attributes: [{ Name: "sub", Value: 5 }] },
      "ROW_INVALID",
    ],
    ["an impossible time", { ...user, UserCreateDate: "yesterday" }, "TIME_INVALID"],
    ["a NUL", { ...user, Attributes: attributes({ locale: "a\0b" }) }, "TEXT_INVALID"],
    [
      "half a character",
      { ...user, Attributes: attributes({ locale: "a\ud83d" }) },
      "TEXT_INVALID",
    ],
  ])("is stored as a row with a problem: %s", (_name, value, problem) => {
    expect(readUserRow(value)).toMatchObject({ problem, attributes: {} });
  });

  it.each(["a\0b", "a\ud83d"])("is kept with a name that can't be stored, which is %j", (name) => {
    const row = readUserRow({ ...user, Attributes: attributes({ name, nickname: "Ada" }) });
    expect(row).toMatchObject({ problem: null, names: [name, "", "Ada"] });
    expect(row.attributes).not.toHaveProperty("name");
  });

  it("accepts text that only looks like an escape sequence", () => {
    const name = "C:\\u0000 \\\\ud800 👩‍🚀";
    expect(readUserRow({ ...user, Attributes: attributes({ name }) }).attributes.name).toBe(name);
  });

  it("handles attributes named like built-in object properties", () => {
    const strange = attributes({ constructor: "x", toString: "y" });
    const row = readUserRow({
      ...user,
      Attributes: [...strange, { Name: "__proto__", Value: "z" }],
    });
    expect(Object.keys(row.attributes)).toContain("constructor");
    expect(JSON.parse(JSON.stringify(row.attributes)).constructor).toBe("x");
  });
});
