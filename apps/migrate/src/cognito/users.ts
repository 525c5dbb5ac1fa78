import { EMAIL_MAX, emailPattern, role as roles } from "@sundial/validators";

import { addressOf, hasPlaceholder, placeholderOf } from "../engine/address.ts";
import { NEUTRAL_NAME } from "../engine/name.ts";
import { pictureUrl } from "../engine/picture.ts";
import { rejectedCodes } from "../engine/rejection.ts";
import { isWithheld } from "../engine/role.ts";
import { codesOf, digestOf, type Fields, literal, ONCE, selectList, trimmed } from "../sql.ts";

import type { PoolTransform } from "./transform.ts";

/**
 * Statuses of people who can sign in, or will be able to; UNKNOWN is a status of its own in
 * Cognito.
 */
const STATUSES = [
  "CONFIRMED",
  "UNCONFIRMED",
  "RESET_REQUIRED",
  "FORCE_CHANGE_PASSWORD",
  "EXTERNAL_PROVIDER",
  "COMPROMISED",
  "ARCHIVED",
  "UNKNOWN",
];

/** Why a person was locked out there and is suspended here, by status. */
const SHUT_OUT: Record<string, string> = {
  COMPROMISED: "Held as compromised before the move",
  ARCHIVED: "Archived before the move",
  UNKNOWN: "Of unknown status before the move",
};

const claim = (name: string) => `s.app_metadata ->> ${literal(name)}`;

/** What the transformation needs of a staged user row `s`, computed once. */
function facts({ mapping }: PoolTransform, from: string) {
  // Groups add up, so the strongest of their roles counts.
  const granted = roles.options.toReversed().flatMap((role) => {
    const groups = Object.keys(mapping.groups).filter((group) => mapping.groups[group] === role);
    const any = `s.app_metadata -> 'groups' ?| ARRAY[${groups.map(literal).join(", ")}]`;
    return groups.length === 0 ? [] : [`WHEN ${any} THEN ${literal(role)}`];
  });
  const shutOut = Object.entries(SHUT_OUT).map(
    ([status, reason]) => `WHEN ${claim("status")} = ${literal(status)} THEN ${literal(reason)}`,
  );
  return `SELECT s.*, ${addressOf("s.email")} AS address,
      ${claim("status")} AS status_there, ${claim("problem")} AS problem,
      coalesce(${claim("email_verified")} = 'true', false) AS is_verified,
      ${claim("status")} = 'UNCONFIRMED' AS is_unconfirmed,
      ${granted.length === 0 ? "NULL::text" : `CASE ${granted.join(" ")} END`} AS granted_role,
      CASE WHEN NOT coalesce((${claim("enabled")})::boolean, false) THEN 'Disabled before the move'
        ${shutOut.join(" ")} END AS shut_out
    FROM ${from} s ${ONCE}`;
}

const IS_VERIFIED = "f.is_verified AND f.address IS NOT NULL AND NOT f.is_unconfirmed";
const WITHHELD = isWithheld("f.granted_role", IS_VERIFIED);

/** users of one user of the pool, from facts `f`; without a credential, which the pool keeps. */
function userFields({ startedAt }: PoolTransform): Fields {
  const createdAt = `coalesce(f.created_at, f.updated_at, ${literal(startedAt)}::timestamptz)`;
  return {
    id: "f.owner",
    email: `coalesce(f.address, ${placeholderOf("f.owner")})`,
    email_verified: IS_VERIFIED,
    name: `coalesce(f.profile_name, ${literal(NEUTRAL_NAME)})`,
    // Unconfirmed users could never use their groups' roles.
    role: `(CASE WHEN f.is_unconfirmed OR ${WITHHELD} THEN 'mentee' ELSE coalesce(f.granted_role, 'mentee') END)::text`,
    status: "CASE WHEN f.shut_out IS NULL THEN 'active' ELSE 'suspended' END",
    status_reason: "f.shut_out",
    last_login_at: "NULL::timestamptz",
    time_zone: "coalesce(f.profile_zone, 'UTC')",
    auth_epoch: "0",
    must_enrol_factor: "f.second_factor = 'other'",
    must_verify_email: "f.is_unconfirmed",
    version: "1",
    created_at: createdAt,
    updated_at: `coalesce(f.updated_at, ${createdAt})`,
    credential_id: "NULL::text",
    credential_password: "NULL::text",
    credential_created_at: "NULL::timestamptz",
    credential_updated_at: "NULL::timestamptz",
    picture: pictureUrl(["f.user_metadata ->> 'picture'"]),
  };
}

