import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertIdentity, insertUser } from "../testing/hostile-users.ts";
import { move, recordOf, SECRET, verifyLatest } from "../testing/move.ts";
import { moveCase } from "../testing/move-case.ts";
import { OLD_IDENTITIES, SUPABASE_MAPPING } from "../testing/supabase-schema.ts";

const moving = await moveCase();
const { source, target, db } = moving;
afterAll(moving.end);

const OID = `{"sub": "pairwise", "custom_claims": {"oid": "directory-id", "tid": "tenant"}}`;

/** Provider, subject, Supabase's data, and the account it must become. */
const cases: [string, string, string, string, string[], [string, string] | null][] = [
  ["google", "100000000000000000001", "{}", "migrated", [], ["google", "100000000000000000001"]],
  ["discord", "900719925474099312", "{}", "migrated", [], ["discord", "900719925474099312"]],
  ["github", "42", "{}", "migrated", [], ["github", "42"]],
  ["linkedin_oidc", "abc", "{}", "migrated", [], ["linkedin", "abc"]],
  ["slack_oidc", "U1", "{}", "migrated", [], ["slack", "U1"]],
  ["x", "9007199254740993", "{}", "migrated", [], ["twitter", "9007199254740993"]],
  ["azure", "pairwise", OID, "migrated", [], ["microsoft", "directory-id"]],
  ["azure", "pairwise-without", "{}", "flagged", ["AZURE_OID_MISSING"], null],
  ["keycloak", "kc", "{}", "migrated", [], ["our-keycloak", "kc"]],
  ["custom:acme", "1", "{}", "flagged", ["PROVIDER_UNKNOWN"], null],
  ["sso:5d5b1f0e-1b1c-4c1e-8e5d-111111111111", "name-id", "{}", "flagged", ["SSO_REVIEW"], null],
  ["web3", "web3:ethereum:0xabc", "{}", "flagged", ["WEB3_UNSUPPORTED"], null],
  ["github", "43", `{"sub": "44"}`, "flagged", ["SUBJECT_DIFFERS"], ["github", "43"]],
  ["github", "45", `{"sub": 45}`, "migrated", [], ["github", "45"]],
  ["email", "an-id", "{}", "excluded", ["OWN_ADDRESS"], null],
  ["google", "", "{}", "quarantined", ["SUBJECT_MISSING"], null],
];

const mapping = { ...SUPABASE_MAPPING, providers: { keycloak: "our-keycloak" } };
const made: { user: string; identity: string }[] = [];
const twins: string[] = [];
let same: string[] = [];
let pairwise: string[] = [];
let timeless = "";
let hidden = "";

beforeAll(async () => {
  for (const [provider, subject, data] of cases) {
    const user = await insertUser(source);
    made.push({ user, identity: await insertIdentity(source, user, provider, subject, data) });
  }
  // One LinkedIn account twice: for two users, and for one.
  twins.push(await insertIdentity(source, await insertUser(source), "linkedin", "twin"));
  twins.push(await insertIdentity(source, await insertUser(source), "linkedin_oidc", "twin"));
  const both = await insertUser(source);
  same = [
    await insertIdentity(source, both, "linkedin", "both"),
    await insertIdentity(source, both, "linkedin_oidc", "both"),
  ].sort();
  // One person in a directory, known to two applications.
  const member = await insertUser(source);
  const oid = `{"custom_claims": {"oid": "one-person"}}`;
  pairwise = [
    await insertIdentity(source, member, "azure", "at-the-old-application", oid),
    await insertIdentity(source, member, "azure", "at-the-new-application", oid),
  ].sort();
  timeless = await insertIdentity(source, member, "github", "4712", "{}", "infinity");
  const banned = await insertUser(source, { email: "no address" });
  hidden = await insertIdentity(source, banned, "google", "of-somebody-kept-back");
  await move(moving, "apply", { mapping, secret: SECRET });
});

describe("each identity", () => {
  test.each(cases.map((row, index) => [row[0], row[1], index] as const))(
    "%s %s",
    async (_provider, _subject, index) => {
      const [, , , outcome, codes, account] = cases[index] ?? [];
      const { user = "", identity = "" } = made[index] ?? {};
      expect(await recordOf(target, identity, "identity")).toMatchObject({ outcome, codes });
      const found = await db.user.findUnique({ where: { id: user }, include: { accounts: true } });
      expect(found?.accounts.map(({ providerId, accountId }) => [providerId, accountId])).toEqual(
        account ? [account] : [],
      );
    },
  );

  test("a provider account claimed by two users goes to neither", async () => {
    for (const identity of twins) {
      const record = await recordOf(target, identity, "identity");
      expect(record).toMatchObject({ outcome: "quarantined", codes: ["SUBJECT_TWIN"] });
    }
  });

  test.each([
    ["by two names of a provider", () => same],
    ["at two applications of a directory", () => pairwise],
  ])("an account listed twice for one user is migrated once: %s", async (_name, identities) => {
    const [first, second] = identities();
    expect(await recordOf(target, first ?? "", "identity")).toMatchObject({ outcome: "migrated" });
    const record = await recordOf(target, second ?? "", "identity");
    expect(record).toMatchObject({ outcome: "excluded", codes: ["SAME_SUBJECT"] });
  });

  test("an identity without a valid time is quarantined", async () => {
    const record = await recordOf(target, timeless, "identity");
    expect(record).toMatchObject({ outcome: "quarantined", codes: ["TIME_INVALID"] });
  });

  test("identities of quarantined users are quarantined too, and nothing in them is lost", async () => {
    const record = await recordOf(target, hidden, "identity");
    expect(record).toMatchObject({ outcome: "quarantined", codes: ["OWNER_QUARANTINED"] });
    expect(record?.unplaced).toMatchObject({
      provider: "google",
      subject: "of-somebody-kept-back",
    });
  });

  test("the migrated identities pass verification", async () => {
    expect((await verifyLatest(moving)).faults).toEqual({});
  });
});

describe("identities in the format before 2023, and projects without 2FA", () => {
  test("are migrated", async () => {
    const old = await moveCase(`${OLD_IDENTITIES} DROP TABLE auth.mfa_factors;`);
    try {
      const id = await insertUser(old.source);
      await old.source.query(
        `INSERT INTO auth.identities (id, user_id, provider, identity_data) VALUES ('100000000000000000001', $1, 'google', '{}')`,
        [id],
      );
      // As long as the index allows.
      const long = randomBytes(1300).toString("hex");
      await old.source.query(
        `INSERT INTO auth.identities (id, user_id, provider, identity_data) VALUES ($2, $1, 'github', '{}')`,
        [id, long],
      );
      await move(old);
      const accounts = await old.db.account.findMany({
        where: { userId: id },
        orderBy: { providerId: "desc" },
      });
      expect(accounts).toMatchObject([
        { providerId: "google", accountId: "100000000000000000001" },
        { providerId: "github", accountId: long },
      ]);
      expect((await verifyLatest(old)).faults).toEqual({});
    } finally {
      await old.end();
    }
  });
});
