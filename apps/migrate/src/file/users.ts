import { EMAIL_MAX, emailPattern } from "@sundial/validators";
import { addressOf, hasPlaceholder, placeholderOf } from "../engine/address.ts";
import { NEUTRAL_NAME } from "../engine/name.ts";
import { pictureUrl } from "../engine/picture.ts";
import { rejectedCodes } from "../engine/rejection.ts";
import {
  codesOf,
  digestOf,
  type Fields,
  literal,
  ONCE,
  selectList,
  trimmed,
  uuidFrom,
} from "../sql.ts";

const said = (name: string) => `s.app_metadata ->> ${literal(name)}`;
const codesIn = (name: string) =>
  `ARRAY(SELECT jsonb_array_elements_text(s.app_metadata -> ${literal(name)}))`;

/** What the transformation needs of a staged user row `s`, computed once. */
function facts(from: string) {
  return `SELECT s.*, ${addressOf("s.email")} AS address, (${said("is_verified")})::boolean AS is_verified,
      ${codesIn("excluded")} AS excluded_there, ${codesIn("quarantined")} AS quarantined_there,
      ${codesIn("flagged")} AS flagged_there, (${said("has_unknown_hash")})::boolean AS has_unknown_hash
    FROM ${from} s ${ONCE}`;
}

/** users and the credential account of one person, from facts `f`. */
function userFields(startedAt: string): Fields {
  const createdAt = `coalesce(f.created_at, f.last_sign_in_at, f.updated_at, ${literal(startedAt)}::timestamptz)`;
  const updatedAt = `coalesce(f.updated_at, ${createdAt})`;
  const credential = (value: string) => `CASE WHEN f.password_hash IS NOT NULL THEN ${value} END`;
  return {
    id: "f.owner",
    email: `coalesce(f.address, ${placeholderOf("f.owner")})`,
    email_verified: "f.is_verified AND f.address IS NOT NULL",
    name: `coalesce(f.profile_name, ${literal(NEUTRAL_NAME)})`,
    role: "(f.app_metadata ->> 'role')",
    status: "(f.app_metadata ->> 'status')",
    status_reason: "(f.app_metadata ->> 'status_reason')",
    last_login_at: "f.last_sign_in_at",
    time_zone: "coalesce(f.profile_zone, 'UTC')",
    auth_epoch: "0",
    must_enrol_factor: "f.second_factor = 'other'",
    must_verify_email: "NOT f.is_verified",
    version: "1",
    created_at: createdAt,
    updated_at: updatedAt,
    credential_id: credential(uuidFrom("'credential:' || f.owner")),
    credential_password: credential("f.password_hash"),
    credential_created_at: credential(createdAt),
    credential_updated_at: credential(updatedAt),
    picture: pictureUrl(["f.app_metadata ->> 'picture'"]),
  };
}

/** A person's fields that have no place here. */
const UNPLACED = `jsonb_build_object('id', f.app_metadata ->> 'id')
  || CASE WHEN f.user_metadata <> '{}' THEN jsonb_build_object('kept', f.user_metadata) ELSE '{}' END
  || CASE WHEN f.phone <> '' THEN jsonb_build_object('phone', f.phone) ELSE '{}' END`;

/** What each user row of `from` becomes. */
export function expectedUsers(startedAt: string, from: string) {
  return `SELECT f.owner, f.key, ${UNPLACED} AS unplaced, ${selectList(userFields(startedAt))}
    FROM (${facts(from)}) f`;
}

/** The same with the verdict: reasons to exclude, quarantine or flag it. */
export function judgedUsers(startedAt: string) {
  const quarantined = codesOf({
    ROWS_DISAGREE: "(f.app_metadata ->> 'disagree')::boolean",
    EMAIL_INVALID: `${hasPlaceholder("f.address")} OR length(f.address) > ${EMAIL_MAX} OR f.address COLLATE "C" !~ ${literal(emailPattern)}`,
    // People are never merged: neither may get the other's sessions.
    EMAIL_TWIN: "EXISTS (SELECT FROM twin_addresses w WHERE w.address = f.address)",
    EMAIL_TAKEN:
      "EXISTS (SELECT FROM public.users t WHERE t.email = f.address AND t.id <> f.owner)",
    ID_TAKEN: `EXISTS (SELECT FROM public.users t WHERE t.id = f.owner)
      AND NOT EXISTS (SELECT FROM replaced_users o WHERE o.target_id = f.owner)`,
  });
  const flagged = codesOf({
    NO_EMAIL: "f.address IS NULL",
    EMAIL_TRIMMED: `f.email <> ${trimmed("f.email")} AND f.address IS NOT NULL`,
    EMAIL_UNVERIFIED: "f.address IS NOT NULL AND NOT f.is_verified AND f.password_hash IS NULL",
    PASSWORD_UNCONFIRMED:
      "f.address IS NOT NULL AND NOT f.is_verified AND f.password_hash IS NOT NULL",
    PASSWORD_DROPPED: "f.has_unknown_hash",
    CREATED_AT_MISSING: "f.created_at IS NULL",
  });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      f.excluded_there AS excluded, f.quarantined_there || ${quarantined} || ${rejectedCodes("user")} AS quarantined,
      f.flagged_there || ${flagged} AS flagged,
      ${UNPLACED} AS unplaced, ${selectList(userFields(startedAt))}
    FROM (${facts("(SELECT s AS staged, s.* FROM staged_users s)")}) f`;
}
