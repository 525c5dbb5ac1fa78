import { type Role, role, storableText } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import { createAuthorizationURL } from "better-auth/oauth2";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { type ClientCredentials, exchangeCode } from "./code-exchange.ts";
import {
  type AuthorizationAnswer,
  askProvider,
  PROVIDER_TIMEOUT,
  type Provider,
  ProviderFailure,
  type ProviderIdentity,
  subject,
} from "./provider.ts";

export interface OpenIdSettings extends ClientCredentials {
  kind: "openid";
  id: string;
  name: string;
  /** The issuer's address; its discovery document is below it. */
  issuer: string;
  /** For issuers with one document for many tenants: the `issuer` in it, and those of its tokens. */
  tenants?: { documentIssuer: string; tokenIssuers: string[] };
  /** The claim that identifies a person; `sub` by default. */
  subjectClaim?: "sub" | "oid";
  /** Where addresses count as verified because the issuer's tenants are listed by us. */
  vouchesForAddresses?: boolean;
  /** False only for an issuer that doesn't return the nonce. */
  returnsNonce?: boolean;
  /** Email domains whose people sign in here, and only here; the issuer speaks for no others. */
  domains?: readonly string[] | undefined;
  /** Which claim names a person's groups, and the role of each group; all others are mentees. */
  roles?: { claim: string; map: Readonly<Record<string, Role>> } | undefined;
  /** Claims by which the issuer proves two-factor authentication. Nothing does by default. */
  secondFactor?: { amr?: readonly string[]; acr?: readonly string[] };
}

/** Signatures with a public key only: anybody who knows the client's secret could make the others. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"];

const discoveryDocument = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});

const claims = z.object({
  email: storableText.max(1_000).nullish().catch(null),
  email_verified: z.unknown().optional(),
  name: storableText.nullish().catch(null),
  amr: z.array(z.string()).catch([]),
  acr: z.string().nullish().catch(null),
});

type Discovered = Awaited<ReturnType<typeof discover>>;

/** How long a discovery document is used before it is read again. */
const DOCUMENT_LIFETIME = HOUR;

/**
 * A provider of OpenID Connect Core 1.0. Reads the discovery document when somebody first signs in,
 * so a provider that is away delays neither the start nor other ways in.
 */
