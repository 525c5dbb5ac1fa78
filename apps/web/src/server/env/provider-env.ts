import { callbackPath, google, linkedin, microsoft, type ProviderSettings } from "@sundial/auth";
import { PROVIDER_VARIABLES } from "@sundial/auth/provider-variables";
import { providerId, role } from "@sundial/validators";
import { z } from "zod";

/** Microsoft's tenant of personal accounts, whose addresses nobody's administrator vouches for. */
const PERSONAL_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad";

const TENANTS_ISSUE =
  "must be comma-separated ids of the tenants whose people may sign in, and not the one of personal accounts";

const tenants = z
  .string()
  .transform((text) => text.toLowerCase().split(/[\s,]+/))
  .pipe(
    z.tuple(
      [z.guid({ error: TENANTS_ISSUE })],
      z.guid({ error: TENANTS_ISSUE }).refine((id) => id !== PERSONAL_ACCOUNTS, TENANTS_ISSUE),
    ),
  )
  .refine(([first]) => first !== PERSONAL_ACCOUNTS, TENANTS_ISSUE);

const BUILT_IN = ["credential", "cognito", ...Object.keys(PROVIDER_VARIABLES)];

const isLocal = (url: string) => ["127.0.0.1", "localhost"].includes(new URL(url).hostname);

const issuer = z.strictObject({
  id: providerId.refine((id) => !BUILT_IN.includes(id), "is taken; choose another id"),
  name: z.string().trim().min(1).max(40),
  issuer: z
    .url({ protocol: /^https?$/, error: "must be the issuer's https address" })
    .refine((url) => url.startsWith("https://") || isLocal(url), "must be an https address"),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  domains: z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/, "must be domains, such as example.org"),
    )
    .optional(),
  roles: z.strictObject({ claim: z.string().min(1), map: z.record(z.string(), role) }).optional(),
  /** The claims by which this issuer proves two-factor authentication. */
  secondFactor: z
    .strictObject({ amr: z.array(z.string()).optional(), acr: z.array(z.string()).optional() })
    .optional(),
});

const EXAMPLE =
  'must be a JSON list, such as [{"id":"campus","name":"Campus","issuer":"https://id.example.org","clientId":"sundial","clientSecret":"…"}]';

const issuers = z
  .string()
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: "custom", message: EXAMPLE });
      return z.NEVER;
    }
  })
  .pipe(z.array(issuer, { error: EXAMPLE }))
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "names an id twice")
  .refine((list) => {
    const domains = list.flatMap((each) => each.domains ?? []);
    return new Set(domains).size === domains.length;
  }, "names a domain twice");

const clientId = z.string().trim().min(1).optional();
const clientSecret = z.string().trim().min(1).optional();

/** The services that people can sign in with. Each appears once all of its variables are set. */
export const providerEnv = {
  GOOGLE_CLIENT_ID: clientId,
  GOOGLE_CLIENT_SECRET: clientSecret,
  GITHUB_CLIENT_ID: clientId,
  GITHUB_CLIENT_SECRET: clientSecret,
  GITHUB_URL: z
    .url({ error: "must be the address of a GitHub Enterprise Server, or be left out" })
    .refine((url) => url.startsWith("https://") || isLocal(url), "must be an https address")
    .transform((url) => new URL(url).origin)
    .optional(),
  MICROSOFT_CLIENT_ID: clientId,
  MICROSOFT_CLIENT_SECRET: clientSecret,
  MICROSOFT_TENANTS: tenants.optional(),
  LINKEDIN_CLIENT_ID: clientId,
  LINKEDIN_CLIENT_SECRET: clientSecret,
  DISCORD_CLIENT_ID: clientId,
  DISCORD_CLIENT_SECRET: clientSecret,
  OIDC_PROVIDERS: issuers.optional(),
};

type ProviderEnv = z.infer<z.ZodObject<typeof providerEnv>>;

/** Names each variable that is missing, and the callback address to register with the provider. */
export function requireWholeProviders(
  env: ProviderEnv & { BETTER_AUTH_URL: string },
  ctx: z.RefinementCtx,
) {
  for (const [id, names] of Object.entries(PROVIDER_VARIABLES)) {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) continue;
    const given = names.filter((name) => env[name] !== undefined).join(" and ");
    for (const name of missing) {
      const message = `is needed with ${given}; the callback address to register is ${callbackOf(env.BETTER_AUTH_URL, id)}`;
      ctx.addIssue({ code: "custom", path: [name], message });
    }
  }
}

/** What an operator needs beside a correct OIDC_PROVIDERS. */
export function issuerHint(siteUrl: string) {
  return `OIDC_PROVIDERS: the callback address to register is ${callbackOf(siteUrl.replace(/\/$/, ""), "<id>")}`;
}

function callbackOf(siteUrl: string, id: string) {
  return `${siteUrl}/api/auth${callbackPath(id)}`;
}

/** The configured providers, in the order in which people see them. */
export function providersOf(env: ProviderEnv): ProviderSettings[] {
  const client = (id: string | undefined, secret: string | undefined) =>
    id === undefined || secret === undefined ? null : { clientId: id, clientSecret: secret };
  const googleClient = client(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET);
  const microsoftClient = client(env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET);
  const githubClient = client(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET);
  const linkedinClient = client(env.LINKEDIN_CLIENT_ID, env.LINKEDIN_CLIENT_SECRET);
  const discordClient = client(env.DISCORD_CLIENT_ID, env.DISCORD_CLIENT_SECRET);
  const { MICROSOFT_TENANTS, GITHUB_URL, OIDC_PROVIDERS = [] } = env;
  return [
    ...OIDC_PROVIDERS.map((each) => ({ kind: "openid" as const, ...each })),
    ...(googleClient ? [google(googleClient)] : []),
    ...(microsoftClient && MICROSOFT_TENANTS
      ? [microsoft(microsoftClient, MICROSOFT_TENANTS)]
      : []),
    ...(githubClient ? [{ kind: "github" as const, ...githubClient, url: GITHUB_URL }] : []),
    ...(linkedinClient ? [linkedin(linkedinClient)] : []),
    ...(discordClient ? [{ kind: "discord" as const, ...discordClient }] : []),
  ];
}
