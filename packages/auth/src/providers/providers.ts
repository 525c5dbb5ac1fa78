import { type DiscordSettings, discordProvider } from "./discord.ts";
import { type GithubSettings, githubProvider } from "./github.ts";
import { type OpenIdSettings, openIdProvider } from "./openid-connect.ts";
import type { Provider } from "./provider.ts";

export type ProviderSettings = OpenIdSettings | GithubSettings | DiscordSettings;

export type Providers = ReadonlyMap<string, Provider>;

/** The configured providers by id, in the order in which people see them. */
export function createProviders(settings: readonly ProviderSettings[]): Providers {
  return new Map(
    settings.map((each) => {
      const provider = createProvider(each);
      return [provider.id, provider];
    }),
  );
}

function createProvider(settings: ProviderSettings): Provider {
  switch (settings.kind) {
    case "openid":
      return openIdProvider(settings);
    case "github":
      return githubProvider(settings);
    case "discord":
      return discordProvider(settings);
  }
}

/** The path below /api/auth that a provider sends browsers back to. */
export function callbackPath(id: string): string {
  return `/callback/${id}`;
}
