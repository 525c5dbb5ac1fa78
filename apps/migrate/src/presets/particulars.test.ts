import { totpSecretBox } from "@sundial/auth/totp-secret";
import { describe, expect, it } from "vitest";
import { countWaiting } from "../engine/invite.ts";
import { peopleSource } from "../file/source.ts";
import { SECRET } from "../testing/move.ts";
import { database, peopleCase } from "../testing/people-case.ts";
import { auth0Vendor } from "../testing/vendors/auth0.ts";
import { clerkCsv, clerkJson } from "../testing/vendors/clerk.ts";
import { authjsVendor, betterAuthVendor } from "../testing/vendors/databases.ts";
import { csvFile, jsonLinesFile } from "../testing/vendors/files.ts";
import { firebaseVendor } from "../testing/vendors/firebase.ts";
import { keycloakVendor } from "../testing/vendors/keycloak.ts";
import { person, type VendorExport } from "../testing/vendors/vendor.ts";
import { fileMove, presetMove } from "./moves.ts";

/** The same export with a change to the text of one file. */
const edit =
  (option: string, change: (content: string) => string) =>
  ({ files = [], ...rest }: VendorExport): VendorExport => ({
    ...rest,
    files: files.map((file) =>
      file.option === option ? { ...file, content: change(file.content) } : file,
    ),
  });

const SECRET_32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const SECRET_BYTES = "12345678901234567890";

async function secretsOf({ target }: Awaited<ReturnType<typeof peopleCase>>) {
  const { rows } = await target.query<{ id: string; user_id: string; secret: string }>(
    "SELECT id, user_id, secret FROM totp_factors WHERE verified_at IS NOT NULL",
  );
  const box = totpSecretBox(SECRET);
  return rows.map(({ id, user_id, secret }) =>
    box.open({ factorId: id, userId: user_id }, secret).toString(),
  );
}

describe("authenticator apps", () => {
  it("arrive from Clerk's CSV", async () => {
    const moved = await peopleCase(clerkCsv, [person(1), person(2)], {
      change: edit("--users", (csv) => csv.replace(/,,,,,\n/, `,,,${SECRET_32},,\n`)),
    });
    await moved.move();
    expect(await secretsOf(moved)).toEqual([SECRET_BYTES]);
    expect(await moved.verify()).toMatchObject({ faults: {} });
  });

  it("arrive from Keycloak if they are of our kind; others must be enrolled again", async () => {
    const otp = (digits: number) => ({
      type: "otp",
      userLabel: "My phone",
      secretData: JSON.stringify({ value: SECRET_BYTES }),
      credentialData: JSON.stringify({
        subType: "totp",
        digits,
        period: 30,
        algorithm: "HmacSHA1",
      }),
    });
    const moved = await peopleCase(keycloakVendor, [person(1), person(2)], {
      change: edit("--users", (text) => {
        const realm = JSON.parse(text);
        realm.users[0].credentials = [otp(6)];
        realm.users[1].credentials = [otp(8)];
        return JSON.stringify(realm);
      }),
    });
    await moved.move();
    expect(await secretsOf(moved)).toEqual([SECRET_BYTES]);
    const locked = await moved.db.user.findMany({ where: { mustEnrolFactor: true } });
    expect(locked.map(({ email }) => email)).toEqual(["person2@example.org"]);
  });

  it("of Better Auth, which encrypts them, lock their owners until they enroll again", async () => {
    const moved = await peopleCase(betterAuthVendor, [person(1), person(2)], {
      change: ({ sql = "" }) => ({
        sql: `${sql} INSERT INTO "twoFactor" SELECT 'f', 'encrypted', '', id FROM "user" ORDER BY id LIMIT 1;`,
      }),
    });
    await moved.move();
    const locked = await moved.db.user.findMany({ where: { mustEnrolFactor: true } });
    expect(locked.map(({ email }) => email)).toEqual(["person1@example.org"]);
  });

  it("aren't migrated without the key that encrypts them", async () => {
    const moved = await peopleCase(clerkCsv, [person(1)], {
      change: edit("--users", (csv) => csv.replace(/,,,,,\n/, `,,,${SECRET_32},,\n`)),
    });
    const { move } = await moved.sourceOf([person(1)]);
    const source = peopleSource(move, { toUrl: moved.toUrl, secret: undefined });
    const sessions = await source.open();
    await expect(source.survey(sessions, { mapping: {} })).rejects.toMatchObject({
      code: "SECRET_MISSING",
    });
    await Promise.all([sessions.source.end(), sessions.target.end()]);
  });
});

