import { EMAIL_MAX, emailPattern } from "@sundial/validators";
import { addressOf, hasPlaceholder, placeholderOf } from "../engine/address.ts";
import { chosenName, NEUTRAL_NAME } from "../engine/name.ts";
import { pictureUrl } from "../engine/picture.ts";
import { rejectedCodes } from "../engine/rejection.ts";
import { isWithheld } from "../engine/role.ts";
import {
  codesOf,
  digestOf,
  type Fields,
  isStrangeTime,
  literal,
  ONCE,
  selectList,
  trimmed,
  uuidFrom,
} from "../sql.ts";
import { lookUp, type Transform, targetId } from "./transform.ts";

const ARGON2 =
  "^\\$argon2id?\\$v=19\\$m=\\d{1,7},t=(0?[1-9]|1[0-6]),p=0*[1-9]\\d?\\$[A-Za-z0-9+/]{11,}\\$[A-Za-z0-9+/]{6,}$";
const FIREBASE =
  "^\\$fbscrypt\\$v=1,n=(0?[1-9]|1[0-7]),r=0*[1-9]\\d?,p=[1-9](,ss=[\\w+/=]*)?,sk=[\\w+/]+=*\\$[\\w+/=]+\\$[\\w+/]+=*$";

/**
 * Whether `verifyPassword` can check a hash: bcrypt, argon2, Firebase's or our own scrypt, at an
 * acceptable cost. Almost all are bcrypt, which is recognized by its prefix, because a regular
 * expression over all of them is far slower.
 */
