import { randomUUID } from "node:crypto";
import { constraintViolated, type DbTransaction } from "@sundial/db";
import {
  DomainError,
  joinInput,
  joinWithPasskeyInput,
  startPasskeyJoinInput,
} from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { z } from "zod";
import { openInvitation, settleInvitation } from "../invitation.ts";
import { issueOneTimeToken, redeemOneTimeToken } from "../one-time-token.ts";
import { registrationOptions, verifyRegistration } from "../passkeys/ceremony.ts";
import { hashPassword } from "../password.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import {
  type CredentialContext,
  invalidLink,
  parseInput,
  refuseCommonPassword,
} from "./context.ts";
import { addAccount, type FirstWayIn } from "./sign-up.ts";
import { type StartedSession, startSession } from "./start-session.ts";

/**
 * Creates the account of an invited person with a password, and signs them in. A link that was
 * emailed has proven the address. The sign-up policy doesn't apply.
 * Errors: INVALID_INPUT; INVALID_LINK; INVALID_TRANSITION when the address has an account by now;
 * PROVIDER_REQUIRED.
 */
export async function joinWithPassword(
  ctx: CredentialContext,
  body: unknown,
): Promise<StartedSession> {
  const { token, password, ...person } = parseInput(joinInput, body);
  refuseCommonPassword(password, "password");
  await readLink(ctx, token);
  const passwordHash = await hashPassword(password);
  return join(ctx, { token, person, wayIn: { passwordHash } });
}

/** How long somebody has to make the passkey, in milliseconds. */
const MAKE_WITHIN = 5 * MINUTE;

const begun = z.object({ challenge: z.string(), userId: z.string() });

/**
 * What the browser needs to make the passkey of an account that doesn't exist yet, and a token for
 * `joinWithPasskey`, which works once within five minutes.
 * Errors: INVALID_INPUT; INVALID_LINK; INVALID_TRANSITION; PROVIDER_REQUIRED.
 */
export async function startPasskeyJoin(ctx: CredentialContext, body: unknown, baseURL: string) {
  const { token, name } = parseInput(startPasskeyJoinInput, body);
  const { id, email } = await readLink(ctx, token);
  const { name: program } = await ctx.db.programSettings.findUniqueOrThrow({
    where: { id: 1 },
    select: { name: true },
  });
  // The browser stores the account's id with the passkey, so it is decided now.
  const user = { id: randomUUID(), email, name };
  const options = await registrationOptions({ baseURL }, { program, user, existing: [] });
  const challenge = await issueOneTimeToken(ctx.db, {
    purpose: "account.addPasskey",
    subject: id,
    data: { challenge: options.challenge, userId: user.id },
    expiresAt: new Date(ctx.now().getTime() + MAKE_WITHIN),
  });
  return { options, challenge };
}

/**
 * Creates the account of an invited person with the passkey that the browser has made, and signs
 * them in.
 * Errors: as of `joinWithPassword`; INVALID_CREDENTIALS when the browser's answer doesn't hold or
 * took too long.
 */
export async function joinWithPasskey(
  ctx: CredentialContext,
  body: unknown,
  baseURL: string,
): Promise<StartedSession> {
  const input = parseInput(joinWithPasskeyInput, body);
  const { token, challenge, response, ...person } = input;
  const { id } = await readLink(ctx, token);
  const purpose = "account.addPasskey";
  const issued = await redeemOneTimeToken(ctx.db, { purpose, token: challenge, now: ctx.now() });
  if (issued?.subject !== id) throw notAdded();
  const { userId, ...made } = begun.parse(issued.data);
  const passkey = await verifyRegistration({ baseURL }, { ...made, response });
  if (passkey === null) throw notAdded();
  return join(ctx, {
    token,
    person: { ...person, id: userId },
    wayIn: { passkey: { ...passkey, name: "Passkey" } },
  });
}

function notAdded() {
  return new DomainError("INVALID_CREDENTIALS", "This passkey couldn't be added. Try again.");
}

interface Joining {
  token: string;
  person: { id?: string; name: string; timeZone: string };
  wayIn: FirstWayIn;
}

async function join(ctx: CredentialContext, joining: Joining): Promise<StartedSession> {
  const start = await ctx.db
    .$transaction(async (tx) => {
      const user = await addInvited(tx, ctx, joining);
      if (user === null) throw invalidLink();
      const { passkey } = { passkey: undefined, ...joining.wayIn };
      return startSession(
        tx,
        ctx,
        user,
        passkey === undefined ? {} : { by: "passkey", provesSecondFactor: true },
      );
    })
    .catch((error: unknown) => {
      throw constraintViolated(error) === null ? error : addressTaken();
    });
  if (start === null || "refused" in start) throw invalidLink();
  return start.session;
}

/**
 * Creates the account of an invited person, regardless of the sign-up policy: staff have vouched for
 * the address. Null when the link no longer works. Throws INVALID_LINK when it ends meanwhile, and on
 * a unique constraint if the address or the way in is taken.
 */
export async function addInvited(
  tx: DbTransaction,
  ctx: CredentialContext,
  { token, person, wayIn }: Joining,
) {
  const invitation = await usableInvitation(tx, ctx, token);
  if (invitation === null) return null;
  const { email, role, isMailed } = invitation;
  const user = await addAccount(
    tx,
    ctx,
    { ...person, email, role, emailVerified: isMailed },
    wayIn,
    "account.signedUp",
  );
  // Thrown, so the account goes with it: somebody else has just accepted, or staff revoked.
  if (!(await settleInvitation(tx, ctx, { token, user, now: ctx.now() }))) throw invalidLink();
  return user;
}

/**
 * The invitation of a link with which an account can be created now, or null. Where mailboxes must
 * be proven, only a link that was emailed does it.
 */
export async function usableInvitation(tx: DbTransaction, ctx: CredentialContext, token: string) {
  const invitation = await openInvitation(tx, { token, now: ctx.now() });
  if (invitation === null || (ctx.requireVerifiedEmail && !invitation.isMailed)) return null;
  return invitation;
}

/** Before work that costs: whether the link can create an account in this way. */
async function readLink(ctx: CredentialContext, token: string) {
  const invitation = await usableInvitation(ctx.db, ctx, token);
  if (invitation === null) throw invalidLink();
  requireOwnProvider(ctx.providers, invitation.email);
  const taken = await ctx.db.user.findUnique({
    where: { email: invitation.email },
    select: { id: true },
  });
  if (taken !== null) throw addressTaken();
  return invitation;
}

function addressTaken() {
  return new DomainError(
    "INVALID_TRANSITION",
    "This address has an account by now. Sign in to accept the invitation.",
  );
}
