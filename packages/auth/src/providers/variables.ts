import { z } from "zod";

/** The variables of each built-in provider, by its id. They are set together. */
export const PROVIDER_VARIABLES = {
  google: ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  github: ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  microsoft: ["MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET", "MICROSOFT_TENANTS"],
  linkedin: ["LINKEDIN_CLIENT_ID", "LINKEDIN_CLIENT_SECRET"],
  discord: ["DISCORD_CLIENT_ID", "DISCORD_CLIENT_SECRET"],
} as const;

const issuers = z.array(
  z.looseObject({
    id: z.string(),
    domains: z.array(z.string().trim().toLowerCase()).default([]),
  }),
);

/** A provider that a server offers, as far as other programs need to know it. */
export interface OfferedProvider {
  /** As in `accounts.provider_id`. */
  id: string;
  /** Email domains whose people sign in with it, and only with it. It opens no other accounts. */
  domains: string[];
}

/**
 * The providers that a server with this environment offers. The server itself checks its variables
 * in full; see the web app's `provider-env.ts`. Null when OIDC_PROVIDERS can't be read.
 */
export function offeredProviders(
  env: Readonly<Record<string, string | undefined>>,
): OfferedProvider[] | null {
  const parsed = issuers.safeParse(jsonOf(env.OIDC_PROVIDERS?.trim() || "[]"));
  if (!parsed.success) return null;
  const builtIn = Object.entries(PROVIDER_VARIABLES).flatMap(([id, names]) =>
    names.every((name) => (env[name] ?? "").trim() !== "") ? [{ id, domains: [] }] : [],
  );
  return [...parsed.data.map(({ id, domains }) => ({ id, domains })), ...builtIn];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
