import { type Scope, withinScope } from "../engine/scope.ts";
import type { SourceEntity } from "../engine/staging.ts";
import { identifier, isStrangeTime, literal, tableName } from "../sql.ts";
import { isEncrypted } from "./encryption.ts";
import { READABLE_SECRET } from "./factors.ts";
import type { SupabaseLayout } from "./layout.ts";
import type { ProfileTable, SupabaseMapping } from "./mapping.ts";

/** Everything read from the source, users first. */
export function sourceEntities(layout: SupabaseLayout, mapping: SupabaseMapping): SourceEntity[] {
  const users: SourceEntity = {
    name: "user",
    kind: "user",
    staging: "staged_users",
    table: "auth.users",
    select: (scope) => selectUsers(layout, mapping, scope),
  };
  const identities: SourceEntity = {
    name: "identity",
    kind: "identity",
    staging: "staged_identities",
    table: "auth.identities",
    select: (scope) => selectIdentities(layout, scope),
  };
  const factors: SourceEntity = {
    name: "factor",
    kind: "factor",
    staging: "staged_factors",
    table: "auth.mfa_factors",
    select: (scope) => selectFactors(layout, scope),
  };
  return [
    users,
    ...(layout.hasIdentities ? [identities] : []),
    ...(layout.hasFactors ? [factors] : []),
    ...mapping.profiles.map(profileEntity),
  ];
}

function selectUsers(layout: SupabaseLayout, mapping: SupabaseMapping, scope: Scope) {
  const optional = (name: string, type: string) =>
    layout.users.has(name) ? `u.${name}::${type}` : `NULL::${type}`;
  const factors = layout.hasFactors
    ? `LEFT JOIN (
         SELECT user_id, count(*) FILTER (WHERE factor_type::text = 'webauthn') AS passkeys,
                bool_or(factor_type::text = 'totp'
                  AND (secret ~ '${READABLE_SECRET}' OR ${isEncrypted("secret")})
                  AND NOT coalesce(${isStrangeTime(["created_at", "updated_at"])}, false)) AS totp
         FROM auth.mfa_factors
         WHERE status::text = 'verified' AND ${withinScope("user_id", scope)} GROUP BY user_id
       ) f ON f.user_id = u.id`
    : "";
  const secondFactor = layout.hasFactors
    ? "CASE WHEN f.user_id IS NULL THEN 'none' WHEN f.totp THEN 'totp' ELSE 'other' END"
    : "'none'";
  const name = mapping.profiles.find((table) => table.name !== undefined);
  const zone = zoneIn(mapping);
  return `SELECT u.id::text, u.id::text, ${optional("instance_id", "uuid")}, u.email::text,
      ${optional("phone", "text")}, u.encrypted_password::text, u.email_confirmed_at::timestamptz,
      ${optional("last_sign_in_at", "timestamptz")}, u.created_at::timestamptz,
      u.updated_at::timestamptz, ${optional("banned_until", "timestamptz")},
      ${optional("deleted_at", "timestamptz")}, ${optional("is_sso_user", "boolean")},
      ${optional("is_anonymous", "boolean")}, ${optional("is_super_admin", "boolean")},
      u.raw_app_meta_data::jsonb, u.raw_user_meta_data::jsonb, ${secondFactor},
      ${name ? "n.value::text" : "NULL::text"}, ${zone.value},
      ${unplacedOf(layout)}
    FROM auth.users u ${factors}
    ${name?.name ? `LEFT JOIN ${firstOf(name, name.name, scope)} n ON n.owner = u.id` : ""}
    ${zone.table ? `LEFT JOIN ${firstOf(zone.table, zone.column, scope)} z ON z.owner = u.id` : ""}
    WHERE ${withinScope("u.id", scope)}`;
}

