import { verifyPassword } from "@sundial/auth/password";
import { describe, expect, it } from "vitest";
import { numberIn, peopleCase } from "../testing/people-case.ts";
import {
  BCRYPT_PASSWORD,
  person,
  type Vendor,
  type VendorExport,
} from "../testing/vendors/vendor.ts";
import { vendors } from "../testing/vendors/vendors.ts";

const NO_FAULTS = { faults: {}, examples: [] };

/** The people who arrived, by their number in the test. */
async function arrived({ target }: Awaited<ReturnType<typeof peopleCase>>) {
  const { rows } = await target.query<{
    source: string;
    email: string;
    name: string;
    role: string;
    status: string;
    reason: string | null;
    verified: boolean;
    must_verify: boolean;
    password: string | null;
    accounts: string[];
    created_at: string;
  }>(
    `SELECT r.unplaced ->> 'id' AS source, u.email, u.name, u.role::text, u.status::text,
       u.status_reason AS reason, u.email_verified AS verified, u.must_verify_email AS must_verify,
       (SELECT a.password FROM accounts a WHERE a.user_id = u.id AND a.provider_id = 'credential') AS password,
       ARRAY(SELECT a.provider_id || ':' || a.account_id FROM accounts a
         WHERE a.user_id = u.id AND a.provider_id <> 'credential' ORDER BY 1) AS accounts,
       u.created_at::text
     FROM migration_records r JOIN users u ON u.id = r.target_key WHERE r.entity = 'user'`,
  );
  return new Map(rows.map((row) => [numberIn(row.source), row]));
}

const passwords = (vendor: Vendor) => ({
  bcrypt: vendor.otherPassword ?? BCRYPT_PASSWORD,
  own: vendor.ownPassword ?? "",
});

