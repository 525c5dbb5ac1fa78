import { type Scope, withinScope } from "../engine/scope.ts";
import type { SourceEntity } from "../engine/staging.ts";

/** Everything read from loaded people, users first. Each row of the source is in one of them. */
export const peopleEntities: SourceEntity[] = [
  {
    name: "user",
    kind: "user",
    staging: "staged_users",
    table: "(SELECT FROM people UNION ALL SELECT FROM people_without_id) u",
    select: selectUsers,
  },
  {
    name: "identity",
    kind: "identity",
    staging: "staged_identities",
    table: "people_identities",
    select: (scope) => `SELECT coalesce(i.id::text, ''), i.key, i.entry ->> 'provider',
        nullif(i.entry ->> 'subject', ''), i.entry, i.created_at, coalesce(i.updated_at, i.created_at)
      FROM people_identities i WHERE ${withinScope("i.id", scope)}`,
  },
  {
    name: "factor",
    kind: "factor",
    staging: "staged_factors",
    table: "people_factors",
    select: (scope) => `SELECT f.id::text, f.key, f.entry ->> 'name', 'totp', 'verified',
        f.entry ->> 'secret', NULL, f.created_at, coalesce(f.updated_at, f.created_at)
      FROM people_factors f WHERE ${withinScope("f.id", scope)}`,
  },
  {
    name: "profile",
    kind: "profile",
    staging: "staged_profiles",
    table: "people_profiles",
    select: (scope) => `SELECT p.id::text, p.id::text, 'profile',
        p.profile || jsonb_strip_nulls(jsonb_build_object('createdAt', p.created_at, 'updatedAt', p.updated_at)),
        jsonb_build_object('role', p.role), 1
      FROM people_profiles p WHERE ${withinScope("p.id", scope)}`,
  },
  {
    name: "password",
    kind: "profile",
    staging: "staged_profiles",
    table: "people_passwords",
    select: (scope) => `SELECT coalesce(w.id::text, ''),
        coalesce(w.id || '#' || w.ordinal, w.file || '#' || w.position), 'password',
        jsonb_build_object('id', w.source_id, 'disagree', w.disagree), '{}'::jsonb, w.ordinal
      FROM people_passwords w WHERE ${withinScope("w.id", scope)}`,
  },
  {
    name: "repeated user",
    kind: "profile",
    staging: "staged_profiles",
    table: "repeated_people",
    select: (scope) => `SELECT r.id::text, r.id || '#' || r.ordinal, 'repeated user',
        jsonb_build_object('same', r.same), '{}'::jsonb, r.ordinal
      FROM repeated_people r WHERE ${withinScope("r.id", scope)}`,
  },
];

/** Rows without a recognizable person stand alone, without an owner. */
function selectUsers(scope: Scope) {
  const from = scope.ownerless
    ? "(SELECT s.*, '' AS owner, s.file || '#' || s.position AS key FROM people_without_id s) u"
    : `(SELECT p.*, p.id::text AS owner, p.id::text AS key FROM people p
        WHERE ${withinScope("p.id", scope)}) u`;
  return `SELECT u.owner, u.key, NULL::uuid, u.email, u.phone, u.hash, NULL::timestamptz,
      u.last_sign_in_at, u.created_at, u.updated_at, NULL::timestamptz, NULL::timestamptz, false, false,
      false,
      jsonb_build_object('id', u.source_id, 'is_verified', u.is_verified, 'role', u.role,
        'status', u.status, 'picture', u.picture, 'status_reason', u.status_reason, 'has_unknown_hash', u.has_unknown_hash,
        'excluded', u.excluded, 'quarantined', u.quarantined, 'flagged', u.flagged, 'disagree', u.disagree),
      u.kept, u.second_factor, u.name, u.time_zone, '{}'::jsonb
    FROM ${from}`;
}
