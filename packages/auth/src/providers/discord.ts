import { storableText } from "@sundial/validators";
import { createAuthorizationURL } from "better-auth/oauth2";
import { z } from "zod";
import { type ClientCredentials, exchangeCode } from "./code-exchange.ts";
import { askProvider, type Provider, subject } from "./provider.ts";

export interface DiscordSettings extends ClientCredentials {
  kind: "discord";
  /** Tests use another address than Discord's. */
  url?: string;
}

const profile = z.object({
  id: subject,
  username: storableText,
  global_name: storableText.nullish().catch(null),
  email: storableText.nullish().catch(null),
  verified: z.unknown().optional(),
});

/**
 * Discord, which speaks OAuth 2 and not OpenID Connect.
 * https://discord.com/developers/docs/topics/oauth2
 */
export function discordProvider({
  url = "https://discord.com",
  ...client
}: DiscordSettings): Provider {
  const tokenEndpoint = { url: `${url}/api/oauth2/token`, secretIn: "header" } as const;
  return {
    id: "discord",
    name: "Discord",
    domains: [],
    async authorizationURL({ nonce: _, ...request }) {
      return createAuthorizationURL({
        ...request,
        id: "discord",
        options: client,
        authorizationEndpoint: `${url}/oauth2/authorize`,
        scopes: ["identify", "email"],
      });
    },
    async identify(answer) {
      const { accessToken } = await exchangeCode(client, tokenEndpoint, answer);
      const told = await askProvider(`${url}/api/users/@me`, profile, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      return {
        subject: told.id,
        email: told.email ?? null,
        isEmailVerified: told.verified === true,
        name: told.global_name || told.username,
        role: null,
        provesSecondFactor: false,
      };
    },
  };
}