describe("Auth0's file of hashes", () => {
  it("is accounted for line by line, and never decides between two hashes", async () => {
    const people = [1, 2, 3].map((n) => person(n, { password: "bcrypt" }));
    const moved = await peopleCase(auth0Vendor, people, {
      change: edit("--hashes", (lines) => {
        const [first = "", second = "", third = ""] = lines.split("\n");
        const other = second.replace("$2y$", "$2a$");
        const stray = third.replace('"$oid":"', '"$oid":"f');
        return [first, first, second, other, third, stray, "null"].join("\n");
      }),
    });
    const { report } = await moved.move();
    const passwords = report.totals.find(({ entity }) => entity === "password");
    expect(passwords).toMatchObject({
      source: 6,
      migrated: 2,
      excluded: 1,
      quarantined: 3,
      unaccounted: 0,
      codes: { SAME_ROW_AGAIN: 1, ROWS_DISAGREE: 2, OWNER_MISSING: 1 },
    });
    expect((await moved.outcomes()).map(({ said }) => said)).toContain("quarantined ROW_INVALID");
    const { rows } = await moved.target.query(
      "SELECT u.email FROM accounts a JOIN users u ON u.id = a.user_id ORDER BY 1",
    );
    expect(rows.map(({ email }) => email)).toEqual(["person1@example.org", "person3@example.org"]);
    expect(await moved.verify()).toMatchObject({ faults: {} });
  });

  it("names people by their other ID if they have one", async () => {
    const moved = await peopleCase(auth0Vendor, [person(1, { password: "bcrypt" })], {
      change: (written) =>
        edit("--hashes", (lines) => lines.replace('"tenant"', '"alt_id":"euclid","tenant"'))(
          edit("--users", (lines) => lines.replace(/auth0\|0+1/, "auth0|euclid"))(written),
        ),
    });
    await moved.move();
    expect(await moved.db.account.count({ where: { providerId: "credential" } })).toBe(1);
  });
});

describe("Clerk's JSON", () => {
  it("gets its hashes from the CSV beside it", async () => {
    const people = [person(1, { password: "bcrypt" }), person(2), person(3, { password: "own" })];
    const { files: csv = [] } = clerkCsv.write(people);
    const moved = await peopleCase(clerkJson, people, {
      change: ({ files = [] }) => ({
        files: [...files, ...csv.map((file) => ({ ...file, option: "--hashes" }))],
      }),
    });
    const { report } = await moved.move();
    expect(report.totals.find(({ entity }) => entity === "password")).toMatchObject({
      source: 2,
      migrated: 2,
    });
    const { rows } = await moved.target.query(
      "SELECT u.email FROM accounts a JOIN users u ON u.id = a.user_id ORDER BY 1",
    );
    expect(rows.map(({ email }) => email)).toEqual(["person1@example.org", "person3@example.org"]);
    expect(await moved.verify()).toMatchObject({ faults: {} });
  });
});

