import type { Db } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { errorResponse } from "@sundial/validators";
import { NO_STORE, refuseMethod, tokenInForm } from "./answers.ts";
import { digestOf } from "./opaque-token.ts";
import { isPersonalAccessToken } from "./personal-access-token.ts";

interface RevocationEndpoint {
  db: Db;
  now: () => Date;
  /** Where a request comes from, for the audit log. */
  sourceOf: (headers: Headers) => { ip: string | null; userAgent: string | null };
}

/**
 * `/api/auth/revoke`, RFC 7009: anyone with a personal access token can end it, and nothing else.
 * Needs no other credential, so a program can sign itself out with a read-only token, and people
 * who find a leaked token can make it useless. The answer is the same for unknown ones; other kinds
 * of credentials are 400.
 */
export async function serveRevocation(
  { db, now, sourceOf }: RevocationEndpoint,
  request: Request,
): Promise<Response> {
  const refused = refuseMethod(request, ["POST"]);
  if (refused !== null) return refused;
  const token = await tokenInForm(request);
  if (typeof token !== "string") return token;
  // An answer of 200 would say that another credential has ended.
  if (!isPersonalAccessToken(token)) {
    return errorResponse({ error: "This isn't a personal access token.", code: "INVALID_INPUT" });
  }
  const tokenHash = digestOf(token);
  await db.$transaction(async (tx) => {
    const [ended] = await tx.personalAccessToken.updateManyAndReturn({
      where: { tokenHash, revokedAt: null },
      data: { revokedAt: now() },
      select: { id: true, user: { select: { id: true, role: true } } },
    });
    if (ended === undefined) return;
    const actor = {
      ...ended.user,
      credential: "personal_access_token" as const,
      credentialId: ended.id,
    };
    await recordAuditEvent(
      tx,
      { actor, ...sourceOf(request.headers) },
      {
        action: "personalAccessToken.revoked",
        targetType: "personalAccessToken",
        targetId: ended.id,
      },
    );
  });
  return new Response(null, { headers: NO_STORE });
}