describe.each(vendors)("people from %s", (_name, vendor) => {
  const hasPasswords = vendor.ownPassword !== undefined;

  it("arrive with names, roles and ways in; odd rows arrive with less or stay out, and affect nobody else", async () => {
    const people = [
      person(1, { email: "twin@example.org" }),
      person(2, { email: "TWIN@example.org" }),
      person(3, { email: "nobody" }),
      person(4, { email: "u-somebody@no-email.invalid" }),
      person(5, { email: "taken@example.org" }),
      person(6, { name: "x".repeat(81) }),
      person(7, { password: "unknown" }),
      person(8, { roles: ["admin"], isVerified: false }),
      person(9, { roles: ["owner"] }),
      person(10, { identities: [["google", "twin"]] }),
      person(11, { identities: [["google", "twin"]] }),
      person(12, { identities: [["other", "1"]] }),
      person(13, { email: "  person13@example.org " }),
      person(14, { name: "\u202eevil" }),
      person(15, { email: "o'hara\\n@example.org", name: "O'Hara \\N \t; DROP TABLE" }),
      person(16),
      person(21, { email: "Ada.21@Example.ORG", name: "Ada Lovelace", password: "bcrypt" }),
      person(22, { password: "own", roles: ["mentor"] }),
      person(23, { identities: [["google", "108234567890123456789"]] }),
      person(24, { password: "bcrypt", isVerified: false }),
      person(25, { isSuspended: true, password: "bcrypt" }),
    ];
    const moved = await peopleCase(vendor, people);
    await moved.db.user.create({ data: { email: "taken@example.org", name: "Was here" } });
    const { isComplete, report } = await moved.move();
    expect(isComplete).toBe(true);
    expect(report.totals.map(({ unaccounted }) => unaccounted)).toEqual(report.totals.map(() => 0));
    const said = new Map((await moved.outcomes()).map(({ n, said: outcome }) => [n, outcome]));
    expect(said.get(1)).toContain("quarantined EMAIL_TWIN");
    expect(said.get(2)).toContain("quarantined EMAIL_TWIN");
    expect(said.get(3)).toContain("quarantined EMAIL_INVALID");
    expect(said.get(4)).toContain("quarantined EMAIL_INVALID");
    expect(said.get(5)).toContain("quarantined EMAIL_TAKEN");
    expect(said.get(6)).toContain("NAME_UNUSABLE");
    if (hasPasswords) expect(said.get(7)).toContain("PASSWORD_DROPPED");
    if (vendor.hasRoles) {
      expect(said.get(8)).toContain("ROLE_WITHHELD");
      expect(said.get(9)).toContain("ROLE_UNMAPPED");
    }
    expect(said.get(13)).toContain("EMAIL_TRIMMED");
    expect(said.get(14)).toContain("NAME_UNUSABLE");
    expect(said.get(15)).toContain("quarantined EMAIL_INVALID");
    const here = await arrived(moved);
    expect([...here.keys()].toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual([
      6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 21, 22, 23, 24, 25,
    ]);
    expect(here.get(7)?.password).toBe(null);
    expect(here.get(8)?.role).toBe("mentee");
    expect(here.get(10)?.accounts).toEqual([]);
    expect(here.get(11)?.accounts).toEqual([]);
    expect(here.get(12)?.accounts).toEqual([]);
    expect(here.get(21)).toMatchObject({
      email: "ada.21@example.org",
      name: "Ada Lovelace",
      role: "mentee",
      status: "active",
      verified: true,
      must_verify: false,
    });
    expect(here.get(22)?.role).toBe(vendor.hasRoles ? "mentor" : "mentee");
    expect(here.get(23)?.accounts).toEqual(
      vendor.hasIdentities ? ["google:108234567890123456789"] : [],
    );
    expect(here.get(24)).toMatchObject({ verified: false, must_verify: true });
    expect(here.get(25)).toMatchObject(
      vendor.hasStatus
        ? { status: "suspended", reason: expect.stringMatching(/before the move/) }
        : {},
    );
    for (const [n, kind] of [
      [21, "bcrypt"],
      [22, "own"],
    ] as const) {
      const hash = here.get(n)?.password ?? "";
      const password = passwords(vendor)[kind];
      expect(await verifyPassword({ hash, password })).toBe(hasPasswords);
      expect(await verifyPassword({ hash, password: `${password}x` })).toBe(false);
    }
    // Secrets of the source are in no record.
    const { rows } = await moved.target.query<{ text: string }>(
      "SELECT unplaced::text AS text FROM migration_records WHERE unplaced IS NOT NULL",
    );
    expect(rows.map(({ text }) => text).join("\n")).not.toMatch(/\$2y\$|secret|fbscrypt|pbkdf2/);
    expect(await moved.verify()).toMatchObject(NO_FAULTS);
  });

  it("arrive in later runs when they're new, and leave when they're gone; a rehearsal keeps nothing", async () => {
    const before = [1, 2, 3, 4, 5, 6, 7].map((n) => person(n, { password: "bcrypt" }));
    const moved = await peopleCase(vendor, before);
    await moved.move(before, "rehearse");
    expect(await moved.db.user.count()).toBe(0);
    expect(await moved.db.migrationRun.count()).toBe(0);
    await moved.move(before);
    const now = [
      ...before.slice(1, 6),
      person(7, { name: "Renamed", password: "bcrypt", changedAt: 5 }),
      person(8),
    ];
    expect((await moved.verify(now)).faults).toMatchObject({
      GONE_FROM_SOURCE: expect.any(Number),
    });
    await moved.move(now);
    const people = await arrived(moved);
    expect([...people.keys()].toSorted()).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(people.get(7)?.name).toBe("Renamed");
    expect(await moved.verify(now)).toMatchObject(NO_FAULTS);
  });
});

describe.each(vendors.filter(([, { isFile }]) => isFile))("rows from %s", (_name, vendor) => {
  it("are rejected whole when the file breaks off, and accounted for when they're repeated, contradictory or without an address", async () => {
    let isBroken = true;
    const breaking = ({ files = [] }: VendorExport): VendorExport => ({
      files: files.map((file) =>
        file.option === "--users" ? { ...file, content: `${file.content.slice(0, -8)}"x` } : file,
      ),
    });
    const people = [
      person(1, { password: "bcrypt" }),
      person(1, { password: "bcrypt" }),
      person(2),
      person(2, { name: "Another Name" }),
      person(3, { email: null }),
      // A name that can't be stored is only a name that can't be used; an address that can't is worse.
      person(4, { name: "before\0after" }),
      person(5, { email: "before\0after@example.org" }),
    ];
    const moved = await peopleCase(vendor, people, {
      change: (written) => (isBroken ? breaking(written) : written),
    });
    await expect(moved.move()).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
    expect(await moved.db.migrationRun.count()).toBe(0);

    isBroken = false;
    const { report } = await moved.move();
    expect(report.totals.map(({ unaccounted }) => unaccounted)).toEqual(report.totals.map(() => 0));
    const said = await moved.outcomes();
    const of = (n: number) => said.filter((row) => row.n === n).map((row) => row.said);
    expect(of(1)).toEqual([expect.stringMatching(/^(migrated|flagged)/)]);
    expect(of(2)).toEqual([expect.stringContaining("quarantined ROWS_DISAGREE")]);
    expect(of(3)).toEqual([expect.stringContaining("NO_EMAIL")]);
    expect(of(4)).toEqual([expect.stringContaining("NAME_UNUSABLE")]);
    expect(said.some(({ said: outcome }) => outcome.includes("TEXT_INVALID"))).toBe(true);
    const repeated = report.totals.find(({ entity }) => entity === "repeated user");
    expect(repeated).toMatchObject({ source: 2, codes: { SAME_ROW_AGAIN: 1, SUPERSEDED: 1 } });
    expect(await moved.verify()).toMatchObject(NO_FAULTS);
  });
});
