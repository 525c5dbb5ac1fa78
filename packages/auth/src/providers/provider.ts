import { type Role, storableText } from "@sundial/validators";
import { z } from "zod";

/** What a provider says about a person. The answer has been verified. */
export interface ProviderIdentity {
  /** Identifies the person at this provider, permanently. */
  subject: string;
  email: string | null;
  /** Whether the provider says that the person owns this mailbox. Only `true` counts. */
  isEmailVerified: boolean;
  name: string | null;
  /** The role that the provider gives this person; null when it governs no roles. */
  role: Role | null;
  /** Whether the provider is trusted with two-factor authentication, and says that it took place. */
  provesSecondFactor: boolean;
}

export interface AuthorizationRequest {
  state: string;
  codeVerifier: string;
  nonce: string;
  redirectURI: string;
}

export interface AuthorizationAnswer {
  code: string;
  codeVerifier: string;
  nonce: string;
  redirectURI: string;
  /** The `iss` of the callback (RFC 9207). */
  issuer: string | undefined;
}

/** A service that people can sign in with. */
export interface Provider {
  id: string;
  /** For people, such as "Google". */
  name: string;
  /** Email domains that belong to it: it speaks for no others, and nothing else speaks for them. */
  domains: readonly string[];
  /**
   * The page to send the browser to, with state, PKCE and, for OpenID Connect, a nonce.
   * Errors: ProviderFailure.
   */
  authorizationURL: (request: AuthorizationRequest) => Promise<URL>;
  /**
   * Exchanges the code and verifies the answer.
   * Errors: ProviderFailure.
   */
  identify: (answer: AuthorizationAnswer) => Promise<ProviderIdentity>;
}

/**
 * A provider that doesn't answer (`away`), or whose answer doesn't hold (`invalid`). The message is
 * for the log and quotes no answer.
 */
export class ProviderFailure extends Error {
  override readonly name = "ProviderFailure";

  constructor(
    readonly problem: "away" | "invalid",
    message: string,
  ) {
    super(message);
  }
}

/** How long a provider may take for one answer, in milliseconds. */
export const PROVIDER_TIMEOUT = 10_000;

/**
 * Asks a provider and parses its JSON. Follows no redirect, because the addresses are the
 * provider's own.
 * Errors: ProviderFailure.
 */
export async function askProvider<Output>(
  url: string,
  schema: z.ZodType<Output>,
  init: { method?: "POST"; headers?: Record<string, string>; body?: URLSearchParams } = {},
): Promise<Output> {
  const { origin, pathname } = new URL(url);
  const where = `${origin}${pathname}`;
  const response = await fetch(url, {
    ...init,
    headers: { accept: "application/json", ...init.headers },
    redirect: "error",
    signal: AbortSignal.timeout(PROVIDER_TIMEOUT),
  }).catch(() => {
    throw new ProviderFailure("away", `${where} doesn't answer`);
  });
  if (response.status >= 500 || response.status === 429) {
    throw new ProviderFailure("away", `${where} answered ${response.status}`);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProviderFailure("invalid", `${where} answered ${response.status}`);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new ProviderFailure("invalid", `${where} answered with other fields: ${fields}`);
}

/** A subject that the database can hold: numbers become text. */
export const subject = z
  .union([storableText, z.number().int()])
  .transform(String)
  .pipe(z.string().min(1).max(255));
