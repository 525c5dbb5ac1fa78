import { type Scope, withinScope } from "../engine/scope.ts";
import type { SourceEntity } from "../engine/staging.ts";

/** Everything read from a loaded export, users first. Each row of its files is in one of them. */
export const poolEntities: SourceEntity[] = [
  {
    name: "user",
    kind: "user",
    staging: "staged_users",
    table: "(SELECT FROM pool_users UNION ALL SELECT FROM pool_strays) u",
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
    table: "pool_superseded",
    select: selectRepeated,
  },
];

/**
 * Rows without a recognizable user stand alone, without an owner. Each row's data is looked up
 * person by person: the planner misjudges a join, because it takes a narrow range of ids among many
 * for a single one.
 */
function selectUsers(scope: Scope) {
  const from = scope.ownerless
    ? "(SELECT s.*, '' AS owner, s.file || '#' || s.position AS key FROM pool_strays s) u"
    : `(SELECT p.*, p.id::text AS owner, p.id::text AS key FROM pool_users p
        WHERE ${withinScope("p.id", scope)}) u`;
  return `SELECT u.owner, u.key, NULL::uuid, u.email, u.phone,
      NULL, NULL::timestamptz, NULL::timestamptz, u.created_at, u.modified_at, NULL::timestamptz,
      NULL::timestamptz, false, false, false,
      jsonb_build_object('username', u.username, 'status', u.status, 'enabled', u.enabled,
        'email_verified', u.email_verified, 'problem', u.problem, 'disagree', u.disagree,
        'identities_invalid', u.identities_invalid, 'factors', u.factors, 'zoneinfo', u.zoneinfo,
        'name_codes', u.name_codes,
        'native', coalesce((SELECT a.native FROM pool_addresses a WHERE a.address = u.address), 1),
        'federated', coalesce((SELECT a.federated FROM pool_addresses a WHERE a.address = u.address), 0),
        'groups', coalesce((SELECT g.groups FROM pool_groups g WHERE g.id = u.id), '[]')),
      u.attributes, CASE WHEN u.factors = '[]' THEN 'none' ELSE 'other' END, u.name, u.time_zone, '{}'::jsonb
    FROM ${from}`;
}

/** A membership's key is user and group, or its position if it has no user. */
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
      jsonb_build_object('same', r.same), '{}'::jsonb, r.ordinal::int
    FROM pool_superseded r WHERE ${withinScope("r.id", scope)}`;
}
