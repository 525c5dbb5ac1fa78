import type { DbTransaction } from "@sundial/db";
import { completeSignInInput, DomainError } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { z } from "zod";
import { issueOneTimeToken, redeemOneTimeToken, tryOneTimeToken } from "../one-time-token.ts";
import { type CredentialContext, parseInput, secondFactorRefused } from "./context.ts";
import { type ProvenUser, type StartedSession, startSession } from "./start-session.ts";

/** How long somebody has for the second step, in milliseconds. */
export const PENDING_FOR = 5 * MINUTE;

/** How many codes can be tried in that time. */
const MAX_TRIES = 5;

const purpose = "account.completeSignIn";

const pending = z.object({ authEpoch: z.int(), next: z.string(), by: z.string() });

/**
 * Notes that somebody has come from a provider, or by an email link, and owes a code. It is no session: its token only
 * lets them try a few codes. The token belongs in a cookie of the browser that came, nowhere else.
 */
export function issuePendingSignIn(
  tx: DbTransaction,
  ctx: CredentialContext,
  { id, authEpoch }: ProvenUser,
  { next, by }: { next: string; by: string },
): Promise<string> {
  const expiresAt = new Date(ctx.now().getTime() + PENDING_FOR);
  const data = { authEpoch, next, by };
  return issueOneTimeToken(tx, { purpose, subject: id, data, expiresAt });
}

/**
 * The second step of a sign-in that began with a provider or an email link: the code of an authenticator app, or a
 * recovery code.
 * Errors: INVALID_INPUT; INVALID_LINK when the first step is too old, was already completed, or too
 * many codes were wrong; INVALID_CODE; SECOND_FACTOR_LOST.
 */
export async function completeSignIn(
  ctx: CredentialContext,
  body: unknown,
  token: string | null,
): Promise<{ session: StartedSession; next: string }> {
  const { code } = parseInput(completeSignInInput, body);
  const presented = { purpose, token: token ?? "", now: ctx.now() } as const;
  const begun = await tryOneTimeToken(ctx.db, { ...presented, maxTries: MAX_TRIES });
  if (begun === null) throw tooLate();
  const { authEpoch, next, by } = pending.parse(begun.data);
  const start = await ctx.db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: { id: begun.subject },
      select: { id: true, role: true },
    });
    if (user === null) return null;
    const started = await startSession(tx, ctx, { ...user, authEpoch }, { code, by });
    // Of two right codes at once, one begins a session.
    if (started !== null && "session" in started) {
      if ((await redeemOneTimeToken(tx, presented)) === null) throw tooLate();
    }
    return started;
  });
  if (start === null) throw tooLate();
  if ("refused" in start) throw secondFactorRefused(start.refused);
  return { session: start.session, next };
}

function tooLate() {
  return new DomainError(
    "INVALID_LINK",
    "This sign-in has expired, or too many codes were wrong. Start again.",
  );
}