/** What is only for the record: columns without a place here, and how many passkeys stay behind. */
function unplacedOf({ users, hasFactors, hasPasskeys }: SupabaseLayout) {
  const columns = [
    "role",
    "email_confirmed_at",
    "phone_confirmed_at",
    "confirmed_at",
    "invited_at",
  ];
  const kept = columns
    .filter((name) => users.has(name))
    .map((name) => `${literal(name)}, nullif(u.${name}::text, '')`);
  const passkeys = [
    ...(hasFactors ? ["coalesce(f.passkeys, 0)"] : []),
    ...(hasPasskeys
      ? ["(SELECT count(*) FROM auth.webauthn_credentials w WHERE w.user_id = u.id)"]
      : []),
  ];
  if (passkeys.length > 0) kept.push(`'passkeys', nullif(${passkeys.join(" + ")}, 0)`);
  return `jsonb_strip_nulls(jsonb_build_object(${kept.join(", ")}))`;
}

/** Where the time zone is: in a column of the first table that has one, or the same for everybody. */
function zoneIn({ profiles }: SupabaseMapping) {
  const table = profiles.find(({ timeZone }) => timeZone !== undefined);
  const from = table?.timeZone;
  if (typeof from === "string") return { table, column: from, value: "z.value::text" };
  const value = from === undefined ? "NULL::text" : `${literal(String(from.value))}::text`;
  return { value } as const;
}

/** One value per user: the row with the lowest key decides. */
function firstOf(table: ProfileTable, column: string, scope: Scope) {
  const owner = identifier(table.owner);
  return `(SELECT DISTINCT ON (${owner}) ${owner} AS owner, ${identifier(column)} AS value
    FROM ${tableName(table.table)} WHERE ${withinScope(owner, scope)}
    ORDER BY ${owner}, ${identifier(table.key)}::text COLLATE "C")`;
}

function selectIdentities({ identitiesHaveIds }: SupabaseLayout, scope: Scope) {
  // A key is part of an index, which stores at most some 2,700 bytes.
  const key = identitiesHaveIds
    ? "i.id::text"
    : "i.provider || ':' || CASE WHEN length(i.id::text) > 500 THEN md5(i.id::text) ELSE i.id::text END";
  const subject = identitiesHaveIds ? "i.provider_id" : "i.id";
  return `SELECT coalesce(i.user_id::text, ''), ${key}, i.provider::text, ${subject}::text,
      i.identity_data::jsonb, i.created_at::timestamptz, i.updated_at::timestamptz
    FROM auth.identities i WHERE ${withinScope("i.user_id", scope)}`;
}

function selectFactors({ factorsHavePhones }: SupabaseLayout, scope: Scope) {
  return `SELECT coalesce(f.user_id::text, ''), f.id::text, f.friendly_name::text,
      f.factor_type::text, f.status::text, f.secret::text, ${factorsHavePhones ? "f.phone::text" : "NULL::text"},
      f.created_at::timestamptz, f.updated_at::timestamptz
    FROM auth.mfa_factors f WHERE ${withinScope("f.user_id", scope)}`;
}

/**
 * A row as jsonb keeps every digit and microsecond, whatever its columns; one of them may be named
 * `p`.
 */
function profileEntity(table: ProfileTable): SourceEntity {
  const owner = `p.${identifier(table.owner)}`;
  const key = `p.${identifier(table.key)}::text COLLATE "C"`;
  return {
    name: table.table,
    kind: "profile",
    staging: "staged_profiles",
    table: tableName(table.table),
    select: (scope) => `SELECT coalesce(${owner}::text, ''), p.${identifier(table.key)}::text,
        ${literal(table.table)}, to_jsonb(p.*), u.raw_app_meta_data::jsonb,
        (row_number() OVER (PARTITION BY ${owner} ORDER BY ${key}))::int
      FROM ${tableName(table.table)} p LEFT JOIN auth.users u ON u.id = ${owner}
      WHERE ${withinScope(owner, scope)}`,
  };
}
