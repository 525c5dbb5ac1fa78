import { readFile, stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { poolCase } from "../testing/pool-case.ts";
import { federatedUser, POOL, poolUser, sub } from "../testing/pool-users.ts";
import { parsePoolMapping } from "./mapping.ts";

const mail = (email: string | undefined) => ({ attributes: { email } });

describe("migrating a user pool", () => {
  it("keeps the IDs, names, time zones and timestamps of ordinary users to the microsecond", async () => {
    const pool = await poolCase([
      poolUser(1, {
        username: "ada",
        attributes: {
          email: "Ada@Example.ORG",
          zoneinfo: "europe/london",
          picture: "https://pictures.example/ada.png",
        },
      }),
      poolUser(2, { attributes: { name: undefined, given_name: "Grace", family_name: "Hopper" } }),
    ]);
    const { isComplete, report } = await pool.move();
    expect(isComplete).toBe(true);
    expect(report.totals.map(({ unaccounted }) => unaccounted)).toEqual([0, 0, 0, 0]);
    expect(await pool.records()).toEqual({ 1: "migrated", 2: "migrated" });
    const { rows } = await pool.target.query(
      `SELECT id, email, email_verified, name, role, status, time_zone, created_at::text, updated_at::text
       FROM users ORDER BY id`,
    );
    const times = {
      created_at: "2023-07-22 01:14:17.949123+00",
      updated_at: "2023-08-01 00:00:00.000001+00",
    };
    expect(rows).toEqual([
      {
        id: sub(1),
        email: "ada@example.org",
        email_verified: true,
        name: "Person 1",
        role: "mentee",
        status: "active",
        time_zone: "Europe/London",
        ...times,
      },
      {
        id: sub(2),
        email: "person2@example.org",
        email_verified: true,
        name: "Grace Hopper",
        role: "mentee",
        status: "active",
        time_zone: "UTC",
        ...times,
      },
    ]);
    expect(await pool.db.avatarFetch.findMany()).toMatchObject([
      { userId: sub(1), url: "https://pictures.example/ada.png", outcome: null },
    ]);
  });

  it("marks native users with their pool and username instead of a password, and federated users not at all", async () => {
    const pool = await poolCase([
      poolUser(1, { username: "ada" }),
      federatedUser(2, { userId: "108234567890123456789" }),
      // A native user with an identity linked to it has both.
      poolUser(3, {
        attributes: {
          identities:
            '[{"userId":900719925474099312345,"providerName":"fb","providerType":"Facebook"}]',
        },
      }),
    ]);
    await pool.move();
    const accounts = await pool.db.account.findMany({
      orderBy: [{ userId: "asc" }, { providerId: "asc" }],
    });
    expect(
      accounts.map(({ userId, providerId, accountId, password }) => [
        userId,
        providerId,
        accountId,
        password,
      ]),
    ).toEqual([
      [sub(1), "cognito", `${POOL}/ada`, null],
      [sub(2), "google", "108234567890123456789", null],
      [sub(3), "cognito", `${POOL}/${sub(3)}`, null],
      [sub(3), "facebook", "900719925474099312345", null],
    ]);
  });

  it("gives nobody more privileges than they had", async () => {
    const groups = { admins: [1, 2, 3, 4, 5, 6, 13].map((n) => ({ Username: sub(n) })) };
    const pool = await poolCase(
      [
        poolUser(1, { enabled: false }),
        poolUser(2, { status: "COMPROMISED" }),
        poolUser(3, { status: "ARCHIVED" }),
        poolUser(4, { status: "UNKNOWN" }),
        poolUser(5, { status: "UNCONFIRMED" }),
        poolUser(6, { more: { Enabled: null } }),
        poolUser(7, { status: "RESET_REQUIRED" }),
        poolUser(8, { status: "FORCE_CHANGE_PASSWORD" }),
        poolUser(9, { attributes: { email_verified: "false" } }),
        poolUser(10, { attributes: { email_verified: undefined } }),
        // What people write about themselves grants nothing.
        poolUser(11, { attributes: { "custom:role": "admin", profile: "admin" } }),
        poolUser(12, { more: { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] } }),
        poolUser(13, { attributes: { email_verified: "false" } }),
      ],
      { groups, mapping: { groups: { admins: "admin" } } },
    );
    await pool.move();
    const users = await pool.db.user.findMany({ orderBy: { id: "asc" } });
    expect(
      users.map((user) => [user.status, user.role, user.emailVerified, user.mustEnrolFactor]),
    ).toEqual([
      ["suspended", "admin", true, false],
      ["suspended", "admin", true, false],
      ["suspended", "admin", true, false],
      ["suspended", "admin", true, false],
      ["active", "mentee", false, false],
      ["suspended", "admin", true, false],
      ["active", "mentee", true, false],
      ["active", "mentee", true, false],
      ["active", "mentee", false, false],
      ["active", "mentee", false, false],
      ["active", "mentee", true, false],
      ["active", "mentee", true, true],
      ["active", "mentee", false, false],
    ]);
    expect(await pool.records()).toEqual({
      1: "flagged DISABLED",
      2: "flagged COMPROMISED",
      3: "flagged ARCHIVED",
      4: "flagged UNKNOWN",
      5: "flagged UNCONFIRMED, ROLE_WITHHELD",
      6: "flagged DISABLED",
      7: "flagged RESET_REQUIRED",
      8: "flagged FORCE_CHANGE_PASSWORD",
      9: "flagged EMAIL_UNVERIFIED",
      10: "flagged EMAIL_UNVERIFIED",
      11: "migrated",
      12: "flagged SECOND_FACTOR_LOST",
      13: "flagged EMAIL_UNVERIFIED, ROLE_WITHHELD",
    });
  });

  it.each([
    ["a page of ListGroups", [{ GroupName: "mentors", UserPoolId: "eu-west-1_Sundial" }]],
    ["people of another product", [{ id: "user_1", email_addresses: [] }]],
    ["nothing but text", ["ada@example.org"]],
  ])("refuses a file with %s instead of users", async (_name, rows) => {
    const pool = await poolCase(rows);
    await expect(pool.move()).rejects.toMatchObject({
      code: "SOURCE_FORMAT",
      message: expect.stringContaining("users.json has no user of a pool"),
    });
    expect(await pool.db.migrationRun.count()).toBe(0);
  });

  it("never merges users who share an address, however it is written", async () => {
    const pool = await poolCase([
      poolUser(1, mail("twin@example.org")),
      poolUser(2, mail("TWIN@example.org")),
      poolUser(3, mail("both@example.org")),
      federatedUser(4, {}, mail(" Both@example.org")),
      federatedUser(5, {}, mail("other@example.org")),
      federatedUser(6, {}, mail("other@example.org")),
      poolUser(7, mail("alone@example.org")),
      // A letter that looks like a K but isn't one in addresses.
      poolUser(8, mail("\u212Aate@example.org")),
      poolUser(9, mail("kate@example.org")),
    ]);
    await pool.move();
    expect(await pool.records()).toEqual({
      1: "quarantined EMAIL_TWIN",
      2: "quarantined EMAIL_TWIN",
      3: "quarantined EMAIL_NATIVE_AND_FEDERATED",
      4: "quarantined EMAIL_NATIVE_AND_FEDERATED",
      5: "quarantined EMAIL_TWIN",
      6: "quarantined EMAIL_TWIN",
      7: "migrated",
      8: "quarantined EMAIL_INVALID",
      9: "migrated",
    });
    expect(await pool.db.user.count()).toBe(2);
    expect(await pool.db.account.count()).toBe(2);
    expect(Object.values(await pool.records("identity"))).toContain(
      "quarantined OWNER_QUARANTINED",
    );
  });

  it("gives users without an address a placeholder that receives no email", async () => {
    const pool = await poolCase([
      poolUser(1, {
        attributes: {
          email: undefined,
          email_verified: undefined,
          phone_number: "+12065551212",
          phone_number_verified: "true",
        },
      }),
      poolUser(2, { attributes: { email: "  ", email_verified: "true" } }),
    ]);
    await pool.move();
    expect(await pool.records()).toMatchObject({
      1: "flagged NO_EMAIL",
      2: expect.stringContaining("NO_EMAIL"),
    });
    const users = await pool.db.user.findMany({ orderBy: { id: "asc" } });
    expect(users.map(({ email, emailVerified }) => [email, emailVerified])).toEqual([
      [`u-${sub(1)}@no-email.invalid`, false],
      [`u-${sub(2)}@no-email.invalid`, false],
    ]);
    const record = await pool.db.migrationRecord.findFirstOrThrow({
      where: { ownerKey: sub(1), entity: "user" },
    });
    expect(record.unplaced).toMatchObject({ phone: "+12065551212", username: sub(1) });
  });

  it("quarantines rows that can't be migrated, each with a code, without affecting other rows", async () => {
    const pool = await poolCase([
      null,
      "a text",
      { Username: "no attributes" },
      poolUser(1, { attributes: { sub: sub(1).toUpperCase().replace("4000", "4A00") } }),
      poolUser(2, { attributes: { "custom:x": "a\0b" } }),
      poolUser(3, { modified: "long ago" }),
      poolUser(4, { status: "PERHAPS" }),
      poolUser(5, mail("no address")),
      poolUser(6, { attributes: { name: "n".repeat(81) } }),
      poolUser(7, { attributes: { name: undefined, zoneinfo: "Mars/Olympus" } }),
      poolUser(8, { attributes: { identities: "[{" } }),
      federatedUser(9, { providerName: "Okta", providerType: "SAML" }),
      federatedUser(10, { userId: "" }),
      poolUser(11, { attributes: { "custom:x": '\\u0000 "quotes"\t\r\n\\N \\. ☃' } }),
      poolUser(12),
      // A name that can't be stored is only a name that can't be used.
      poolUser(13, { attributes: { name: "a\0b", given_name: "Grace", family_name: "Hopper" } }),
    ]);
    const { totals } = (await pool.move()).report;
    expect(await pool.records()).toEqual({
      "users.json#1": "quarantined ROW_INVALID",
      "users.json#2": "quarantined ROW_INVALID",
      "users.json#3": "quarantined SUB_INVALID, STATUS_UNKNOWN",
      "users.json#4": "quarantined SUB_INVALID",
      "users.json#5": "quarantined TEXT_INVALID",
      3: "quarantined TIME_INVALID",
      4: "quarantined STATUS_UNKNOWN",
      5: "quarantined EMAIL_INVALID",
      6: "flagged NAME_UNUSABLE",
      7: "flagged NAME_MISSING, TIME_ZONE_UNKNOWN",
      8: "flagged IDENTITIES_INVALID",
      9: "migrated",
      10: "migrated",
      11: "migrated",
      12: "migrated",
      13: "flagged NAME_UNUSABLE",
    });
    expect(await pool.db.user.findUnique({ where: { id: sub(13) } })).toMatchObject({
      name: "Grace Hopper",
    });
    expect(await pool.records("identity")).toMatchObject({
      "9:identity:1": "flagged PROVIDER_UNKNOWN",
      "10:identity:1": "flagged SUBJECT_MISSING",
    });
    expect(totals).toMatchObject([{ source: 16, unaccounted: 0 }, { unaccounted: 0 }, {}, {}]);
    const record = await pool.db.migrationRecord.findFirstOrThrow({
      where: { ownerKey: sub(11), entity: "user" },
    });
    expect(record.unplaced).toMatchObject({
      attributes: { "custom:x": '\\u0000 "quotes"\t\r\n\\N \\. ☃' },
    });
  });

  it("keeps the latest of several rows for one person, and neither when they contradict each other", async () => {
    const first = poolUser(1, { attributes: { name: "Before" } });
    const later = poolUser(1, { attributes: { name: "After" }, modified: "2024-01-01T00:00:00Z" });
    const pool = await poolCase([
      later,
      first,
      poolUser(2),
      poolUser(2),
      poolUser(3),
      poolUser(3, { attributes: { email: "else@example.org" } }),
      // The same person again, from AdminGetUser, which reports two-factor authentication.
      poolUser(4),
      poolUser(4, { more: { UserMFASettingList: ["SMS_MFA"] } }),
    ]);
    const { totals } = (await pool.move()).report;
    expect(await pool.records()).toEqual({
      1: "migrated",
      2: "migrated",
      3: "quarantined ROWS_DISAGREE",
      4: "flagged SECOND_FACTOR_LOST",
    });
    expect(await pool.records("repeated user")).toEqual({
      "1#2": "excluded SUPERSEDED",
      "2#2": "excluded SAME_ROW_AGAIN",
      "3#2": "excluded SUPERSEDED",
      "4#2": "excluded SAME_ROW_AGAIN",
    });
    expect(await pool.db.user.findUniqueOrThrow({ where: { id: sub(1) } })).toMatchObject({
      name: "After",
    });
    expect(totals.every(({ unaccounted }) => unaccounted === 0)).toBe(true);
  });

  it("grants roles to groups only through the mapping, and the strongest of several", async () => {
    const automatic = `${POOL}_Google`;
    const pool = await poolCase(
      [1, 2, 3, 4].map((n) => poolUser(n, { username: `name${n}` })),
      {
        groups: {
          staff: [poolUser(1, { username: "name1" }), { Username: "name2" }],
          mentors: [{ Username: "name2" }, { Username: "name2" }, { Username: "nobody" }, 5],
          admin: [{ Username: "name3" }],
          [automatic]: [{ Username: "name4" }],
        },
        mapping: { groups: { staff: "pm", mentors: "mentor" } },
      },
    );
    await pool.move();
    const users = await pool.db.user.findMany({ orderBy: { id: "asc" } });
    expect(users.map(({ role }) => role)).toEqual(["pm", "pm", "mentee", "mentee"]);
    expect(await pool.records("membership")).toEqual({
      "1:staff": "migrated",
      "2:staff": "migrated",
      "2:mentors": "migrated",
      "2:mentors#2": "excluded SAME_ROW_AGAIN",
      "3:admin": "flagged GROUP_UNMAPPED",
      [`4:${automatic}`]: "excluded AUTOMATIC_GROUP",
      "mentors.json#3": "quarantined OWNER_MISSING",
      "mentors.json#4": "quarantined ROW_INVALID",
    });
  });

  it("quarantines users who already exist, and identities that belong to someone else", async () => {
    const pool = await poolCase([
      poolUser(1, mail("here@example.org")),
      poolUser(2),
      federatedUser(3, { userId: "77" }),
      federatedUser(4, { userId: "88" }),
      federatedUser(5, { userId: "88" }),
      poolUser(6, { username: "same name" }),
      poolUser(7, { username: "same name" }),
    ]);
    const stranger = { name: "Someone", timeZone: "UTC" };
    await pool.db.user.create({ data: { ...stranger, email: "here@example.org" } });
    await pool.db.user.create({
      data: { ...stranger, id: sub(2), email: "elsewhere@example.org" },
    });
    const other = await pool.db.user.create({ data: { ...stranger, email: "third@example.org" } });
    await pool.db.account.create({
      data: { userId: other.id, providerId: "google", accountId: "77" },
    });
    await pool.move();
    expect(await pool.records()).toMatchObject({
      1: "quarantined EMAIL_TAKEN",
      2: "quarantined ID_TAKEN",
    });
    expect(await pool.records("identity")).toMatchObject({
      "3:identity:1": "quarantined SUBJECT_TAKEN",
      "4:identity:1": "quarantined SUBJECT_TWIN",
      "5:identity:1": "quarantined SUBJECT_TWIN",
      "6:cognito": "quarantined SUBJECT_TWIN",
      "7:cognito": "quarantined SUBJECT_TWIN",
    });
    expect(await pool.db.user.count()).toBe(8);
  });

  it("writes nothing on a second run, and only the changes after the pool has changed", async () => {
    const pool = await poolCase([poolUser(1), poolUser(2), poolUser(3), federatedUser(4, {})]);
    await pool.move();
    const dump = async () => {
      const { rows } = await pool.target.query(
        "SELECT u::text, u.xmin::text, (SELECT array_agg(a::text || a.xmin ORDER BY a.id) FROM accounts a WHERE a.user_id = u.id) AS accounts FROM users u ORDER BY id",
      );
      return rows;
    };
    const before = await dump();
    await pool.move();
    expect(await dump()).toEqual(before);
    // Without a new modification time, one is renamed, one removed, one added, and one now has a
    // twin.
    await pool.move([
      poolUser(1, { attributes: { name: "Renamed" } }),
      poolUser(3),
      federatedUser(4, {}),
      poolUser(5, mail("person3@example.org")),
      poolUser(6),
    ]);
    expect(await pool.records()).toEqual({
      1: "migrated",
      3: "quarantined EMAIL_TWIN",
      4: "migrated",
      5: "quarantined EMAIL_TWIN",
      6: "migrated",
    });
    const users = await pool.db.user.findMany({ orderBy: { id: "asc" } });
    expect(users.map(({ id, name }) => [id, name])).toEqual([
      [sub(1), "Renamed"],
      [sub(4), "Person 4"],
      [sub(6), "Person 6"],
    ]);
  });

  it("lets two people swap addresses between two exports", async () => {
    const pool = await poolCase([1, 2, 3, 4].map((n) => poolUser(n)));
    await pool.move();
    const swapped = [
      poolUser(1, mail("person4@example.org")),
      poolUser(2),
      poolUser(3),
      poolUser(4, mail("person1@example.org")),
    ];
    await pool.move(swapped);
    expect(await pool.records()).toEqual({
      1: "migrated",
      2: "migrated",
      3: "migrated",
      4: "migrated",
    });
    const users = await pool.db.user.findMany({ orderBy: { id: "asc" } });
    expect(users.map(({ email }) => email)).toEqual(
      [4, 2, 3, 1].map((n) => `person${n}@example.org`),
    );
    expect((await pool.verify(swapped)).faults).toEqual({});
  });

  it("resumes after an interruption and ends with the same result", async () => {
    const users = [...[1, 2, 3, 4, 5, 6, 7].map((n) => poolUser(n)), poolUser(8, { status: "?" })];
    const [stopped, whole] = [await poolCase(users), await poolCase(users)];
    // After the first batch of three.
    let looks = 0;
    const first = await stopped.move(users, "apply", () => ++looks > 1);
    expect(first.isComplete).toBe(false);
    expect(await stopped.db.user.count()).toBe(3);
    await expect(stopped.move()).rejects.toMatchObject({ code: "RUN_UNFINISHED" });
    expect((await stopped.move(users, "resume")).isComplete).toBe(true);
    await whole.move();
    const state = async ({ target }: typeof whole) => {
      const { rows } = await target.query(
        `SELECT (owner_key, entity, source_key, target_key, outcome, codes, source_digest, digest, unplaced)::text
         FROM migration_records ORDER BY owner_key, entity, source_key`,
      );
      return rows;
    };
    expect(await state(stopped)).toEqual(await state(whole));
  });

  it("keeps the mapping a run started with, and never maps the groups Cognito creates itself", async () => {
    const pool = await poolCase([poolUser(1)], { mapping: { groups: { staff: "pm" } } });
    await pool.move();
    const run = await pool.db.migrationRun.findFirstOrThrow();
    expect(run).toMatchObject({ source: "cognito", sourceDatabase: POOL, status: "completed" });
    expect(run.options).toEqual({ mapping: { groups: { staff: "pm" }, providers: {} } });
    for (const mapping of [
      { groups: { [`${POOL}_Google`]: "admin" } },
      { groups: { staff: "owner" } },
      { role: {} },
    ]) {
      expect(() => parsePoolMapping(mapping, POOL)).toThrow("mapping");
    }
  });

  it("writes reports without personal data that only their owner can read", async () => {
    const pool = await poolCase([poolUser(1), poolUser(2, { status: "?" }), null]);
    const { files } = await pool.move();
    for (const file of [files.reportFile, files.quarantineFile]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, "utf8")).not.toMatch(/@|Person|postgres/);
    }
  });

  it("rejects an export without users", async () => {
    const pool = await poolCase([]);
    await expect(pool.move()).rejects.toMatchObject({ code: "SOURCE_EMPTY" });
  });
});
