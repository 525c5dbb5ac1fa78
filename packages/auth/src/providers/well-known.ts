import type { ClientCredentials } from "./code-exchange.ts";
import type { OpenIdSettings } from "./openid-connect.ts";

/** https://developers.google.com/identity/openid-connect/openid-connect */
export function google(client: ClientCredentials): OpenIdSettings {
  return {
    kind: "openid",
    id: "google",
    name: "Google",
    issuer: "https://accounts.google.com",
    ...client,
  };
}

/**
 * LinkedIn doesn't document a nonce in its ID tokens, so one may be missing there.
 * https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2
 */
export function linkedin(client: ClientCredentials): OpenIdSettings {
  return {
    kind: "openid",
    id: "linkedin",
    name: "LinkedIn",
    issuer: "https://www.linkedin.com/oauth",
    returnsNonce: false,
    ...client,
  };
}

/**
 * Microsoft Entra ID, for the people of these tenants only. Anybody can make a tenant and give its
 * users any address, so an address counts only because the operator lists the tenant.
 * https://learn.microsoft.com/entra/identity-platform/claims-validation
 */
export function microsoft(
  client: ClientCredentials,
  tenants: readonly [string, ...string[]],
): OpenIdSettings {
  const issuerOf = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
  const [tenant, ...others] = tenants;
  return {
    kind: "openid",
    id: "microsoft",
    name: "Microsoft",
    issuer: issuerOf(others.length === 0 ? tenant : "organizations"),
    ...(others.length === 0
      ? {}
      : {
          tenants: {
            documentIssuer: issuerOf("{tenantid}"),
            tokenIssuers: tenants.map(issuerOf),
          },
        }),
    subjectClaim: "oid",
    vouchesForAddresses: true,
    ...client,
  };
}
