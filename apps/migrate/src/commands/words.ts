import { formatNumber } from "@sundial/validators";
import type { EntityTotals } from "../engine/accounting.ts";
import type { Report } from "../engine/report.ts";
import type { RoleWord } from "../engine/role-words.ts";
import { PROGRAM_MEANING } from "./program-words.ts";
import { shownKey } from "./settings.ts";
import { aligned, waysInLines } from "./ways-in-words.ts";

/** What each code means and what to do about it. Codes are stable; these sentences may change. */
const MEANING: Record<string, string> = {
  DELETED_AT_SOURCE: "deleted in the source; not migrated",
  DELETED_TOMBSTONE: "deleted in the source; migrated as suspended, without an address",
  BANNED: "banned in the source; migrated as suspended",
  ANONYMOUS: "anonymous in the source; migrated as inactive",
  SSO_USER: "signed in through single sign-on; set it up here, or send a reset email",
  NO_EMAIL: "has no address; migrated with a placeholder that receives no email",
  EMAIL_TRIMMED: "spaces around the address were removed",
  PASSWORD_UNCONFIRMED:
    "has a password but an unconfirmed address; must confirm it before signing in",
  PASSWORD_UNKNOWN: "password hash in an unsupported format",
  PASSWORD_DROPPED:
    "password hash in an unsupported format; migrated without it, needs a reset email",
  NAME_MISSING: "has no name; migrated as Member",
  ROLE_UNMAPPED: "role not in the mapping; migrated as mentee",
  SUPER_ADMIN_IGNORED: "is_super_admin in the source, which grants nothing here",
  DATABASE_ROLE: "a role of the database other than authenticated, which grants nothing here",
  PASSKEY_LEFT: "has a passkey, which stays behind; can add one here",
  TIME_ZONE_UNKNOWN: "unknown time zone; migrated with UTC",
  SECOND_FACTOR_LOST:
    "had 2FA that can't be migrated; locked until a new authenticator is enrolled",
  SERVICE_ACCOUNT: "a program's account, not a person; not migrated",
  INACTIVE: "inactive in the source; migrated as inactive",
  STATUS_UNMAPPED: "a status that isn't in the mapping; add it",
  ID_MISSING: "has neither an ID nor an address",
  EMAIL_VERIFIED_UNKNOWN:
    "neither says yes nor no to a confirmed address; migrated as not confirmed",
  NAME_UNUSABLE:
    "a name that can't be used here: too long, invisible or with control characters; migrated with the next one, or as Member",
  DISABLED: "disabled in the source; migrated as suspended",
  COMPROMISED: "compromised in the source; migrated as suspended",
  ARCHIVED: "archived in the source; migrated as suspended",
  UNKNOWN: "status UNKNOWN in the source; migrated as suspended",
  UNCONFIRMED: "never confirmed; must confirm the address by setting a new password",
  RESET_REQUIRED: "had to choose a new password in the source; must choose one here",
  FORCE_CHANGE_PASSWORD: "never changed the initial password; must choose one here",
  EMAIL_UNVERIFIED: "the address was never confirmed",
  EMAIL_NATIVE_AND_FEDERATED: "a native and a federated user share this address; keep one of them",
  ROLE_WITHHELD:
    "has a role but never confirmed the address; migrated as mentee, so give the role here if it is theirs",
  IDENTITIES_INVALID: "the identities attribute is unreadable; migrated without identities",
  STATUS_UNKNOWN: "a status this version doesn't know",
  SUB_INVALID: "sub is missing or not a lower-case UUID",
  ROW_INVALID: "not a user in the format of this source",
  TEXT_INVALID: "contains a NUL or half a character",
  ROWS_DISAGREE: "several rows of the same age contradict each other; export again",
  SAME_ROW_AGAIN: "appears twice in the export",
  SUPERSEDED: "an older row about the same user",
  GROUP_UNMAPPED: "group not in the mapping; grants nothing",
  AUTOMATIC_GROUP: "created by Cognito for an identity provider; grants nothing",
  CREATED_AT_MISSING: "has no creation date",
  INSTANCE_MISSING: "inserted by hand, without an instance",
  OTHER_INSTANCE: "belongs to another instance; can't sign in to the source either",
  EMAIL_INVALID: "invalid address",
  EMAIL_TWIN: "several users have this address; decide in the source who keeps it",
  SSO_TWIN: "signed in through single sign-on, and a user without it keeps this address",
  EMAIL_TAKEN: "an existing user has this address",
  ID_TAKEN: "an existing user has this ID",
  TIME_INVALID: "a time is unreadable, infinite or outside the years 1 to 9999",
  REJECTED_BY_TARGET: "the database rejected it; the code next to it names the rule",
  ROW_UNREADABLE: "a value can't be read or converted; fix it in the source",
  CHANGED_ON_BOTH_SIDES: "changed in the source and here; left as it is here",
  GONE_FROM_SOURCE: "deleted in the source but changed here; left as it is here",
  OWNER_MISSING: "names a user who doesn't exist",
  OWNER_QUARANTINED: "its user was quarantined",
  OWNER_EXCLUDED: "its user was not migrated",
  OWNER_DELETED: "its user was deleted",
  OWN_ADDRESS: "the user's own address, which the account here already covers",
  SAME_SUBJECT: "the same provider account as another identity of this user",
  SUBJECT_MISSING: "has no account ID from the provider",
  SUBJECT_DIFFERS: "the subject in the identity's data is another one; migrated with provider_id",
  SUBJECT_TWIN: "several users have this provider account",
  SUBJECT_TAKEN: "an existing user has this provider account",
  SSO_REVIEW: "single sign-on; set it up here first",
  WEB3_UNSUPPORTED: "a wallet; wallet sign-in is not supported",
  AZURE_OID_MISSING: "the directory ID of this Microsoft account is missing",
  PROVIDER_UNKNOWN: "unknown provider; add it to the mapping",
  FACTOR_UNVERIFIED: "was never verified",
  FACTOR_NOT_PORTABLE: "a passkey or phone can't be migrated",
  FACTOR_SECRET_INVALID: "the secret can't be read",
  NO_PROFILE_YET: "none of the profile's fields is filled in",
  PROFILE_TWIN: "a second profile of the same user",
  EXPERIENCE_LEVEL_INVALID: "unknown experience level; add it to the mapping",
  GOALS_INVALID: "goals must have 10 to 1,000 characters",
  BACKGROUND_INVALID: "the background is longer than 1,000 characters",
  INTERESTS_INVALID: "interests must be a list of 1 to 12 different topics",
  WEEKLY_HOURS_INVALID: "unknown weekly hours; add them to the mapping",
  LEARNING_STYLE_INVALID: "unknown learning style; add it to the mapping",
  HEADLINE_INVALID: "the headline must be one line of 5 to 120 characters",
  BIO_INVALID: "the bio must have 20 to 2,000 characters",
  LANGUAGES_INVALID: "languages must be a list of 1 to 8 different language tags",
  EXPERTISE_INVALID: "expertise must be a list of 1 to 12 different topics",
  PROFILE_NOT_OF_ROLE: "profile fields that the user's role doesn't have",
  UNRECORDED: "rows of the source that haven't been migrated; migrate again",
  GONE_FROM_TARGET: "rows that are missing here, and the audit log doesn't say why",
  CHANGED_IN_TARGET: "rows that differ from what was written, and the audit log doesn't say why",
  ADDED_IN_TARGET: "rows of migrated users that the audit log doesn't explain",
  DIFFERS_FROM_SOURCE: "rows whose source has changed since; migrate again",
  UNPLACED_DIFFERS: "records whose source has changed since; migrate again",
  ...PROGRAM_MEANING,
  SECRET_UNPROVEN:
    "authenticator apps that the server may not be able to read: start Sundial once with its BETTER_AUTH_SECRET, then verify again",
};