describe("databases of other apps", () => {
  it.each([
    [
      "Better Auth",
      betterAuthVendor,
      `INSERT INTO "account" (id, "accountId", "providerId", "userId") VALUES ('x', '99', 'google', 'nobody');`,
    ],
    [
      "Auth.js",
      authjsVendor,
      `INSERT INTO accounts ("userId", type, provider, "providerAccountId") VALUES (99, 'oauth', 'google', '99');`,
    ],
  ])("of %s account for accounts without a person", async (_name, vendor, stray) => {
    const moved = await peopleCase(vendor, [person(1)], {
      change: ({ sql = "" }) => ({ sql: sql + stray }),
    });
    const { report } = await moved.move();
    expect(report.totals.find(({ entity }) => entity === "identity")).toMatchObject({
      source: 1,
      quarantined: 1,
      codes: { OWNER_MISSING: 1 },
    });
    expect(await moved.verify()).toMatchObject({ faults: {} });
  });

  it("may spell their columns otherwise, and their tables", async () => {
    const moved = await peopleCase(betterAuthVendor, [person(1, { password: "bcrypt" })], {
      change: ({ sql = "" }) => ({
        sql: `${sql} UPDATE "user" SET image = 'https://pictures.example/1'; ALTER TABLE "user" RENAME TO users; ALTER TABLE "account" RENAME TO accounts;
          ALTER TABLE users RENAME "emailVerified" TO email_verified; ALTER TABLE users RENAME "createdAt" TO created_at;
          ALTER TABLE accounts RENAME "userId" TO user_id; ALTER TABLE accounts RENAME "providerId" TO provider_id;`,
      }),
    });
    await moved.move();
    expect(await moved.db.user.findFirst({ include: { accounts: true } })).toMatchObject({
      emailVerified: true,
      createdAt: new Date("2024-02-29T12:30:15.123Z"),
      accounts: [{ providerId: "credential" }],
    });
    expect(await moved.db.avatarFetch.findMany()).toMatchObject([
      { url: "https://pictures.example/1", outcome: null },
    ]);
  });

  it("are refused if they are the target itself, or of another kind", async () => {
    const here = await database();
    const access = { databaseUrl: here.url, toUrl: here.url };
    await expect(presetMove("authjs", access).open({})).rejects.toMatchObject({
      code: "SAME_DATABASE",
    });
    const moved = await peopleCase(betterAuthVendor, [person(1)], {
      change: () => ({ sql: "CREATE TABLE other (id int)" }),
    });
    await expect(moved.move()).rejects.toMatchObject({ code: "SOURCE_COLUMN_MISSING" });
    await expect(presetMove("authjs", { toUrl: here.url }).open({})).rejects.toMatchObject({
      code: "ENVIRONMENT_INVALID",
    });
  });
});

describe("Firebase's hash parameters", () => {
  it("can be JSON, and without them the hashes are left out, not guessed", async () => {
    const json = JSON.stringify({
      base64_signer_key:
        "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
      base64_salt_separator: "Bw==",
      rounds: 8,
      mem_cost: 14,
    });
    const one = [person(1, { password: "own" })];
    const withJson = await peopleCase(firebaseVendor, one, {
      change: edit("--hash-config", () => json),
    });
    await withJson.move();
    expect(await withJson.db.account.count()).toBe(1);

    const without = await peopleCase(firebaseVendor, one, {
      change: ({ files = [] }) => ({ files: files.filter(({ option }) => option === "--users") }),
    });
    await without.move();
    expect(await without.db.account.count()).toBe(0);
    expect((await without.outcomes()).map(({ said }) => said)).toEqual([
      "flagged PASSWORD_DROPPED",
    ]);

    const wrong = await peopleCase(firebaseVendor, one, {
      change: edit("--hash-config", () => "hash_config { rounds: 8 }"),
    });
    await expect(wrong.move()).rejects.toMatchObject({ code: "MAPPING_INVALID" });
  });
});

describe("accounts that aren't of a person who signs in", () => {
  it("stay behind if they're of a program of Keycloak", async () => {
    const moved = await peopleCase(keycloakVendor, [person(1), person(2, { email: null })], {
      change: edit("--users", (realm) =>
        realm.replace('"username": "person2"', '"username": "x", "serviceAccountClientId": "x"'),
      ),
    });
    await moved.move();
    expect((await moved.outcomes()).map(({ said }) => said)).toEqual([
      "migrated",
      "excluded SERVICE_ACCOUNT",
    ]);
    expect(await moved.db.user.count()).toBe(1);
    expect(await moved.verify()).toMatchObject({ faults: {} });
  });

  it("are inactive if they're anonymous visitors of Firebase", async () => {
    const moved = await peopleCase(firebaseVendor, [person(1), person(2, { email: null })]);
    await moved.move();
    expect((await moved.outcomes())[1]?.said).toContain("ANONYMOUS");
    expect(await moved.db.user.findMany({ where: { status: "inactive" } })).toMatchObject([
      { statusReason: "Anonymous before the move", role: "mentee" },
    ]);
  });
});

