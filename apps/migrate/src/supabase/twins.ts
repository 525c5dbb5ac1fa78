import { addressOf } from "../engine/address.ts";
import type { Sessions } from "../engine/sessions.ts";
import { copy } from "../engine/staging.ts";
import { providerOf, subjectOf } from "./identities.ts";
import type { Transform } from "./transform.ts";

/**
 * Addresses and provider subjects that several users of the source claim. Nobody can say who owns
 * them, so all claimants are quarantined. Of an address, Supabase lets one user without single
 * sign-on be unique, who keeps it: only those with single sign-on are twins `among_sso`.
 */
export async function findTwins(
  { source, target }: Sessions,
  transform: Transform,
  hasIdentities: boolean,
) {
  const alive = transform.isSoftDeleting ? "deleted_at IS NULL" : "true";
  const address = addressOf("email");
  await copy(
    source,
    `SELECT ${address}, count(*) FILTER (WHERE NOT ${transform.isSso}) = 1
     FROM auth.users WHERE ${alive} AND ${address} IS NOT NULL
     GROUP BY 1 HAVING count(*) > 1`,
    target,
    "twin_addresses",
  );
  if (!hasIdentities) return;
  const provider = providerOf(transform, "i.provider");
  const subject = subjectOf("i");
  await copy(
    source,
    `SELECT ${provider}, ${subject}
     FROM (SELECT user_id AS owner, provider, identity_data AS data,
             ${transform.identitiesHaveIds ? "provider_id" : "id::text"} AS subject
           FROM auth.identities WHERE provider NOT IN ('email', 'phone')) i
     WHERE ${provider} IS NOT NULL AND ${subject} IS NOT NULL
     GROUP BY 1, 2 HAVING count(DISTINCT i.owner) > 1`,
    target,
    "twin_subjects",
  );
}
