import { createHash, timingSafeEqual } from "node:crypto";
import { errorResponse } from "@sundial/validators";
import { NO_STORE, refuseMethod, tokenInForm } from "./answers.ts";
import type { Tokens } from "./tokens.ts";

/** A service that may introspect. Its secret is 256 random bits, so a plain digest is enough. */
export interface IntrospectionClient {
  /** The service's name, and its own audience. */
  id: string;
  /** SHA-256 of the secret, in hexadecimal. */
  secretHash: string;
}

interface IntrospectionEndpoint {
  tokens: Pick<Tokens, "verifyFor">;
  clients: readonly IntrospectionClient[];
}

/**
 * `/api/auth/introspect`, RFC 7662: tells a registered service whether an access token for it is
 * valid at this moment, with the person's current role and status. Anything invalid, or meant for
 * our own API or another service, is only `{"active":false}`. 401 for an unknown client, 404 when
 * no client is registered.
 */
export async function serveIntrospection(
  { tokens, clients }: IntrospectionEndpoint,
  request: Request,
): Promise<Response> {
  if (clients.length === 0)
    return errorResponse({ error: "There is nothing here.", code: "NOT_FOUND" });
  const refused = refuseMethod(request, ["POST"]);
  if (refused !== null) return refused;
  const client = knownClient(clients, request.headers.get("authorization"));
  if (client === null) {
    return errorResponse(
      { error: "Unknown client, or wrong secret.", code: "UNAUTHORIZED" },
      {
        headers: {
          "www-authenticate": 'Basic realm="introspection"',
        },
      },
    );
  }
  const token = await tokenInForm(request);
  if (typeof token !== "string") return token;
  return Response.json(await describe(await tokens.verifyFor(client.id, token)), {
    headers: NO_STORE,
  });
}

function describe(verified: Awaited<ReturnType<Tokens["verifyFor"]>>) {
  if (verified === null) return { active: false };
  const { claims, session } = verified;
  return {
    active: true,
    token_type: "Bearer",
    ...claims,
    role: session.role,
    status: session.status,
  };
}

/** HTTP Basic with both parts form-encoded (RFC 6749, section 2.3.1), compared in constant time. */
function knownClient(
  clients: readonly IntrospectionClient[],
  header: string | null,
): IntrospectionClient | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id, secret, ...more] = Buffer.from(encoded, "base64").toString().split(":");
  if (id === undefined || secret === undefined || more.length > 0) return null;
  const given = digest(formDecoded(secret));
  // The secret is compared even if the client is unknown.
  const client = clients.find((each) => each.id === formDecoded(id));
  const isRight = timingSafeEqual(given, Buffer.from(client?.secretHash ?? NOBODY, "hex"));
  return client !== undefined && isRight ? client : null;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

const NOBODY = "0".repeat(64);

/** "+" is a space, "%3A" a colon; invalid encoding matches nothing. */
function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text.replaceAll("&", "%26")}`).get("x") ?? "";
}