export function openIdProvider(settings: OpenIdSettings): Provider {
  const { id, name, clientId, clientSecret } = settings;
  let known: { document: Discovered; readAt: number } | undefined;

  async function document() {
    if (known === undefined || Date.now() - known.readAt > DOCUMENT_LIFETIME) {
      known = { document: await discover(settings), readAt: Date.now() };
    }
    return known.document;
  }

  return {
    id,
    name,
    domains: settings.domains ?? [],
    async authorizationURL({ nonce, ...request }) {
      return createAuthorizationURL({
        ...request,
        id,
        nonce,
        options: { clientId, clientSecret },
        authorizationEndpoint: (await document()).authorizationEndpoint,
        scopes: ["openid", "email", "profile"],
      });
    },
    async identify(answer) {
      const issuer = await document();
      if (!issuer.isOwn(answer.issuer)) {
        throw new ProviderFailure("invalid", `${id}: the callback names another issuer`);
      }
      const { accessToken, idToken } = await exchangeCode(settings, issuer.tokenEndpoint, answer);
      if (idToken === undefined) throw new ProviderFailure("invalid", `${id}: no ID token`);
      const verified = await verify(settings, issuer, { idToken, answer });
      // Without the address in the token, the provider tells it at its own endpoint.
      const { userinfoEndpoint } = issuer;
      if (verified.email !== undefined || userinfoEndpoint === undefined) {
        return identityOf(settings, verified);
      }
      const told = await askProvider(userinfoEndpoint, z.looseObject({ sub: z.string() }), {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      if (told.sub !== verified.sub) {
        throw new ProviderFailure("invalid", `${id}: userinfo is about somebody else`);
      }
      const { email, email_verified, name } = told;
      return identityOf(settings, { name, ...verified, email, email_verified });
    },
  };
}

/** Reads the discovery document (OpenID Connect Discovery 1.0, section 4). */
async function discover({ id, issuer, tenants }: OpenIdSettings) {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const document = await askProvider(url, discoveryDocument);
  // Section 4.3: exactly equal, or another issuer could speak for this one.
  if (document.issuer !== (tenants?.documentIssuer ?? issuer)) {
    throw new ProviderFailure("invalid", `${id}: the discovery document names another issuer`);
  }
  const methods = document.token_endpoint_auth_methods_supported;
  return {
    authorizationEndpoint: document.authorization_endpoint,
    tokenEndpoint: {
      url: document.token_endpoint,
      secretIn: methods.includes("client_secret_basic") ? "header" : "body",
    } as const,
    userinfoEndpoint: document.userinfo_endpoint,
    issuers: tenants?.tokenIssuers ?? [issuer],
    // Reads the keys again whenever a token names one that it doesn't know.
    keys: createRemoteJWKSet(new URL(document.jwks_uri), {
      timeoutDuration: PROVIDER_TIMEOUT,
      cooldownDuration: 0,
    }),
    /** RFC 9207: a callback that names an issuer must name this one. */
    isOwn: (named: string | undefined) =>
      named === undefined
        ? !document.authorization_response_iss_parameter_supported
        : (tenants?.tokenIssuers ?? [issuer]).includes(named),
  };
}

/** Checks an ID token as OpenID Connect Core 1.0, section 3.1.3.7, says. */
async function verify(
  { id, clientId, returnsNonce = true }: OpenIdSettings,
  { keys, issuers }: Discovered,
  { idToken, answer }: { idToken: string; answer: AuthorizationAnswer },
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(idToken, keys, {
    issuer: issuers,
    audience: clientId,
    algorithms: ALGORITHMS,
    requiredClaims: ["iss", "sub", "aud", "exp", "iat"],
    maxTokenAge: "10 minutes",
    clockTolerance: 60,
  }).catch((error: unknown) => {
    throw isForgery(error)
      ? new ProviderFailure("invalid", `${id}: the ID token isn't valid (${error.code})`)
      : new ProviderFailure("away", `${id}: can't read the signing keys`);
  });
  const isForUs = payload.azp === undefined || payload.azp === clientId;
  const isOurNonce = payload.nonce === answer.nonce || (!returnsNonce && !("nonce" in payload));
  if (!isForUs || !isOurNonce) {
    throw new ProviderFailure("invalid", `${id}: the ID token answers another request`);
  }
  return payload;
}

/** Whether the token is at fault, not the way to the keys. */
function isForgery(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}

function identityOf(settings: OpenIdSettings, payload: JWTPayload): ProviderIdentity {
  const { subjectClaim = "sub", vouchesForAddresses = false, secondFactor = {} } = settings;
  const who = subject.safeParse(payload[subjectClaim]);
  if (!who.success) {
    throw new ProviderFailure("invalid", `${settings.id}: the ID token has no ${subjectClaim}`);
  }
  const { email, email_verified, name, amr, acr } = claims.parse(payload);
  return {
    subject: who.data,
    email: email ?? null,
    // The text "true" isn't a statement that anyone has agreed on.
    isEmailVerified: vouchesForAddresses || email_verified === true,
    name: name ?? null,
    role: settings.roles ? roleOf(settings.roles, payload) : null,
    provesSecondFactor:
      amr.some((method) => secondFactor.amr?.includes(method)) ||
      (acr != null && secondFactor.acr?.includes(acr) === true),
  };
}

const groups = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]);

/** From the weakest to the strongest. */
const RANKS: readonly Role[] = role.options;

/** The strongest role of the person's groups. Without one, they are a mentee. */
function roleOf({ claim, map }: NonNullable<OpenIdSettings["roles"]>, payload: JWTPayload): Role {
  const mine = groups.parse(payload[claim]).map((group) => RANKS.indexOf(map[group] ?? "mentee"));
  return RANKS[Math.max(0, ...mine)] ?? "mentee";
}
