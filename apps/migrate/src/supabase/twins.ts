import { addressOf } from "../engine/address.ts";
import type { Sessions } from "../engine/sessions.ts";
import { copy } from "../engine/staging.ts";
import { providerOf, subjectOf } from "./identities.ts";
import type { Transform } from "./transform.ts";

/**
 * Addresses and provider subjects that several users of the source lay claim to. Nobody can say whose
 * they are, so none of the claimants wins; all go to quarantine.
 */
export async function findTwins(
  { source, target }: Sessions,
  transform: Transform,
  hasIdentities: boolean,
) {
  await target.query(`
    CREATE TEMP TABLE claimed_addresses (email text);
    CREATE TEMP TABLE claimed_subjects (owner text, provider text, subject text, data jsonb)`);
  const alive = transform.isSoftDeleting ? "WHERE deleted_at IS NULL" : "";
  await copy(source, `SELECT email::text FROM auth.users ${alive}`, target, "claimed_addresses");
  if (hasIdentities) {
    const subject = transform.identitiesHaveIds ? "provider_id" : "id::text";
    await copy(
      source,
      `SELECT user_id::text, provider, ${subject},
         jsonb_build_object('custom_claims', jsonb_build_object('oid', identity_data #> '{custom_claims,oid}'))
       FROM auth.identities WHERE provider NOT IN ('email', 'phone')`,
      target,
      "claimed_subjects",
    );
  }
  await target.query(`
    INSERT INTO twin_addresses
      SELECT ${addressOf("email")} FROM claimed_addresses
      WHERE ${addressOf("email")} IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
    INSERT INTO twin_subjects
      SELECT ${providerOf(transform, "c.provider")}, ${subjectOf("c")} FROM claimed_subjects c
      WHERE ${providerOf(transform, "c.provider")} IS NOT NULL AND ${subjectOf("c")} IS NOT NULL
      GROUP BY 1, 2 HAVING count(DISTINCT c.owner) > 1;
    DROP TABLE claimed_addresses, claimed_subjects`);
}
