import { verifyPassword } from "@sundial/auth";
import { DomainError } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import type { PersonContext } from "./context.ts";

const RECENT_MS = 10 * MINUTE;

/** Whether the actor's browser session began within the last ten minutes. */
export async function hasSignedInRecently({ db, actor, now }: PersonContext): Promise<boolean> {
  const session = await db.session.findUnique({
    where: { id: actor.credentialId },
    select: { createdAt: true },
  });
  return session !== null && now().getTime() - session.createdAt.getTime() < RECENT_MS;
}

/** The actor's stored password; null for people who sign in by other ways only. */
export async function findPassword({ db, actor }: PersonContext) {
  const credential = await db.account.findFirst({
    where: { userId: actor.id, providerId: "credential" },
    select: { id: true, password: true },
  });
  const hash = credential?.password ?? null;
  return credential === null || hash === null ? null : { id: credential.id, hash };
}

/**
 * Requires the password again, because somebody else may be using the session. Of people without a
 * password, it requires a sign-in within the last ten minutes instead.
 *
 * Errors: INVALID_CREDENTIALS when the password is wrong or missing; RECENT_SIGN_IN_REQUIRED.
 */
export async function requirePassword(ctx: PersonContext, password: string | undefined) {
  const stored = await findPassword(ctx);
  if (stored === null) {
    if (await hasSignedInRecently(ctx)) return;
    throw new DomainError(
      "RECENT_SIGN_IN_REQUIRED",
      "Sign in again to confirm that it's you. Then you have ten minutes for this.",
    );
  }
  if (password === undefined) {
    throw new DomainError("INVALID_CREDENTIALS", "Enter your password to confirm that it's you.");
  }
  if (!(await verifyPassword({ hash: stored.hash, password }))) throw notYourPassword();
}

/**
 * Returns the stored hash if the password is right.
 *
 * Errors: INVALID_CREDENTIALS when it is wrong, or the person has none.
 */
export async function requireStoredPassword(ctx: PersonContext, password: string) {
  const stored = await findPassword(ctx);
  if (stored === null || !(await verifyPassword({ hash: stored.hash, password }))) {
    throw notYourPassword();
  }
  return stored;
}

export function notYourPassword() {
  return new DomainError("INVALID_CREDENTIALS", "That isn't your password.");
}
