import type { Prisma } from "@sundial/db";
import type { AuditAction } from "@sundial/ledger";
import { issueOneTimeToken, revokeOneTimeTokens } from "../one-time-token.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import { addressKey, type CredentialContext, queueAuthEmail, recordAuthEvent } from "./context.ts";
import { findCredential } from "./find-credential.ts";

interface Link {
  /** The token's purpose, and the email that carries it. */
  purpose: "account.resetPassword" | "account.signInLink";
  /** What the audit log records. */
  action: AuditAction;
  /** Stored with the token. */
  data: Prisma.InputJsonObject;
  /** How long it is valid, in milliseconds. */
  lifetime: number;
}

/**
 * Emails a link to the person with this address, and ends their earlier links of this kind. For
 * every address it does the same work and writes the same rows. Suspended users and placeholder
 * addresses get no email.
 *
 * Errors: PROVIDER_REQUIRED.
 */
export async function mailLink(
  ctx: CredentialContext,
  email: string,
  { purpose, action, data, lifetime }: Link,
): Promise<void> {
  requireOwnProvider(ctx.providers, email);
  await ctx.db.$transaction(async (tx) => {
    const found = await findCredential(tx, { email });
    const expiresAt = new Date(ctx.now().getTime() + lifetime);
    // Without an account, nobody gets this link.
    const subject = found?.user.id ?? addressKey(ctx, email);
    await revokeOneTimeTokens(tx, { purpose, subject });
    const token = await issueOneTimeToken(tx, { purpose, subject, data, expiresAt });
    await recordAuthEvent(tx, ctx, { action, actor: null, targetId: subject });
    if (found === null || found.user.status === "suspended") return;
    await queueAuthEmail(tx, {
      template: purpose,
      recipient: email,
      data: { token, expiresAt },
    });
  });
}
