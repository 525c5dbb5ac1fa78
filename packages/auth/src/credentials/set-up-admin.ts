import { constraintViolated, type Db, type DbTransaction, lockTask } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { setUpAdminInput } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import {
  issueOneTimeToken,
  redeemOneTimeToken,
  revokeOneTimeTokens,
  tryOneTimeToken,
} from "../one-time-token.ts";
import { hashPassword } from "../password.ts";
import {
  type CredentialContext,
  invalidInput,
  invalidLink,
  parseInput,
  refuseCommonPassword,
} from "./context.ts";
import { addAccount } from "./sign-up.ts";
import { type StartedSession, startSession } from "./start-session.ts";

const purpose = "account.setUpAdmin";
/** What the links are about: not a person, because there is none yet. */
const subject = "admin";
/** Each costs a password hash. */
const MAX_TRIES = 20;

/** Whether the program has an active admin. Once it has, the database keeps at least one. */
export async function hasAdmin(tx: DbTransaction): Promise<boolean> {
  const admin = await tx.user.findFirst({
    where: { role: "admin", status: "active" },
    select: { id: true },
  });
  return admin !== null;
}

/**
 * A link with which one person becomes the first admin, valid for an hour, or null when there is
 * one. Only for a terminal: anyone who has it owns the program. The token is in the fragment, which
 * browsers send to no server.
 */
export function offerAdminSetUp({ db, now, siteUrl }: { db: Db; now: Date; siteUrl: string }) {
  return db.$transaction(async (tx) => {
    await lockTask(tx, "firstAdmin");
    if (await hasAdmin(tx)) return null;
    const expiresAt = new Date(now.getTime() + HOUR);
    const token = await issueOneTimeToken(tx, { purpose, subject, expiresAt });
    await recordAuditEvent(
      tx,
      { actor: null },
      { action: "program.adminSetUpOffered", targetType: "program", targetId: "program" },
    );
    const url = new URL("/set-up", siteUrl);
    url.hash = token;
    return { url: url.href, expiresAt };
  });
}

/**
 * Creates the first admin and signs them in. The operator who passed on the link vouches for the
 * address, so it counts as confirmed, and the sign-up policy doesn't apply. Of several people with
 * a link, one becomes admin: each waits for the one before and then finds an admin.
 * Errors: INVALID_INPUT, also when the address has an account; INVALID_LINK, also when there is an
 * admin.
 */
export async function setUpAdmin(ctx: CredentialContext, body: unknown): Promise<StartedSession> {
  const { token, password, ...person } = parseInput(setUpAdminInput, body);
  refuseCommonPassword(password, "password");
  const presented = { purpose, token, now: ctx.now() } as const;
  const offer = await tryOneTimeToken(ctx.db, { ...presented, maxTries: MAX_TRIES });
  if (offer === null) throw invalidLink();
  const passwordHash = await hashPassword(password);
  const admin = { ...person, emailVerified: true, role: "admin" as const };
  const start = await ctx.db
    .$transaction(async (tx) => {
      await lockTask(tx, "firstAdmin");
      if (await hasAdmin(tx)) throw invalidLink();
      if ((await redeemOneTimeToken(tx, presented)) === null) throw invalidLink();
      await revokeOneTimeTokens(tx, { purpose, subject });
      const user = await addAccount(tx, ctx, admin, { passwordHash }, "program.adminSetUp");
      return startSession(tx, ctx, user);
    })
    .catch((error: unknown) => {
      throw constraintViolated(error) === null ? error : addressTaken();
    });
  if (start === null || "refused" in start) throw invalidLink();
  return start.session;
}

function addressTaken() {
  const message = "This address already has an account. Use another one.";
  return invalidInput([{ path: ["email"], message }]);
}
