import { randomBytes } from "node:crypto";
import type { DbTransaction } from "@sundial/db";
import { makeSignature } from "better-auth/crypto";

/** The name of Better Auth's cookie; browsers restrict `__Host-` names to HTTPS and one host. */
export function sessionCookieName(baseURL: string): string {
  const secure = baseURL.startsWith("https://");
  return `${secure ? "__Host-" : ""}sundial.session_token`;
}

export function newSessionToken(): string {
  return randomBytes(24).toString("base64url");
}

/**
 * For people who have just proved again who they are: gives their session a new token and ends the
 * old one, which somebody may have copied. Returns the Set-Cookie line in Better Auth's format, or
 * null when the session has ended. Send it after the transaction has committed.
 */
export function sessionRenewal({ secret, baseURL }: { secret: string; baseURL: string }) {
  const secure = baseURL.startsWith("https://") ? "; Secure" : "";
  return async (
    tx: DbTransaction,
    { sessionId, now }: { sessionId: string; now: Date },
  ): Promise<string | null> => {
    const [session] = await tx.session.updateManyAndReturn({
      where: { id: sessionId, expiresAt: { gt: now } },
      data: { token: newSessionToken() },
      select: { token: true, expiresAt: true },
    });
    if (session === undefined) return null;
    const value = encodeURIComponent(
      `${session.token}.${await makeSignature(session.token, secret)}`,
    );
    const maxAge = Math.floor((session.expiresAt.getTime() - now.getTime()) / 1000);
    const attributes = `Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
    return `${sessionCookieName(baseURL)}=${value}; ${attributes}`;
  };
}
