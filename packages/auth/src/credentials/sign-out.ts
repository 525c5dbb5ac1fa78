import type { DbTransaction } from "@sundial/db";
import { type CredentialContext, recordAuthEvent } from "./context.ts";

/** Ends the browser's current session, if there is one. */
export async function signOut(ctx: CredentialContext) {
  const { sessionToken } = ctx;
  if (sessionToken !== null) await ctx.db.$transaction((tx) => endSession(tx, ctx, sessionToken));
}

/** Ends the session with this token, if there is one, and records it. */
export async function endSession(tx: DbTransaction, ctx: CredentialContext, token: string) {
  const session = await tx.session.findUnique({
    where: { token },
    select: { user: { select: { id: true, role: true } } },
  });
  const { count } = await tx.session.deleteMany({ where: { token } });
  if (session === null || count === 0) return;
  const { user } = session;
  await recordAuthEvent(tx, ctx, {
    action: "account.signedOut",
    actor: user,
    targetId: user.id,
  });
}