/** A user's fields that have no place here. */
const UNPLACED = `jsonb_build_object('username', f.app_metadata -> 'username', 'status', f.status_there)
  || CASE WHEN f.user_metadata <> '{}' THEN jsonb_build_object('attributes', f.user_metadata) ELSE '{}' END
  || CASE WHEN f.phone <> '' THEN jsonb_build_object('phone', f.phone) ELSE '{}' END
  || CASE WHEN f.app_metadata -> 'factors' <> '[]' THEN jsonb_build_object('factors', f.app_metadata -> 'factors') ELSE '{}' END`;

/** What each user row of `from` becomes. */
export function expectedUsers(transform: PoolTransform, from: string) {
  return `SELECT f.owner, f.key, ${UNPLACED} AS unplaced, ${selectList(userFields(transform))}
    FROM (${facts(transform, from)}) f`;
}

/** The same with the verdict: reasons to quarantine or flag it. */
export function judgedUsers(transform: PoolTransform) {
  const claims = (name: string) => `(f.app_metadata ->> ${literal(name)})::int`;
  const status = (name: string) => `f.status_there = ${literal(name)}`;
  const quarantined = codesOf({
    ROW_INVALID: "f.problem = 'ROW_INVALID'",
    TEXT_INVALID: "f.problem = 'TEXT_INVALID'",
    TIME_INVALID: "f.problem = 'TIME_INVALID'",
    SUB_INVALID: "f.problem IS NULL AND f.owner = ''",
    ROWS_DISAGREE: "(f.app_metadata ->> 'disagree')::boolean",
    STATUS_UNKNOWN: `f.problem IS NULL AND f.status_there NOT IN (${STATUSES.map(literal).join(", ")})`,
    EMAIL_INVALID: `${hasPlaceholder("f.address")} OR length(f.address) > ${EMAIL_MAX} OR f.address COLLATE "C" !~ ${literal(emailPattern)}`,
    // Users are never merged: neither may get the other's sessions.
    EMAIL_TWIN: `${claims("native")} > 1 OR ${claims("federated")} > 1`,
    EMAIL_NATIVE_AND_FEDERATED: `${claims("native")} > 0 AND ${claims("federated")} > 0`,
    EMAIL_TAKEN:
      "EXISTS (SELECT FROM public.users t WHERE t.email = f.address AND t.id <> f.owner)",
    ID_TAKEN: `EXISTS (SELECT FROM public.users t WHERE t.id = f.owner)
      AND NOT EXISTS (SELECT FROM replaced_users o WHERE o.target_id = f.owner)`,
  });
  const flagged = codesOf({
    DISABLED: "f.shut_out = 'Disabled before the move'",
    UNCONFIRMED: "f.is_unconfirmed",
    RESET_REQUIRED: status("RESET_REQUIRED"),
    FORCE_CHANGE_PASSWORD: status("FORCE_CHANGE_PASSWORD"),
    COMPROMISED: status("COMPROMISED"),
    ARCHIVED: status("ARCHIVED"),
    UNKNOWN: status("UNKNOWN"),
    NO_EMAIL: "f.address IS NULL",
    EMAIL_TRIMMED: `f.email <> ${trimmed("f.email")}`,
    EMAIL_UNVERIFIED: "f.address IS NOT NULL AND NOT f.is_verified AND NOT f.is_unconfirmed",
    NAME_MISSING: "f.app_metadata -> 'name_codes' ? 'NAME_MISSING'",
    NAME_UNUSABLE: "f.app_metadata -> 'name_codes' ? 'NAME_UNUSABLE'",
    ROLE_WITHHELD: `(f.is_unconfirmed AND f.granted_role <> 'mentee') OR ${WITHHELD}`,
    TIME_ZONE_UNKNOWN: "f.app_metadata ->> 'zoneinfo' <> '' AND f.profile_zone IS NULL",
    SECOND_FACTOR_LOST: "f.second_factor = 'other'",
    IDENTITIES_INVALID: "(f.app_metadata ->> 'identities_invalid')::boolean",
    CREATED_AT_MISSING: "f.created_at IS NULL",
  });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      '{}'::text[] AS excluded, ${quarantined} || ${rejectedCodes("user")} AS quarantined, ${flagged} AS flagged,
      ${UNPLACED} AS unplaced, ${selectList(userFields(transform))}
    FROM (${facts(transform, "(SELECT s AS staged, s.* FROM staged_users s)")}) f`;
}