/** Codes from the database: one of our constraints, or a Postgres error. */
export function meaningOf(code: string) {
  if (code.startsWith("CONSTRAINT:")) return "the database rule that was violated";
  if (code.startsWith("SQLSTATE:")) return "the Postgres error code";
  return MEANING[code] ?? "see the documentation";
}

/** Formats the report for people: a line per table, then every code with its meaning. */
export function reportText(report: Report): string {
  const head = [
    "rows of",
    "source",
    "migrated",
    "flagged",
    "quarantined",
    "excluded",
    "unaccounted",
  ];
  const table = [
    head,
    ...report.totals.map((of) => [
      of.entity,
      ...[of.source, of.migrated, of.flagged, of.quarantined, of.excluded, of.unaccounted].map(
        formatNumber,
      ),
    ]),
  ];
  const lines = aligned(table, new Set([1, 2, 3, 4, 5, 6]));
  const [dropped = [], unmapped = []] = [report.dropped, report.unmapped].map((counts) =>
    Object.entries(counts).filter(([, count]) => count > 0),
  );
  return [
    `${report.rehearsal ? "Rehearsal" : `Run ${report.run}`}, from ${report.source}`,
    "",
    ...lines,
    "",
    ...report.totals.flatMap(codeLines),
    "",
    ...waysInLines(report.waysIn),
    "",
    ...report.roleWords.map(roleWordLine),
    ...dropped.map(([name, count]) => `${name}: ${formatNumber(count)} rows are not migrated`),
    ...unmapped.map(
      ([name, count]) =>
        `${name}: ${formatNumber(count)} rows are about users but not in the mapping, so they are not migrated`,
    ),
    ...Object.entries(report.unreadable).map(
      ([name, count]) =>
        `${name}: this role can't read its ${count === null ? "" : `about ${formatNumber(count)} `}rows about users, so they are not migrated`,
    ),
  ].join("\n");
}

function roleWordLine({ word, people, role }: RoleWord) {
  const becomes = role === null ? "not in the mapping; mentee here" : `${role} here`;
  return `role "${shownKey(word)}": ${formatNumber(people)} people, ${becomes}`;
}

function codeLines({ entity, codes }: EntityTotals) {
  return Object.entries(codes).map(
    ([code, count]) => `${entity} ${code}: ${formatNumber(count)}, ${meaningOf(code)}`,
  );
}
