import { randomUUID } from "node:crypto";
import { verifyPassword } from "@sundial/auth";
import { totpSecretBox } from "@sundial/auth/totp-secret";
import { createUser } from "@sundial/db/factories";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoleWord } from "../engine/role-words.ts";
import {
  type AuthUser,
  insertFactor,
  insertIdentity,
  insertUser,
} from "../testing/hostile-users.ts";
import { BCRYPT, knownPasswords } from "../testing/known-passwords.ts";
import { move, recordOf, SECRET, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";

const moving = await moveCase();
const { source, target, db } = moving;
afterAll(moving.end);

const person = (id: string) =>
  db.user.findUnique({ where: { id }, include: { accounts: true, totpFactors: true } });

/** One odd user each: what is special, and the expected result. */
const cases: [string, AuthUser, string, string[], Record<string, unknown> | null][] = [
  [
    "ordinary",
    {},
    "migrated",
    [],
    { emailVerified: true, mustVerifyEmail: false, role: "mentee", status: "active" },
  ],
  [
    "capitals",
    { email: "Ada.Lovelace@Example.org" },
    "migrated",
    [],
    { email: "ada.lovelace@example.org" },
  ],
  [
    "white space around the address",
    { email: " \tspace@example.org\n" },
    "flagged",
    ["EMAIL_TRIMMED"],
    { email: "space@example.org" },
  ],
  ["no address", { email: null }, "flagged", ["NO_EMAIL"], { emailVerified: false }],
  ["an empty address", { email: "" }, "flagged", ["NO_EMAIL"], { emailVerified: false }],
  [
    "a phone alone",
    {
      email: null,
      phone: "49301234567",
      phone_confirmed_at: "2025-01-01",
      email_confirmed_at: null,
    },
    "flagged",
    ["NO_EMAIL"],
    { emailVerified: false },
  ],
  [
    "a confirmed phone and an unconfirmed address",
    { phone: "49301234568", phone_confirmed_at: "2025-01-01", email_confirmed_at: null },
    "migrated",
    [],
    { emailVerified: false },
  ],
  ["no such address", { email: "not an address" }, "quarantined", ["EMAIL_INVALID"], null],
  [
    "letters our contract does not know",
    { email: "jürgen@example.org" },
    "quarantined",
    ["EMAIL_INVALID"],
    null,
  ],
  ["two dots", { email: "a..b@example.org" }, "quarantined", ["EMAIL_INVALID"], null],
  [
    "banned for a while",
    { banned_until: "2999-01-01 12:30:00+00" },
    "flagged",
    ["BANNED"],
    { status: "suspended", statusReason: "Banned before the move, until 2999-01-01 12:30 UTC" },
  ],
  [
    "banned for ever",
    { banned_until: "infinity" },
    "flagged",
    ["BANNED"],
    { status: "suspended", statusReason: "Banned before the move, without end" },
  ],
  [
    "banned once",
    { banned_until: "2020-01-01" },
    "migrated",
    [],
    { status: "active", statusReason: null },
  ],
  [
    "soft-deleted",
    {
      deleted_at: "2025-05-05",
      email: "rZfXb0Wm0C4kq7P3Z8s0m9eHqj2t1mYcT0cX3b4n5vA",
      raw_user_meta_data: "{}",
    },
    "excluded",
    ["DELETED_AT_SOURCE"],
    null,
  ],
  [
    "anonymous",
    { is_anonymous: true, email: null, email_confirmed_at: null, raw_user_meta_data: "{}" },
    "flagged",
    ["ANONYMOUS", "NO_EMAIL", "NAME_MISSING"],
    { status: "inactive", name: "Member" },
  ],
  ["single sign-on", { is_sso_user: true }, "flagged", ["SSO_USER"], {}],
  [
    "a super admin",
    { is_super_admin: true },
    "flagged",
    ["SUPER_ADMIN_IGNORED"],
    { role: "mentee" },
  ],
  [
    "an admin by user_metadata",
    { raw_user_meta_data: `{"full_name": "Mallory", "role": "admin", "roles": ["admin"]}` },
    "migrated",
    [],
    { role: "mentee" },
  ],
  [
    "an admin by app_metadata",
    { raw_app_meta_data: `{"role": "admin"}` },
    "migrated",
    [],
    { role: "admin" },
  ],
  [
    "an admin whose mailbox was never confirmed",
    { raw_app_meta_data: `{"role": "admin"}`, email_confirmed_at: null },
    "flagged",
    ["ROLE_WITHHELD"],
    { role: "mentee" },
  ],
  [
    "a coordinator with only a phone",
    { raw_app_meta_data: `{"role": "coordinator"}`, email: null, email_confirmed_at: null },
    "flagged",
    ["NO_EMAIL", "ROLE_WITHHELD"],
    { role: "mentee" },
  ],
  [
    "a mentor whose mailbox was never confirmed",
    { raw_app_meta_data: `{"role": "mentor"}`, email_confirmed_at: null },
    "migrated",
    [],
    { role: "mentor" },
  ],
  [
    "a coordinator",
    { raw_app_meta_data: `{"role": "coordinator"}` },
    "migrated",
    [],
    { role: "pm" },
  ],
  [
    "service_role",
    { raw_app_meta_data: `{"role": "service_role"}` },
    "flagged",
    ["ROLE_UNMAPPED"],
    { role: "mentee" },
  ],
  [
    "a role of the database",
    { role: "service_role" },
    "flagged",
    ["DATABASE_ROLE"],
    { role: "mentee" },
  ],
  ["the usual role of the database", { role: "authenticated" }, "migrated", [], { role: "mentee" }],
  [
    "a role that is no text",
    { raw_app_meta_data: `{"role": ["admin"]}` },
    "flagged",
    ["ROLE_UNMAPPED"],
    { role: "mentee" },
  ],
  [
    "metadata that is no object",
    { raw_app_meta_data: "null", raw_user_meta_data: `"text"` },
    "flagged",
    ["NAME_MISSING"],
    { name: "Member" },
  ],
  [
    "no metadata at all",
    { raw_app_meta_data: null, raw_user_meta_data: null },
    "flagged",
    ["NAME_MISSING"],
    { name: "Member" },
  ],
  [
    "a name too long",
    { raw_user_meta_data: JSON.stringify({ full_name: "x".repeat(81) }) },
    "flagged",
    ["NAME_UNUSABLE"],
    { name: "Member" },
  ],
  [
    "a name too long, and another claim",
    { raw_user_meta_data: JSON.stringify({ full_name: "x".repeat(81), name: " Ada " }) },
    "flagged",
    ["NAME_UNUSABLE"],
    { name: "Ada" },
  ],
  [
    "a name that nobody can see, and another claim",
    { raw_user_meta_data: JSON.stringify({ full_name: "\u200b\u2003\u2060", name: "Ada" }) },
    "flagged",
    ["NAME_UNUSABLE"],
    { name: "Ada" },
  ],
  [
    "a name of white space, and another claim",
    { raw_user_meta_data: JSON.stringify({ full_name: " \u2003", name: "Ada" }) },
    "migrated",
    [],
    { name: "Ada" },
  ],
  [
    "a name of 80 emoji",
    { raw_user_meta_data: JSON.stringify({ full_name: "🌞".repeat(80) }) },
    "migrated",
    [],
    { name: "🌞".repeat(80) },
  ],
  [
    "a name of 81 emoji",
    { raw_user_meta_data: JSON.stringify({ full_name: "🌞".repeat(81) }) },
    "flagged",
    ["NAME_UNUSABLE"],
    { name: "Member" },
  ],
  [
    "a name that turns the text around",
    { raw_user_meta_data: JSON.stringify({ full_name: "abc\u202Edef" }) },
    "flagged",
    ["NAME_UNUSABLE"],
    { name: "Member" },
  ],
  [
    "another instance",
    { instance_id: "11111111-1111-1111-1111-111111111111" },
    "quarantined",
    ["OTHER_INSTANCE"],
    null,
  ],
  [
    "inserted by hand",
    { instance_id: null, created_at: null, updated_at: null },
    "flagged",
    ["CREATED_AT_MISSING", "INSTANCE_MISSING"],
    {},
  ],
  [
    "a name that is no text",
    { raw_user_meta_data: `{"full_name": {"first": "Ada"}, "name": "Ada Lovelace"}` },
    "migrated",
    [],
    { name: "Ada Lovelace" },
  ],
  [
    "the placeholder of somebody else",
    { email: "u-00000000-0000-4000-8000-000000000001@NO-EMAIL.invalid" },
    "quarantined",
    ["EMAIL_INVALID"],
    null,
  ],
  [
    "confirmed at infinity, created nobody knows when",
    { email_confirmed_at: "infinity", created_at: null },
    "quarantined",
    ["TIME_INVALID"],
    null,
  ],
  ["created before Christ", { created_at: "0044-03-15 BC" }, "quarantined", ["TIME_INVALID"], null],
  ["created at infinity", { created_at: "infinity" }, "quarantined", ["TIME_INVALID"], null],
  [
    "a password, unconfirmed",
    { encrypted_password: BCRYPT, email_confirmed_at: null },
    "flagged",
    ["PASSWORD_UNCONFIRMED"],
    { emailVerified: false, mustVerifyEmail: true },
  ],
];

const lostFactors: [string, Parameters<typeof insertFactor>[2], string, string][] = [
  ["a passkey", { type: "webauthn", secret: null }, "flagged", "FACTOR_NOT_PORTABLE"],
  [
    "a phone",
    { type: "phone", secret: null, phone: "49301234569" },
    "flagged",
    "FACTOR_NOT_PORTABLE",
  ],
  ["an unreadable secret", { secret: "no base32!" }, "quarantined", "FACTOR_SECRET_INVALID"],
  ["no secret", { secret: null }, "quarantined", "FACTOR_SECRET_INVALID"],
  ["an infinite time", { createdAt: "infinity" }, "quarantined", "TIME_INVALID"],
];

const factorIds = new Map<string, string>();
const ids = new Map<string, string>();
let roleWords: RoleWord[] = [];
const twins: string[] = [];
const ssoTwins = { password: "", sso: [""] };
const kept = {
  role: "authenticated",
  invited_at: "2025-02-01 10:00:00.000001+00",
  email_confirmed_at: "2025-03-01 10:00:00.000002+00",
  phone_confirmed_at: "2025-02-02 10:00:00.000003+00",
};
const taken = { email: `${randomUUID()}@example.org`, id: randomUUID() };

beforeAll(async () => {
  for (const [name, user] of cases) ids.set(name, await insertUser(source, user));
  // Supabase's index on addresses is case-sensitive, and doesn't cover single sign-on.
  twins.push(await insertUser(source, { email: "Dup@example.org" }));
  twins.push(await insertUser(source, { email: "dup@example.org" }));
  twins.push(await insertUser(source, { email: "dup@example.org", is_sso_user: true }));
  // One who keeps the address, and two with single sign-on: one before and one after.
  const shared = { email: "shared@example.org" };
  const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
  ssoTwins.sso = [
    await insertUser(source, { ...shared, id: uuid(1), is_sso_user: true }),
    await insertUser(source, { ...shared, id: uuid(3), is_sso_user: true }),
  ];
  ssoTwins.password = await insertUser(source, {
    ...shared,
    id: uuid(2),
    encrypted_password: BCRYPT,
  });
  ids.set("early", await insertUser(source, { email: "late@example.org", is_sso_user: true }));
  ids.set("kept", await insertUser(source, kept));
  ids.set("passkey to sign in", await insertUser(source));
  await source.query(
    "INSERT INTO auth.webauthn_credentials (user_id, credential_id, public_key) VALUES ($1, 'c', 'p')",
    [ids.get("passkey to sign in")],
  );
  ids.set("address taken", await insertUser(source, { email: taken.email.toUpperCase() }));
  ids.set("id taken", await insertUser(source, { id: taken.id }));
  for (const [scheme, , encrypted_password] of knownPasswords) {
    // As after updateUser: a password, and only an identity at a provider.
    const id = await insertUser(source, { encrypted_password });
    await insertIdentity(source, id, "github", `gh-${id}`);
    ids.set(scheme, id);
  }
  ids.set("NULL password", await insertUser(source, { encrypted_password: null }));
  const factors = [...lostFactors, ["app", {}], ["unverified", { status: "unverified" }]] as const;
  for (const [name, factor] of factors) {
    const id = await insertUser(source);
    ids.set(name, id);
    factorIds.set(name, await insertFactor(source, id, factor));
  }
  ids.set(
    "big",
    await insertUser(source, {
      created_at: "2025-01-01 00:00:00.000001+00",
      raw_user_meta_data: `{"full_name": "Big", "id": 9007199254740993, "ratio": 0.12345678901234567890}`,
    }),
  );
  await createUser(db, { email: taken.email, name: "Already here" });
  await createUser(db, { id: taken.id, name: "Already here too" });
  const { report } = await move(moving);
  roleWords = report.roleWords;
  expect(report.totals.every(({ unaccounted }) => unaccounted === 0)).toBe(true);
});

describe("each unusual user", () => {
  test.each(cases)("%s", async (name, _user, outcome, codes, expected) => {
    const id = ids.get(name) ?? "";
    expect(await recordOf(target, id)).toMatchObject({ outcome, codes });
    const found = await person(id);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });

  test("a placeholder address never receives email", async () => {
    const id = ids.get("no address") ?? "";
    expect(await person(id)).toMatchObject({ email: `u-${id}@no-email.invalid` });
  });

  test("users with the same address are all quarantined and never merged", async () => {
    for (const id of twins) {
      expect(await recordOf(target, id)).toMatchObject({
        outcome: "quarantined",
        codes: ["EMAIL_TWIN"],
      });
    }
    expect(await db.user.count({ where: { email: "dup@example.org" } })).toBe(0);
  });

  test("people with single sign-on don't keep a user with the same address back", async () => {
    expect(await recordOf(target, ssoTwins.password)).toMatchObject({ outcome: "migrated" });
    expect(await person(ssoTwins.password)).toMatchObject({ email: "shared@example.org" });
    for (const id of ssoTwins.sso) {
      expect(await recordOf(target, id)).toMatchObject({
        outcome: "quarantined",
        codes: ["SSO_TWIN"],
      });
    }
  });

  test("what has no place here is kept in the records", async () => {
    const confirmed_at = kept.phone_confirmed_at;
    const record = await recordOf(target, ids.get("kept") ?? "");
    expect(record).toMatchObject({ outcome: "migrated", unplaced: { ...kept, confirmed_at } });
    const phone = await recordOf(target, factorIds.get("a phone") ?? "", "factor");
    expect(phone?.unplaced).toEqual({ type: "phone", status: "verified", phone: "49301234569" });
  });

  test("passkeys stay behind, and their owners are flagged", async () => {
    for (const name of ["passkey to sign in", "a passkey"]) {
      const record = await recordOf(target, ids.get(name) ?? "");
      expect(record?.codes).toContain("PASSKEY_LEFT");
      expect(record?.unplaced).toMatchObject({ passkeys: 1 });
    }
    const passkey = await person(ids.get("passkey to sign in") ?? "");
    expect(passkey).toMatchObject({ mustEnrolFactor: false });
  });

  test("the words in role claims are listed with counts and what they become", () => {
    expect(roleWords).toEqual([
      { word: "admin", people: 2, role: "admin" },
      { word: "coordinator", people: 2, role: "pm" },
      { word: `["admin"]`, people: 1, role: null },
      { word: "mentor", people: 1, role: "mentor" },
      { word: "service_role", people: 1, role: null },
    ]);
  });

  test("existing users are left untouched", async () => {
    expect(await recordOf(target, ids.get("address taken") ?? "")).toMatchObject({
      codes: ["EMAIL_TAKEN"],
    });
    expect(await recordOf(target, taken.id)).toMatchObject({ codes: ["ID_TAKEN"] });
    expect(await person(taken.id)).toMatchObject({ name: "Already here too" });
    expect(await db.user.findUnique({ where: { email: taken.email } })).toMatchObject({
      name: "Already here",
    });
  });

  test("timestamps keep their microseconds and metadata every digit", async () => {
    const id = ids.get("big") ?? "";
    const { rows } = await target.query(
      `SELECT created_at::text, (SELECT unplaced #>> '{user_metadata}' FROM migration_records WHERE source_key = $1 AND entity = 'user') AS metadata
       FROM users WHERE id = $1`,
      [id],
    );
    expect(rows[0]?.created_at).toBe("2025-01-01 00:00:00.000001+00");
    expect(rows[0]?.metadata).toContain("9007199254740993");
    expect(rows[0]?.metadata).toContain("0.12345678901234567890");
  });

  test("the migrated users pass verification", async () => {
    expect((await verifyLatest(moving)).faults).toEqual({});
  });
});

describe("passwords", () => {
  test.each(knownPasswords)(
    "%s still works, whatever the identities say",
    async (scheme, password) => {
      const id = ids.get(scheme) ?? "";
      const accounts = (await person(id))?.accounts;
      const account = accounts?.find(({ providerId }) => providerId === "credential");
      expect(accounts).toHaveLength(2);
      expect(account).toMatchObject({ accountId: id });
      const hash = account?.password ?? "";
      expect(await verifyPassword({ hash, password })).toBe(true);
      expect(await verifyPassword({ hash, password: `${password}x` })).toBe(false);
    },
  );

  test.each(["ordinary", "NULL password"])(
    "creates no credential without one: %s",
    async (name) => {
      expect((await person(ids.get(name) ?? ""))?.accounts).toEqual([]);
    },
  );
});

describe("two-factor authentication", () => {
  test("an authenticator app is migrated encrypted and protects the account", async () => {
    const found = await person(ids.get("app") ?? "");
    expect(found).toMatchObject({ mustEnrolFactor: false });
    expect(found?.totpFactors).toMatchObject([{ id: factorIds.get("app"), name: "My phone" }]);
    const [factor] = found?.totpFactors ?? [];
    expect(factor?.verifiedAt).not.toBeNull();
    const owner = { factorId: factor?.id ?? "", userId: found?.id ?? "" };
    const secret = totpSecretBox(SECRET).open(owner, factor?.secret ?? "");
    expect(secret.toString()).toBe("12345678901234567890");
  });

  test.each(lostFactors)(
    "%s can't be migrated, and another factor doesn't replace it",
    async (name, _factor, outcome, code) => {
      const id = ids.get(name) ?? "";
      const record = await recordOf(target, factorIds.get(name) ?? "", "factor");
      expect(record).toMatchObject({ outcome, codes: [code] });
      const codes = (await recordOf(target, id))?.codes;
      expect(codes?.filter((found) => found !== "PASSKEY_LEFT")).toEqual(["SECOND_FACTOR_LOST"]);
      expect(await person(id)).toMatchObject({ mustEnrolFactor: true, totpFactors: [] });
    },
  );

  test("an unverified factor is not migrated and locks nobody out", async () => {
    const record = await recordOf(target, factorIds.get("unverified") ?? "", "factor");
    expect(record).toMatchObject({ codes: ["FACTOR_UNVERIFIED"] });
    const found = await person(ids.get("unverified") ?? "");
    expect(found).toMatchObject({ mustEnrolFactor: false, totpFactors: [] });
  });
});

test("a user who comes later keeps an address that somebody with single sign-on brought here", async () => {
  const early = ids.get("early") ?? "";
  expect(await person(early)).toMatchObject({ email: "late@example.org" });
  const late = await insertUser(source, { email: "Late@example.org", encrypted_password: BCRYPT });
  await move(moving);
  expect(await person(late)).toMatchObject({ email: "late@example.org" });
  expect(await person(early)).toBeNull();
  expect(await recordOf(target, early)).toMatchObject({ codes: ["SSO_TWIN"] });
  expect((await verifyLatest(moving)).faults).toEqual({});
});
