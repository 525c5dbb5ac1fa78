import { formatNumber } from "@sundial/validators";
import type { EntityTotals } from "../engine/accounting.ts";
import type { Report } from "../engine/report.ts";

/** What each code means, and what to do about it. Codes are stable; these sentences are not. */
const MEANING: Record<string, string> = {
  DELETED_AT_SOURCE: "deleted there; stays behind",
  DELETED_TOMBSTONE: "deleted there; arrives suspended and without an address",
  BANNED: "banned there; arrives suspended",
  ANONYMOUS: "anonymous there; arrives inactive",
  SSO_USER: "signed in through single sign-on; set that up, or send a reset mail",
  NO_EMAIL: "has no address; arrives with a placeholder that no mail reaches",
  EMAIL_TRIMMED: "white space around the address was removed",
  PASSWORD_UNCONFIRMED: "has a password and never confirmed the address; has to, before signing in",
  PASSWORD_UNKNOWN: "password hash nobody here can check",
  PASSWORD_DROPPED: "password hash nobody here can check; arrives without, needs a reset mail",
  NAME_MISSING: "has no name; arrives as Member",
  ROLE_UNMAPPED: "the role there is not in the mapping; arrives as mentee",
  SUPER_ADMIN_IGNORED: "is_super_admin there; that grants nothing here",
  TIME_ZONE_UNKNOWN: "time zone not known; arrives in UTC",
  SECOND_FACTOR_LOST:
    "had a second factor that cannot be moved; locked until a new one is enrolled",
  DISABLED: "disabled there; arrives suspended",
  COMPROMISED: "held as compromised there; arrives suspended",
  ARCHIVED: "archived there; arrives suspended",
  UNKNOWN: "of the status UNKNOWN there; arrives suspended",
  UNCONFIRMED: "never confirmed there; the address has to be proven by a new password",
  RESET_REQUIRED: "had to choose a new password there, and has to here",
  FORCE_CHANGE_PASSWORD: "never changed the first password; has to choose one here",
  EMAIL_UNVERIFIED: "the address was never verified",
  EMAIL_NATIVE_AND_FEDERATED: "a native and a federated user share this address; keep one of them",
  ROLE_WITHHELD: "has a group with a role and never confirmed; arrives as mentee",
  IDENTITIES_INVALID: "the attribute identities cannot be read; arrives without them",
  STATUS_UNKNOWN: "a status this version does not know",
  SUB_INVALID: "sub is missing or no UUID in lower case",
  ROW_INVALID: "is no user as the pool's API writes one",
  TEXT_INVALID: "holds a NUL or half a character",
  ROWS_DISAGREE: "several rows of one age say different things; export again",
  SAME_ROW_AGAIN: "stands in the export twice",
  SUPERSEDED: "an older row about the same user",
  GROUP_UNMAPPED: "the group is not in the mapping; grants nothing",
  AUTOMATIC_GROUP: "made by Cognito for an identity provider; grants nothing",
  CREATED_AT_MISSING: "has no creation date",
  INSTANCE_MISSING: "was inserted by hand, without an instance",
  OTHER_INSTANCE: "belongs to another instance; could not sign in there either",
  EMAIL_INVALID: "the address is none",
  EMAIL_TWIN: "several users claim this address; decide at the source who has it",
  EMAIL_TAKEN: "somebody here has this address already",
  ID_TAKEN: "somebody here has this id already",
  NAME_INVALID: "the name is longer than 80 characters or has control characters",
  TIME_INVALID: "a time cannot be read, or is infinite, or outside the years 1 to 9999",
  REJECTED_BY_TARGET: "the database refused it; the code beside it names the rule",
  ROW_UNREADABLE: "a value cannot be read, or not be made into ours; put it right at the source",
  CHANGED_ON_BOTH_SIDES: "changed here and there since; left as it is here",
  GONE_FROM_SOURCE: "deleted there since, and changed here; left as it is here",
  OWNER_MISSING: "names a user who does not exist",
  OWNER_QUARANTINED: "its user was kept back",
  OWNER_EXCLUDED: "its user stays behind",
  OWNER_DELETED: "its user was deleted",
  OWN_ADDRESS: "the user's own address; the account here stands for it",
  SAME_SUBJECT: "the same account at the same provider as another of this user's identities",
  SUBJECT_MISSING: "names nobody at the provider",
  SUBJECT_TWIN: "several users claim this account at the provider",
  SUBJECT_TAKEN: "somebody here has this account at the provider already",
  SSO_REVIEW: "single sign-on; set it up here first",
  WEB3_UNSUPPORTED: "a wallet; there is no such sign-in here",
  AZURE_OID_MISSING: "the directory's id of this Microsoft account is not known",
  PROVIDER_UNKNOWN: "provider not known; name it in the mapping",
  FACTOR_UNVERIFIED: "was never verified",
  FACTOR_NOT_PORTABLE: "a passkey or phone cannot be moved",
  FACTOR_SECRET_INVALID: "the secret cannot be read",
  PROFILE_TWIN: "a second profile of the same user",
  EXPERIENCE_LEVEL_INVALID: "no level of ours; name it in the mapping",
  GOALS_INVALID: "goals are not of 10 to 1,000 characters",
  BACKGROUND_INVALID: "the background is longer than 1,000 characters",
  INTERESTS_INVALID: "interests are no list of 1 to 12 different topics",
  WEEKLY_HOURS_INVALID: "no weekly hours of ours; name them in the mapping",
  LEARNING_STYLE_INVALID: "no learning style of ours; name it in the mapping",
  HEADLINE_INVALID: "the headline is not one line of 5 to 120 characters",
  BIO_INVALID: "the bio is not of 20 to 2,000 characters",
  LANGUAGES_INVALID: "languages are no list of 1 to 8 different language tags",
  EXPERTISE_INVALID: "expertise is no list of 1 to 12 different topics",
  PROFILE_NOT_OF_ROLE: "fields of a profile the user's role does not have",
};

/** Codes that name what a server said: a constraint of ours, or an error of Postgres. */
function meaningOf(code: string) {
  if (code.startsWith("CONSTRAINT:")) return "the rule of the database that was broken";
  if (code.startsWith("SQLSTATE:")) return "the error code of Postgres";
  return MEANING[code] ?? "see the documentation";
}

/** The report for people: a line per table, then every code with what it means. */
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
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  const [dropped = [], unmapped = []] = [report.dropped, report.unmapped].map((counts) =>
    Object.entries(counts).filter(([, count]) => count > 0),
  );
  return [
    `${report.rehearsal ? "Rehearsal" : `Run ${report.run}`}, from ${report.source}`,
    "",
    ...lines,
    "",
    ...report.totals.flatMap(codeLines),
    ...(report.withoutSignIn > 0
      ? [
          `${formatNumber(report.withoutSignIn)} people arrive without a way to sign in: send them a reset mail`,
        ]
      : []),
    ...dropped.map(([name, count]) => `${name}: ${formatNumber(count)} rows end with the move`),
    ...unmapped.map(
      ([name, count]) =>
        `${name}: ${formatNumber(count)} rows belong to people and are not in the mapping; they stay behind`,
    ),
  ].join("\n");
}

function codeLines({ entity, codes }: EntityTotals) {
  return Object.entries(codes).map(
    ([code, count]) => `${entity} ${code}: ${formatNumber(count)}, ${meaningOf(code)}`,
  );
}
