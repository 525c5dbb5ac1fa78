import { rejectedCodes } from "../engine/rejection.ts";
import { codesOf, digestOf, type Fields, literal, ONCE, selectList, uuidFrom } from "../sql.ts";

function facts(from: string) {
  return `SELECT s.*, s.data ->> 'here' AS account_provider FROM ${from} s ${ONCE}`;
}

/** The account of one identity `f`; all NULL if it becomes none. */
function identityFields(startedAt: string): Fields {
  const createdAt = `coalesce(f.created_at, f.updated_at, ${literal(startedAt)}::timestamptz)`;
  return {
    id: uuidFrom("'account:' || f.key"),
    account_id: "f.subject",
    provider_id: "f.account_provider",
    user_id: "f.owner",
    created_at: createdAt,
    updated_at: `coalesce(f.updated_at, ${createdAt})`,
  };
}

const UNPLACED = "f.data - 'here'";

/** What each identity of `from` becomes. */
export function expectedIdentities(startedAt: string, from: string) {
  return `SELECT f.owner, f.key, ${UNPLACED} AS unplaced, ${selectList(identityFields(startedAt))}
    FROM (${facts(from)}) f`;
}

/** The same with the verdict, after the verdict on the owners. */
export function judgedIdentities(startedAt: string) {
  const excluded = codesOf({
    OWNER_EXCLUDED: "o.outcome = 'excluded'",
    // The same account twice in one person's list.
    SAME_SUBJECT: "f.nth > 1 AND f.subject IS NOT NULL AND f.account_provider IS NOT NULL",
  });
  const quarantined = codesOf({
    OWNER_MISSING: "f.owner = ''",
    OWNER_QUARANTINED: "f.owner <> '' AND coalesce(o.outcome, 'quarantined') = 'quarantined'",
    SUBJECT_TWIN: `EXISTS (SELECT FROM twin_subjects w WHERE w.provider = f.account_provider AND w.subject = f.subject)`,
    SUBJECT_TAKEN: `EXISTS (SELECT FROM public.accounts t WHERE t.provider_id = f.account_provider
      AND t.account_id = f.subject AND t.user_id <> f.owner)`,
  });
  const flagged = codesOf({
    PROVIDER_UNKNOWN: "f.account_provider IS NULL",
    SUBJECT_MISSING: "f.account_provider IS NOT NULL AND f.subject IS NULL",
  });
  return `SELECT f.owner, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} || ${rejectedCodes("identity")} AS quarantined, ${flagged} AS flagged,
      ${UNPLACED} AS unplaced, ${selectList(identityFields(startedAt))}
    FROM (SELECT *, row_number() OVER (PARTITION BY owner, account_provider, subject ORDER BY key) AS nth
      FROM (${facts("(SELECT s AS staged, s.* FROM staged_identities s)")}) i) f
    LEFT JOIN prepared_users o ON o.owner = f.owner AND f.owner <> ''`;
}