describe("profiles", () => {
  it("arrive for the role that a person has, from columns and words of the source", async () => {
    const columns = (text: string) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line, index) =>
          JSON.stringify({
            ...JSON.parse(line),
            job: "Engineer at large",
            about: "I have built things for twenty years.",
            topics: ["Testing", index === 2 ? "testing" : "System design"],
            tongues: "en;pt-br",
            level: "New",
            aim: "Learn to test",
          }),
        )
        .join("\n");
    const mapping = {
      ...jsonLinesFile.mapping,
      mentor: { headline: "job", bio: "about", languages: "tongues", expertise: "topics" },
      mentee: {
        experienceLevel: { column: "level", values: { New: "beginner" } },
        goals: "aim",
        interests: "topics",
        weeklyHours: { column: { value: "two_to_five" } },
        learningStyle: { column: { value: "reading" } },
      },
    };
    const people = [person(1, { roles: ["mentor"] }), person(2), person(3, { roles: ["mentor"] })];
    const moved = await peopleCase(jsonLinesFile, people, {
      mapping,
      change: edit("--users", columns),
    });
    const { report } = await moved.move();
    expect(report.totals.find(({ entity }) => entity === "profile")).toMatchObject({
      source: 3,
      quarantined: 1,
      codes: { EXPERTISE_INVALID: 1 },
      unaccounted: 0,
    });
    expect(await moved.db.mentorProfile.findMany({ include: { expertise: true } })).toMatchObject([
      {
        headline: "Engineer at large",
        languages: ["en", "pt-BR"],
        expertise: expect.arrayContaining([expect.objectContaining({ slug: "system-design" })]),
        createdAt: new Date("2024-02-29T12:30:15.123Z"),
      },
    ]);
    expect(await moved.db.menteeProfile.findMany()).toMatchObject([
      { experienceLevel: "beginner", goals: "Learn to test", weeklyHours: "two_to_five" },
    ]);
    expect(await moved.verify()).toMatchObject({ faults: {} });
  });
});

describe("a run", () => {
  it("keeps its mapping", async () => {
    const moved = await peopleCase(csvFile, [person(1)]);
    await moved.move();
    const { source, move } = await moved.sourceOf([person(1)]);
    expect(source.readOptions({ mapping: csvFile.mapping })).toEqual({
      mapping: move.parseMapping(csvFile.mapping),
    });
    expect(() => source.readOptions({ mapping: { columns: {} } })).toThrow("mapping is invalid");
  });

  it("ends before it begins if nobody can be recognized, or a column is missing", async () => {
    const nobody = await peopleCase(firebaseVendor, []);
    await expect(nobody.move()).rejects.toMatchObject({ code: "SOURCE_EMPTY" });
    const renamed = await peopleCase(csvFile, [person(1)], {
      change: edit("--users", (csv) => csv.replace('"mail"', '"email"')),
    });
    await expect(renamed.move()).rejects.toThrow(
      /users.csv has no column mail; it has user_id, email/,
    );
    await expect(
      (await fileMove({ toUrl: renamed.toUrl }).open(csvFile.mapping)).rows().next(),
    ).rejects.toThrow("--users");
  });

  it("invites everybody who arrived without a way in", async () => {
    const people = [
      person(1),
      person(2, { password: "unknown" }),
      person(3, { password: "bcrypt" }),
    ];
    const moved = await peopleCase(csvFile, people);
    const { report } = await moved.move();
    expect(report.waysIn.before).toMatchObject({ password: 1, unknownPassword: 1, email: 1 });
    expect(report.waysIn.after).toMatchObject({ password: 1, email: 2 });
    const waiting = await countWaiting(moved.db, {
      runId: report.run,
      limit: 10,
      unverified: false,
      invitedBefore: undefined,
      offered: [],
      now: new Date(),
    });
    expect(waiting).toBe(2);
  });
});
