import { verdict } from "../engine/verdict.ts";
import { judgedFactors } from "./factors.ts";
import { judgedIdentities } from "./identities.ts";
import { judgedProfiles } from "./profiles.ts";
import type { Transform } from "./transform.ts";
import { judgedUsers } from "./users.ts";

/**
 * What each staged entity becomes, with its verdict. Users come first, because the others depend on
 * theirs.
 */
export function preparations(transform: Transform) {
  const isAccount = "j.provider_id IS NOT NULL AND j.account_id IS NOT NULL";
  const profiles = transform.mapping.profiles.map((table) => judgedProfiles(transform, table));
  return {
    prepared_users: verdict(judgedUsers(transform), "user"),
    prepared_identities: verdict(judgedIdentities(transform), "identity", isAccount),
    prepared_factors: verdict(judgedFactors(transform), "factor", "j.type = 'totp'"),
    ...(profiles.length > 0
      ? {
          prepared_profiles: verdict(profiles.join(" UNION ALL "), "profile", "j.kind IS NOT NULL"),
        }
      : {}),
  };
}
