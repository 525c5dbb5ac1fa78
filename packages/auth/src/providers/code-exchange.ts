import { authorizationCodeRequest } from "better-auth/oauth2";
import { z } from "zod";
import { type AuthorizationAnswer, askProvider } from "./provider.ts";

/** Our registration with a provider. */
export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

const tokens = z.object({ access_token: z.string(), id_token: z.string().optional() });

/**
 * Exchanges the code of a callback for tokens, with PKCE.
 * Errors: ProviderFailure.
 */
export async function exchangeCode(
  client: ClientCredentials,
  endpoint: { url: string; secretIn: "header" | "body" },
  { code, codeVerifier, redirectURI }: AuthorizationAnswer,
) {
  const { body, headers } = await authorizationCodeRequest({
    code,
    codeVerifier,
    redirectURI,
    options: client,
    tokenEndpoint: endpoint.url,
    authentication: endpoint.secretIn === "header" ? "basic" : "post",
  });
  const answer = await askProvider(endpoint.url, tokens, {
    method: "POST",
    headers: z.record(z.string(), z.string()).parse(headers),
    body,
  });
  return { accessToken: answer.access_token, idToken: answer.id_token };
}
