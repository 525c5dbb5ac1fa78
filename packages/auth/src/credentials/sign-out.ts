import { type CredentialContext, recordAuthEvent } from "./context.ts";

/** Ends the session with this token, if there is one. */
export async function signOut(ctx: CredentialContext, token: string) {
  await ctx.db.$transaction(async (tx) => {
    const session = await tx.session.findUnique({
      where: { token },
      select: { user: { select: { id: true, role: true } } },
    });
    const { count } = await tx.session.deleteMany({ where: { token } });
    if (session === null || count === 0) return;
    const { user } = session;
    await recordAuthEvent(tx, ctx, {
      ...{ action: "account.signedOut", actor: user, targetId: user.id },
    });
  });
}