export function isKnownHash(hash: string) {
  const number = (name: string) => `substring(${hash} from ',?${name}=([0-9]+)')::int`;
  return `(CASE WHEN left(${hash}, 2) = '$2' THEN substr(${hash}, 3, 2) IN ('a$', 'b$', 'y$')
      AND length(${hash}) = 60 AND substr(${hash}, 5, 2) COLLATE "C" BETWEEN '04' AND '16'
    WHEN left(${hash}, 7) = '$argon2' THEN CASE WHEN ${hash} ~ ${literal(ARGON2)}
      THEN ${number("m")} BETWEEN 8 * ${number("p")} AND 262144 ELSE false END
    WHEN left(${hash}, 9) = '$fbscrypt' THEN ${hash} ~ ${literal(FIREBASE)}
    ELSE length(${hash}) = 161 AND substr(${hash}, 33, 1) = ':' AND translate(${hash}, '0123456789abcdef:', '') = '' END)`;
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** What the transformation needs of a staged user row `s`, computed once. */
function facts(transform: Transform, from: string) {
  const { mapping } = transform;
  const textIn = (claim: string) =>
    `CASE jsonb_typeof(s.user_metadata -> ${literal(claim)}) WHEN 'string' THEN s.user_metadata ->> ${literal(claim)} END`;
  const claims = mapping.nameClaims.map(textIn);
  const pictures = ["avatar_url", "picture"].map(
    (claim) => `s.user_metadata ->> ${literal(claim)}`,
  );
  const { name, first } = chosenName(["s.profile_name", ...claims]);
  return `SELECT s.*, ${addressOf("s.email")} AS address, ${name} AS given_name, ${first} AS first_name,
      ${roleClaim(transform, "s.app_metadata")} AS claimed_role, coalesce(s.password_hash, '') <> '' AS has_password,
      s.deleted_at IS NOT NULL AS is_deleted, ${isKnownHash("s.password_hash")} AS is_known_hash,
      ${targetId(transform, "s.owner")} AS target_id, ${pictureUrl(pictures)} AS picture
    FROM ${from} s ${ONCE}`;
}

/** The claim for a role in app_metadata, which only the server can write. */
export function roleClaim({ mapping }: Pick<Transform, "mapping">, metadata: string) {
  const path = mapping.roles?.path ?? ["role"];
  return `(${metadata} #>> ARRAY[${path.map(literal).join(", ")}])`;
}

/** The role of an app_metadata claim; without one, a mentee. */
export function roleOf({ mapping }: Transform, claim: string) {
  const cases = Object.entries(mapping.roles?.values ?? {}).map(
    ([word, role]) => `WHEN ${literal(word)} THEN ${literal(role)}`,
  );
  return cases.length === 0 ? "'mentee'" : `CASE ${claim} ${cases.join(" ")} ELSE 'mentee' END`;
}

const IS_VERIFIED =
  "f.email_confirmed_at IS NOT NULL AND f.address IS NOT NULL AND NOT f.is_deleted";

const withheld = (transform: Transform) =>
  isWithheld(roleOf(transform, "f.claimed_role"), IS_VERIFIED);

/** users and the credential account of one source user, from facts `f`. */
export function userFields(transform: Transform): Fields {
  const id = "f.target_id";
  const banned = isBanned(transform);
  const hasCredential = "f.has_password AND NOT f.is_deleted AND f.is_known_hash";
  const credential = (value: string) => `CASE WHEN ${hasCredential} THEN ${value} END`;
  const createdAt = createdAtOf(transform);
  const updatedAt = `coalesce(f.updated_at, ${createdAt})`;
  return {
    id,
    email: `CASE WHEN f.is_deleted OR f.address IS NULL THEN ${placeholderOf(id)} ELSE f.address END`,
    email_verified: IS_VERIFIED,
    name: `CASE WHEN f.is_deleted THEN 'Deleted member' ELSE coalesce(f.given_name, ${literal(NEUTRAL_NAME)}) END`,
    role: `(CASE WHEN f.is_deleted OR ${withheld(transform)} THEN 'mentee' ELSE ${roleOf(transform, "f.claimed_role")} END)::text`,
    status: `CASE WHEN f.is_deleted OR ${banned} THEN 'suspended' WHEN f.is_anonymous THEN 'inactive' ELSE 'active' END`,
    status_reason: `CASE WHEN f.is_deleted THEN 'Deleted before the move'
      WHEN f.banned_until = 'infinity' THEN 'Banned before the move, without end'
      WHEN ${banned} THEN 'Banned before the move, until ' || to_char(f.banned_until, 'YYYY-MM-DD HH24:MI') || ' UTC'
      WHEN f.is_anonymous THEN 'Anonymous before the move' END`,
    last_login_at: "f.last_sign_in_at",
    time_zone: `coalesce(${lookUp(transform.words.timeZones, "f.profile_zone")}, 'UTC')`,
    auth_epoch: "0",
    must_enrol_factor: "f.second_factor = 'other'",
    must_verify_email: "f.email_confirmed_at IS NULL",
    version: "1",
    created_at: createdAt,
    updated_at: updatedAt,
    credential_id: credential(uuidFrom(`'credential:' || ${id}`)),
    credential_password: credential("f.password_hash"),
    credential_created_at: credential(createdAt),
    credential_updated_at: credential(updatedAt),
    picture: "CASE WHEN NOT f.is_deleted THEN f.picture END",
  };
}

/** A user row's fields that have no place here. */
const UNPLACED = `nullif('{}'::jsonb
  || CASE WHEN f.app_metadata <> '{}' THEN jsonb_build_object('app_metadata', f.app_metadata) ELSE '{}' END
  || CASE WHEN f.user_metadata <> '{}' THEN jsonb_build_object('user_metadata', f.user_metadata) ELSE '{}' END
  || CASE WHEN f.phone <> '' THEN jsonb_build_object('phone', f.phone) ELSE '{}' END
  || CASE WHEN f.banned_until IS NOT NULL THEN jsonb_build_object('banned_until', f.banned_until::text) ELSE '{}' END
  || CASE WHEN f.is_deleted THEN jsonb_build_object('deleted_at', f.deleted_at::text) ELSE '{}' END
  || coalesce(f.unplaced, '{}'), '{}')`;

/** What each user row of `from` becomes: its fields here, and what they leave out. */
export function expectedUsers(transform: Transform, from: string) {
  return `SELECT f.owner, f.key, ${UNPLACED} AS unplaced,
      ${selectList(userFields(transform))}
    FROM (${facts(transform, from)}) f`;
}

/**
 * The same with the verdict: reasons to exclude, quarantine or flag it. Twins and taken addresses
 * are in tables of the target's session.
 */
export function judgedUsers(transform: Transform) {
  const { decisions } = transform;
  const isTwin = (among: string) =>
    `EXISTS (SELECT FROM twin_addresses w WHERE w.address = f.address AND ${among})`;
  const isSsoTwin = `(coalesce(f.is_sso_user, false) AND ${isTwin("w.among_sso")})`;
  const unknownHash = "f.has_password AND NOT f.is_deleted AND NOT f.is_known_hash";
  const excluded = codesOf(
    decisions.deleted === "exclude" ? { DELETED_AT_SOURCE: "f.is_deleted" } : {},
  );
  const quarantined = codesOf({
    OTHER_INSTANCE: `f.instance_id <> '${NOBODY}'`,
    EMAIL_INVALID: `NOT f.is_deleted AND (${hasPlaceholder("f.address")} OR length(f.address) > ${EMAIL_MAX} OR f.address COLLATE "C" !~ ${literal(emailPattern)})`,
    EMAIL_TWIN: `NOT f.is_deleted AND ${isTwin("NOT w.among_sso")}`,
    SSO_TWIN: `NOT f.is_deleted AND ${isSsoTwin}`,
    TIME_INVALID: isStrangeTime([createdAtOf(transform), "f.updated_at", "f.last_sign_in_at"]),
    PASSWORD_UNKNOWN: decisions.unknownHashes === "drop" ? "false" : unknownHash,
    EMAIL_TAKEN: `NOT f.is_deleted AND NOT ${isSsoTwin}
      AND EXISTS (SELECT FROM public.users t WHERE t.email = f.address AND t.id <> f.target_id)`,
    ID_TAKEN: `EXISTS (SELECT FROM public.users t WHERE t.id = f.target_id)
      AND NOT EXISTS (SELECT FROM replaced_users o WHERE o.target_id = f.target_id)`,
  });
  const flagged = codesOf({
    DELETED_TOMBSTONE: "f.is_deleted",
    BANNED: isBanned(transform),
    ANONYMOUS: "f.is_anonymous",
    SSO_USER: "f.is_sso_user",
    NO_EMAIL: "f.address IS NULL AND NOT f.is_deleted",
    EMAIL_TRIMMED: `f.email <> ${trimmed("f.email")}`,
    PASSWORD_UNCONFIRMED:
      "f.has_password AND f.address IS NOT NULL AND f.email_confirmed_at IS NULL",
    PASSWORD_DROPPED: unknownHash,
    NAME_MISSING: "f.first_name IS NULL AND NOT f.is_deleted",
    NAME_UNUSABLE: "f.first_name <> coalesce(f.given_name, '') AND NOT f.is_deleted",
    ROLE_UNMAPPED: `f.claimed_role IS NOT NULL AND NOT (f.claimed_role = ANY (${wordsOf(transform)}))`,
    ROLE_WITHHELD: `NOT f.is_deleted AND ${withheld(transform)}`,
    SUPER_ADMIN_IGNORED: "f.is_super_admin",
    DATABASE_ROLE: "f.unplaced ->> 'role' <> 'authenticated'",
    PASSKEY_LEFT: "f.unplaced ? 'passkeys'",
    TIME_ZONE_UNKNOWN: `f.profile_zone <> '' AND ${lookUp(transform.words.timeZones, "f.profile_zone")} IS NULL`,
    SECOND_FACTOR_LOST: "f.second_factor = 'other'",
    CREATED_AT_MISSING: "f.created_at IS NULL",
    INSTANCE_MISSING: "f.instance_id IS NULL",
  });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} || ${rejectedCodes("user")} AS quarantined, ${flagged} AS flagged,
      ${UNPLACED} AS unplaced,
      ${selectList(userFields(transform))}
    FROM (${facts(transform, "(SELECT s AS staged, s.* FROM staged_users s)")}) f`;
}

/** Without a creation date, the earliest action of the user decides. */
function createdAtOf({ startedAt }: Transform) {
  return `coalesce(f.created_at, f.email_confirmed_at, f.last_sign_in_at, f.updated_at, ${literal(startedAt)}::timestamptz)`;
}

function isBanned({ startedAt }: Transform) {
  return `coalesce(f.banned_until > ${literal(startedAt)}::timestamptz, false)`;
}

function wordsOf({ mapping }: Transform) {
  const words = Object.keys(mapping.roles?.values ?? {}).map(literal);
  return `ARRAY[${words.join(", ")}]::text[]`;
}
