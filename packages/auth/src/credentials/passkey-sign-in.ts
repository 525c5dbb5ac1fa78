import { randomBytes } from "node:crypto";
import {
  DomainError,
  passkeyTransport,
  safePath,
  signInWithPasskeyInput,
} from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { z } from "zod";
import { issueOneTimeToken, redeemOneTimeToken } from "../one-time-token.ts";
import { authenticationOptions, verifyAuthentication } from "../passkeys/ceremony.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import {
  type CredentialContext,
  parseInput,
  recordSignInFailure,
  secondFactorRefused,
  suspendedAccount,
} from "./context.ts";
import { type StartedSession, startSession } from "./start-session.ts";

/** How long somebody has to choose a passkey, in milliseconds. */
export const CHALLENGE_FOR = 5 * MINUTE;

/** How the audit log names this way in. */
const BY = "passkey";

const purpose = "account.passkeyChallenge";

const stored = z.object({ challenge: z.string() });

/** What the browser needs to ask for a passkey, and a token for its cookie. */
export async function startPasskeySignIn(ctx: CredentialContext, baseURL: string) {
  const options = await authenticationOptions({ baseURL });
  const token = await issueOneTimeToken(ctx.db, {
    purpose,
    subject: `challenge:${randomBytes(8).toString("hex")}`,
    data: { challenge: options.challenge },
    expiresAt: new Date(ctx.now().getTime() + CHALLENGE_FOR),
  });
  return { options, token };
}

/**
 * Signs in by a passkey, which is two factors at once: the device, and the finger, face or PIN that
 * opens it. The challenge works once, in the browser that asked for it.
 * Errors: INVALID_INPUT; INVALID_CREDENTIALS when the passkey is unknown or its answer doesn't hold;
 * ACCOUNT_SUSPENDED, EMAIL_NOT_VERIFIED, SECOND_FACTOR_LOST.
 */
export async function signInWithPasskey(
  ctx: CredentialContext,
  body: unknown,
  { token, baseURL }: { token: string | null; baseURL: string },
): Promise<{ session: StartedSession; next: string }> {
  const { response, next } = parseInput(signInWithPasskeyInput, body);
  const issued = await redeemOneTimeToken(ctx.db, {
    purpose,
    token: token ?? "",
    now: ctx.now(),
  });
  if (issued === null) throw unknownPasskey();
  const passkey = await ctx.db.passkey.findUnique({
    where: { credentialId: response.id },
    include: { user: true },
  });
  if (passkey === null) throw unknownPasskey();
  const { user } = passkey;
  const counter = await verifyAuthentication(
    { baseURL },
    {
      challenge: stored.parse(issued.data).challenge,
      response,
      passkey: { ...passkey, transports: z.array(passkeyTransport).parse(passkey.transports) },
    },
  );
  const handle = Buffer.from(response.response.userHandle ?? "", "base64url").toString();
  if (counter === null || handle !== user.id) {
    await recordSignInFailure(ctx, user.id, "wrong passkey");
    throw unknownPasskey();
  }
  requireOwnProvider(ctx.providers, user.email);
  if (user.status === "suspended") {
    await recordSignInFailure(ctx, user.id, "suspended");
    throw suspendedAccount();
  }
  if (!user.emailVerified && (ctx.requireVerifiedEmail || user.mustVerifyEmail)) {
    await recordSignInFailure(ctx, user.id, "address not confirmed");
    throw new DomainError("EMAIL_NOT_VERIFIED", "Confirm your email address first.");
  }
  const start = await ctx.db.$transaction(async (tx) => {
    // Of two uses at once, the later one has an older counter, unless the device keeps none.
    const { count } = await tx.passkey.updateMany({
      where: { id: passkey.id, counter: passkey.counter },
      data: { counter, lastUsedAt: ctx.now() },
    });
    if (count === 0) return null;
    return startSession(tx, ctx, user, { by: BY, provesSecondFactor: true });
  });
  if (start === null) throw unknownPasskey();
  if ("refused" in start) throw secondFactorRefused(start.refused);
  return { session: start.session, next: safePath(next, "/mentors") };
}

function unknownPasskey() {
  return new DomainError(
    "INVALID_CREDENTIALS",
    "This passkey doesn't open an account here. It may have been removed.",
  );
}
