import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { LEAVING_OWNERS } from "../engine/remove.ts";
import { verdict } from "../engine/verdict.ts";
import type { Scope } from "../scope.ts";
import { judgedFactors } from "./factors.ts";
import { judgedIdentities, providerOf, subjectOf } from "./identities.ts";
import { judgedProfiles } from "./profiles.ts";
import { type SourceEntity, STAGING } from "./rows.ts";
import type { Sessions } from "./sessions.ts";
import type { Transform } from "./transform.ts";
import { addressOf, judgedUsers } from "./users.ts";

const HELPERS = {
  twin_addresses: "address text PRIMARY KEY",
  twin_subjects: "provider text, subject text, PRIMARY KEY (provider, subject)",
  leaving_owners: LEAVING_OWNERS,
  settled_owners: "owner text PRIMARY KEY",
  replaced_users: "owner text, target_id text PRIMARY KEY",
  rejected_owners: "owner text PRIMARY KEY",
  rejected_entities: "entity text PRIMARY KEY",
} as const;

/** What each staged entity becomes, with its verdict. Users come first: the others ask about theirs. */
export function preparations(transform: Transform) {
  const isAccount = "j.provider_id IS NOT NULL AND j.account_id IS NOT NULL";
  const profiles = transform.mapping.profiles.map((table) => judgedProfiles(transform, table));
  return {
    prepared_users: verdict(judgedUsers(transform), "user"),
    prepared_identities: verdict(judgedIdentities(transform), "identity", isAccount),
    prepared_factors: verdict(judgedFactors(transform), "factor", "j.type = 'totp'"),
    ...(profiles.length > 0
      ? {
          prepared_profiles: verdict(profiles.join(" UNION ALL "), "profile", "j.kind IS NOT NULL"),
        }
      : {}),
  };
}

/** Makes the session's temporary tables: nobody else sees them, and they end with the session. */
export async function createStaging(target: pg.ClientBase, prepared: Record<string, string>) {
  const tables = { ...STAGING, ...HELPERS };
  for (const [name, columns] of Object.entries(tables)) {
    await target.query(`CREATE TEMP TABLE ${name} (${columns})`);
  }
  for (const [name, select] of Object.entries(prepared)) {
    await target.query(`CREATE TEMP TABLE ${name} AS ${select} WITH NO DATA`);
  }
  const rows = Object.keys(STAGING).map(
    (table) =>
      `SELECT s.owner, ${entityOf(table)} AS entity, s.key, sha256(convert_to(s::text, 'UTF8')) AS digest FROM ${table} s`,
  );
  await target.query(`CREATE TEMP VIEW staged_rows AS ${rows.join(" UNION ALL ")}`);
}

const ENTITIES: Record<string, string> = {
  staged_users: "'user'",
  staged_identities: "'identity'",
  staged_factors: "'factor'",
};
const entityOf = (table: string) => ENTITIES[table] ?? "s.entity";

/**
 * Copies the rows of a scope from the source into the empty staging tables, as a stream: no row is
 * read by this process.
 */
export async function stage({ source, target }: Sessions, entities: SourceEntity[], scope: Scope) {
  for (const { staging, select } of entities) {
    await copy(source, `${select(scope)}`, target, staging);
  }
  for (const table of Object.keys(STAGING)) await target.query(`ANALYZE ${table} (owner, key)`);
}

/** Streams the answer of a query on the one server into a table of the other. */
export async function copy(
  source: pg.ClientBase,
  select: string,
  target: pg.ClientBase,
  table: string,
) {
  await pipeline(
    source.query(copyTo(`COPY (${select}) TO STDOUT`)),
    target.query(copyFrom(`COPY ${table} FROM STDIN`)),
  );
}

/**
 * Addresses and provider subjects that several users of the source lay claim to. Nobody can say whose
 * they are, so none of the claimants wins; all go to quarantine.
 */
export async function findTwins(
  { source, target }: Sessions,
  transform: Transform,
  hasIdentities: boolean,
) {
  await target.query(`
    CREATE TEMP TABLE claimed_addresses (email text);
    CREATE TEMP TABLE claimed_subjects (owner text, provider text, subject text, data jsonb)`);
  const alive = transform.isSoftDeleting ? "WHERE deleted_at IS NULL" : "";
  await copy(source, `SELECT email::text FROM auth.users ${alive}`, target, "claimed_addresses");
  if (hasIdentities) {
    const subject = transform.identitiesHaveIds ? "provider_id" : "id::text";
    await copy(
      source,
      `SELECT user_id::text, provider, ${subject},
         jsonb_build_object('custom_claims', jsonb_build_object('oid', identity_data #> '{custom_claims,oid}'))
       FROM auth.identities WHERE provider NOT IN ('email', 'phone')`,
      target,
      "claimed_subjects",
    );
  }
  await target.query(`
    INSERT INTO twin_addresses
      SELECT ${addressOf("email")} FROM claimed_addresses
      WHERE ${addressOf("email")} IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
    INSERT INTO twin_subjects
      SELECT ${providerOf(transform, "c.provider")}, ${subjectOf("c")} FROM claimed_subjects c
      WHERE ${providerOf(transform, "c.provider")} IS NOT NULL AND ${subjectOf("c")} IS NOT NULL
      GROUP BY 1, 2 HAVING count(DISTINCT c.owner) > 1;
    DROP TABLE claimed_addresses, claimed_subjects`);
}
