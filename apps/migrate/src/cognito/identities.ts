import { COGNITO } from "@sundial/auth/cognito";
import { rejectedCodes } from "../engine/rejection.ts";
import { codesOf, digestOf, type Fields, literal, ONCE, selectList, uuidFrom } from "../sql.ts";
import type { PoolMapping } from "./mapping.ts";
import type { PoolTransform } from "./transform.ts";

/** Better Auth's names for Cognito's kinds of identity providers. */
const PROVIDERS: Record<string, string> = {
  Facebook: "facebook",
  Google: "google",
  SignInWithApple: "apple",
};

/** The provider's name here of an identity, NULL for an unknown one. */
export function providerOf({ providers }: PoolMapping, provider: string, entry: string) {
  // A pool chooses the names of its SAML and OIDC providers, even that of a known one.
  const named = caseOf(`${entry} ->> 'providerName'`, providers);
  const known = caseOf(`${entry} ->> 'providerType'`, PROVIDERS);
  return `CASE WHEN ${provider} = '${COGNITO}' THEN '${COGNITO}' ELSE coalesce(${named}, ${known}) END`;
}

function caseOf(value: string, words: Record<string, string>) {
  const cases = Object.entries(words).map(
    ([theirs, ours]) => `WHEN ${literal(theirs)} THEN ${literal(ours)}`,
  );
  return cases.length === 0 ? "NULL::text" : `CASE ${value} ${cases.join(" ")} END`;
}

function facts({ mapping }: PoolTransform, from: string) {
  return `SELECT s.*, ${providerOf(mapping, "s.provider", "s.data")} AS account_provider
    FROM ${from} s ${ONCE}`;
}

/** The account of one identity `f`; all NULL if it becomes none. */
function identityFields({ startedAt }: PoolTransform): Fields {
  const createdAt = `coalesce(f.created_at, f.updated_at, ${literal(startedAt)}::timestamptz)`;
  return {
    id: uuidFrom("'cognito:' || f.key"),
    account_id: "f.subject",
    provider_id: "f.account_provider",
    user_id: "f.owner",
    created_at: createdAt,
    updated_at: `coalesce(f.updated_at, ${createdAt})`,
  };
}

const UNPLACED = "nullif(f.data, '{}')";

/** What each identity of `from` becomes. */
export function expectedIdentities(transform: PoolTransform, from: string) {
  return `SELECT f.owner, f.key, ${UNPLACED} AS unplaced, ${selectList(identityFields(transform))}
    FROM (${facts(transform, from)}) f`;
}

/** The same with the verdict, after the verdict on the owners. */
export function judgedIdentities(transform: PoolTransform) {
  const excluded = codesOf({
    // The same identity twice in a list.
    SAME_SUBJECT: "f.nth > 1 AND f.subject IS NOT NULL AND f.account_provider IS NOT NULL",
  });
  const quarantined = codesOf({
    OWNER_QUARANTINED:
      "o.outcome IS DISTINCT FROM 'migrated' AND o.outcome IS DISTINCT FROM 'flagged'",
    SUBJECT_TWIN: `EXISTS (SELECT FROM twin_subjects w WHERE w.provider = f.account_provider AND w.subject = f.subject)`,
    SUBJECT_TAKEN: `EXISTS (SELECT FROM public.accounts t WHERE t.provider_id = f.account_provider
      AND t.account_id = f.subject AND t.user_id <> f.owner)`,
  });
  const flagged = codesOf({
    PROVIDER_UNKNOWN: `f.account_provider IS NULL`,
    SUBJECT_MISSING: `f.account_provider IS NOT NULL AND f.subject IS NULL`,
  });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} || ${rejectedCodes("identity")} AS quarantined, ${flagged} AS flagged,
      ${UNPLACED} AS unplaced, ${selectList(identityFields(transform))}
    FROM (SELECT *, row_number() OVER (PARTITION BY owner, account_provider, subject ORDER BY key) AS nth
      FROM (${facts(transform, "(SELECT s AS staged, s.* FROM staged_identities s)")}) i) f
    LEFT JOIN prepared_users o ON o.owner = f.owner`;
}
