import { storableText } from "@sundial/validators";
import { createAuthorizationURL } from "better-auth/oauth2";
import { z } from "zod";
import { type ClientCredentials, exchangeCode } from "./code-exchange.ts";
import { askProvider, type Provider, subject } from "./provider.ts";

export interface GithubSettings extends ClientCredentials {
  kind: "github";
  /** Of GitHub Enterprise Server; github.com by default. */
  url?: string | undefined;
}

const profile = z.object({
  id: subject,
  login: storableText,
  name: storableText.nullish().catch(null),
});

const addresses = z.array(
  z.object({ email: storableText, primary: z.boolean(), verified: z.boolean() }),
);

/**
 * GitHub, which speaks OAuth 2 and not OpenID Connect.
 * https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export function githubProvider({
  url = "https://github.com",
  ...client
}: GithubSettings): Provider {
  const apiUrl = url === "https://github.com" ? "https://api.github.com" : `${url}/api/v3`;
  const tokenEndpoint = { url: `${url}/login/oauth/access_token`, secretIn: "body" } as const;
  return {
    id: "github",
    name: "GitHub",
    domains: [],
    async authorizationURL({ nonce: _, ...request }) {
      return createAuthorizationURL({
        ...request,
        id: "github",
        options: client,
        authorizationEndpoint: `${url}/login/oauth/authorize`,
        scopes: ["read:user", "user:email"],
      });
    },
    async identify(answer) {
      const { accessToken } = await exchangeCode(client, tokenEndpoint, answer);
      const init = {
        headers: { authorization: `Bearer ${accessToken}`, "user-agent": "Sundial" },
      };
      const { id, login, name } = await askProvider(`${apiUrl}/user`, profile, init);
      const known = await askProvider(`${apiUrl}/user/emails`, addresses, init);
      const primary = known.find((address) => address.primary);
      return {
        subject: id,
        email: primary?.email ?? null,
        isEmailVerified: primary?.verified ?? false,
        name: name || login,
        role: null,
        provesSecondFactor: false,
      };
    },
  };
}
