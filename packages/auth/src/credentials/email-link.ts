import type { DbTransaction } from "@sundial/db";
import { completeEmailLinkInput, requestEmailLinkInput, safePath } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { z } from "zod";
import { redeemOneTimeToken } from "../one-time-token.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import type { SecondFactorRefusal } from "../second-factor/second-factor.ts";
import { digestOf } from "../tokens/opaque-token.ts";
import { issuePendingSignIn } from "./complete-sign-in.ts";
import {
  type CredentialContext,
  invalidLink,
  parseInput,
  recordAuthEvent,
  recordSignInFailure,
  secondFactorRefused,
  suspendedAccount,
} from "./context.ts";
import { findCredential } from "./find-credential.ts";
import { mailLink } from "./mail-link.ts";
import { proveMailbox } from "./prove-mailbox.ts";
import { type StartedSession, startSession } from "./start-session.ts";

/** How long a sign-in link is valid, in milliseconds. */
export const EMAIL_LINK_FOR = 10 * MINUTE;

/** How the audit log names this way in. */
const BY = "emailLink";

const purpose = "account.signInLink";

const signInLink = z.object({ email: z.string(), browser: z.string(), next: z.string() });

/**
 * Emails a link that signs in once, within ten minutes, only in the browser that asked. The
 * response is the same for every address. Suspended users and placeholder addresses get no email.
 * `browser` is a secret in that browser's cookie.
 * Errors: INVALID_INPUT.
 */
export async function requestEmailLink(ctx: CredentialContext, body: unknown, browser: string) {
  const { email, next } = parseInput(requestEmailLinkInput, body);
  await mailLink(ctx, email, {
    purpose,
    action: "account.signInLinkRequested",
    data: { email, browser: digestOf(browser), next: safePath(next, "/mentors") },
    lifetime: EMAIL_LINK_FOR,
  });
}

type Followed = { next: string } & ({ session: StartedSession } | { pending: string });

type Refused = { refused: SecondFactorRefusal } | { suspended: string };

/**
 * Signs in by an emailed link, which also proves that the person owns the mailbox. With 2FA on, the
 * answer is the token of a sign-in that still needs a code; see completeSignIn.
 * Errors: INVALID_INPUT; INVALID_LINK, also in another browser; ACCOUNT_SUSPENDED;
 * SECOND_FACTOR_LOST.
 */
export async function completeEmailLink(
  ctx: CredentialContext,
  body: unknown,
  browser: string | null,
): Promise<Followed> {
  const { token } = parseInput(completeEmailLinkInput, body);
  const outcome = await ctx.db.$transaction(async (tx): Promise<Followed | Refused> => {
    const link = await redeemOneTimeToken(tx, { purpose, token, now: ctx.now() });
    if (link === null) throw invalidLink();
    const { email, next, ...asked } = signInLink.parse(link.data);
    // Thrown, so the link still works where it was asked for.
    if (browser === null || digestOf(browser) !== asked.browser) throw invalidLink();
    const found = await findCredential(tx, { id: link.subject });
    if (found?.user.email !== email) throw invalidLink();
    requireOwnProvider(ctx.providers, email);
    const { user } = found;
    if (user.status === "suspended") return { suspended: user.id };
    const proven = await provenUser(tx, ctx, user);
    const start = await startSession(tx, ctx, proven, { by: BY });
    if (start === null) throw invalidLink();
    if ("session" in start) return { ...start, next };
    if (start.refused !== "SECOND_FACTOR_REQUIRED") return start;
    return { pending: await issuePendingSignIn(tx, ctx, proven, { next, by: BY }), next };
  });
  if ("refused" in outcome) throw secondFactorRefused(outcome.refused);
  if (!("suspended" in outcome)) return outcome;
  await recordSignInFailure(ctx, outcome.suspended, "suspended");
  throw suspendedAccount();
}

type FoundUser = NonNullable<Awaited<ReturnType<typeof findCredential>>>["user"];

/** The first proof of a mailbox removes what was set up before, which raises the epoch. */
async function provenUser(tx: DbTransaction, ctx: CredentialContext, user: FoundUser) {
  if (user.emailVerified) return user;
  await proveMailbox(tx, ctx, user);
  await recordAuthEvent(tx, ctx, {
    action: "account.addressConfirmed",
    actor: user,
    targetId: user.id,
  });
  return { ...user, authEpoch: user.authEpoch + 1 };
}
