import { type Scope, withinScope } from "../engine/scope.ts";
import type { SourceEntity } from "../engine/staging.ts";

/** Everything that is read of a loaded export, users first. Each row of its files is in one of them. */
export const poolEntities: SourceEntity[] = [
  {
    name: "user",
    kind: "user",
    staging: "staged_users",
    table: "(SELECT id FROM pool_users UNION ALL SELECT id FROM pool_rows WHERE id IS NULL) u",
    select: selectUsers,
  },
  {
    name: "identity",
    kind: "identity",
    staging: "staged_identities",
    table: "pool_identities",
    select: (scope) => `SELECT i.id::text, i.key, i.provider, i.subject,
        i.data, i.created_at, i.updated_at
      FROM pool_identities i WHERE ${withinScope("i.id", scope)}`,
  },
  {
    name: "membership",
    kind: "profile",
    staging: "staged_profiles",
    table: "pool_memberships",
    select: selectMemberships,
  },
  {
    name: "repeated user",
    kind: "profile",
    staging: "staged_profiles",
    table: "(SELECT FROM pool_ranked WHERE ordinal > 1) r",
    select: selectRepeated,
  },
];

/** Attributes with a place of their own in the row. */
const PLACED = "ARRAY['email', 'email_verified', 'phone_number', 'zoneinfo']";

/** Rows that name no user we could know again stand for themselves, without an owner. */
function selectUsers(scope: Scope) {
  const from = scope.ownerless
    ? `(SELECT r.*, '' AS owner, r.file || '#' || r.position AS key, false AS disagree, r.mfa AS factors,
         NULL AS address FROM pool_rows r WHERE r.id IS NULL) u`
    : `(SELECT p.*, p.id::text AS owner, p.id::text AS key FROM pool_users p
        WHERE ${withinScope("p.id", scope)}) u`;
  const name = `coalesce(nullif(btrim(u.attributes ->> 'name'), ''),
    nullif(btrim(concat_ws(' ', u.attributes ->> 'given_name', u.attributes ->> 'family_name')), ''))`;
  return `SELECT u.owner, u.key, NULL::uuid, u.attributes ->> 'email', u.attributes ->> 'phone_number',
      NULL, NULL::timestamptz, NULL::timestamptz, u."createdAt", u."modifiedAt", NULL::timestamptz,
      NULL::timestamptz, false, false, false,
      jsonb_build_object('username', u.username, 'status', u.status, 'enabled', u.enabled,
        'email_verified', u.attributes ->> 'email_verified', 'problem', u.problem, 'disagree', u.disagree,
        'identities_invalid', u."identitiesInvalid", 'factors', u.factors, 'zoneinfo', u.attributes ->> 'zoneinfo',
        'native', coalesce(a.native, 1), 'federated', coalesce(a.federated, 0),
        'groups', coalesce((SELECT jsonb_agg(DISTINCT g.group_name) FROM pool_memberships g WHERE g.id = u.id), '[]')),
      u.attributes - ${PLACED},
      CASE WHEN u.factors = '[]' THEN 'none' ELSE 'other' END, ${name}, u."timeZone"
    FROM ${from} LEFT JOIN pool_addresses a ON a.address = u.address`;
}

/** A membership is known by user and group, one without a user by where it stands. */
function selectMemberships(scope: Scope) {
  const key = scope.ownerless
    ? "m.file || '#' || m.position"
    : "m.id || ':' || m.group_name || CASE WHEN m.ordinal > 1 THEN '#' || m.ordinal ELSE '' END";
  return `SELECT coalesce(m.id::text, ''), ${key}, 'membership',
      jsonb_build_object('group', m.group_name, 'username', m.username, 'problem', m.problem),
      '{}'::jsonb, ${scope.ownerless ? "1" : "m.ordinal::int"}
    FROM pool_memberships m WHERE ${withinScope("m.id", scope)}`;
}

function selectRepeated(scope: Scope) {
  return `SELECT r.id::text, r.id || '#' || r.ordinal, 'repeated user',
      jsonb_build_object('same', r.content = (SELECT u.content FROM pool_users u WHERE u.id = r.id)),
      '{}'::jsonb, r.ordinal::int
    FROM pool_ranked r WHERE r.ordinal > 1 AND ${withinScope("r.id", scope)}`;
}
