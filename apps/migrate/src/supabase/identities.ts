import { rejectedCodes } from "../engine/rejection.ts";
import {
  codesOf,
  digestOf,
  type Fields,
  isStrangeTime,
  literal,
  ONCE,
  selectList,
  uuidFrom,
} from "../sql.ts";

import { type Transform, targetId } from "./transform.ts";

/**
 * Better Auth's names for Supabase's providers. Both identify a person by the provider's subject.
 */
const PROVIDERS: Record<string, string> = {
  apple: "apple",
  // By the directory's object id, because the subject differs for each application.
  azure: "microsoft",
  discord: "discord",
  facebook: "facebook",
  figma: "figma",
  github: "github",
  gitlab: "gitlab",
  google: "google",
  kakao: "kakao",
  linkedin: "linkedin",
  linkedin_oidc: "linkedin",
  notion: "notion",
  slack: "slack",
  slack_oidc: "slack",
  spotify: "spotify",
  twitch: "twitch",
  twitter: "twitter",
  x: "twitter",
  zoom: "zoom",
};

/** Providers of the source by their name here. */
export function knownProviders({ mapping }: Pick<Transform, "mapping">) {
  return { ...PROVIDERS, ...mapping.providers };
}

/** The provider's name here, NULL for an unknown one. */
export function providerOf(transform: Pick<Transform, "mapping">, provider: string) {
  const cases = Object.entries(knownProviders(transform)).map(
    ([theirs, ours]) => `WHEN ${literal(theirs)} THEN ${literal(ours)}`,
  );
  return `CASE ${provider} ${cases.join(" ")} END`;
}

/** Providers at which a user may have one account under two subjects or names. */
function ambiguous(transform: Pick<Transform, "mapping">) {
  const providers = Object.entries(knownProviders(transform));
  const shared = providers.filter(
    ([theirs, ours]) =>
      theirs === "azure" ||
      providers.filter(([other, name]) => name === ours && other !== theirs).length > 0,
  );
  return shared.map(([theirs]) => literal(theirs)).join(", ");
}

/** The person's id at the provider, as text, because some exceed a JavaScript number. */
export const subjectOf = (alias: string) =>
  `nullif(CASE ${alias}.provider WHEN 'azure' THEN ${alias}.data #>> '{custom_claims,oid}' ELSE ${alias}.subject END, '')`;

/** An identity's id becomes its account's; without one, an id is derived from the key. */
function accountId({ identitiesHaveIds }: Transform, alias: string) {
  return identitiesHaveIds ? `${alias}.key` : uuidFrom(`'identity:' || ${alias}.key`);
}

/** The account of one identity `f`; all NULL if it becomes none. */
function identityFields(transform: Transform): Fields {
  const createdAt = `coalesce(f.created_at, f.updated_at, ${literal(transform.startedAt)}::timestamptz)`;
  return {
    id: "f.account_key",
    account_id: "f.account_subject",
    provider_id: "f.account_provider",
    user_id: targetId(transform, "f.owner"),
    created_at: createdAt,
    updated_at: `coalesce(f.updated_at, ${createdAt})`,
  };
}

const UNPLACED =
  "nullif(jsonb_build_object('provider', f.provider, 'subject', f.subject, 'data', f.data), '{}')";

function facts(transform: Transform, from: string) {
  return `SELECT s.*, ${accountId(transform, "s")} AS account_key,
      ${providerOf(transform, "s.provider")} AS account_provider,
      ${subjectOf("s")} AS account_subject
    FROM ${from} s ${ONCE}`;
}

/** What each identity of `from` becomes. */
export function expectedIdentities(transform: Transform, from: string) {
  return `SELECT f.owner, f.key, ${UNPLACED} AS unplaced,
      ${selectList(identityFields(transform))}
    FROM (${facts(transform, from)}) f`;
}

/** The same with the verdict, after the verdict on the owners. */
export function judgedIdentities(transform: Transform) {
  const excluded = codesOf({
    OWNER_EXCLUDED: "o.outcome = 'excluded'",
    OWNER_DELETED: "o.status_reason = 'Deleted before the move'",
    // The address is the user's own, and a credential account holds the password.
    OWN_ADDRESS: "f.provider IN ('email', 'phone')",
    // Two of one user's identities that are one account here, as with an old and a new kind of
    // provider, or two applications of one directory.
    SAME_SUBJECT: `f.provider IN (${ambiguous(transform)}) AND EXISTS (
      SELECT FROM (SELECT * FROM staged_identities z WHERE z.owner = f.owner AND z.key < f.key) z
      WHERE ${providerOf(transform, "z.provider")} = f.account_provider AND ${subjectOf("z")} = f.account_subject)`,
  });
  const quarantined = codesOf({
    OWNER_MISSING: "o.owner IS NULL",
    OWNER_QUARANTINED: "o.outcome = 'quarantined'",
    SUBJECT_MISSING:
      "f.account_provider IS NOT NULL AND f.account_subject IS NULL AND f.provider <> 'azure'",
    TIME_INVALID: isStrangeTime(["f.created_at", "f.updated_at"]),
    SUBJECT_TWIN: `EXISTS (SELECT FROM twin_subjects w
      WHERE w.provider = f.account_provider AND w.subject = f.account_subject)`,
    SUBJECT_TAKEN: `EXISTS (SELECT FROM public.accounts t
      WHERE t.provider_id = f.account_provider AND t.account_id = f.account_subject AND t.id <> f.account_key)`,
  });
  const flagged = codesOf({
    // The provider's own id counts, as it did there; somebody has changed one of the two by hand.
    SUBJECT_DIFFERS: "f.data ->> 'sub' <> f.subject",
    SSO_REVIEW: "f.provider LIKE 'sso:%'",
    WEB3_UNSUPPORTED: "f.provider = 'web3'",
    AZURE_OID_MISSING: "f.provider = 'azure' AND f.account_subject IS NULL",
    PROVIDER_UNKNOWN: `f.account_provider IS NULL AND f.provider NOT LIKE 'sso:%'
      AND f.provider NOT IN ('web3', 'email', 'phone')`,
  });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} || ${rejectedCodes("identity")} AS quarantined, ${flagged} AS flagged,
      ${UNPLACED} AS unplaced,
      ${selectList(identityFields(transform))}
    FROM (${facts(transform, "(SELECT s AS staged, s.* FROM staged_identities s)")}) f
    LEFT JOIN prepared_users o ON o.owner = f.owner`;
}
