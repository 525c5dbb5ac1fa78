import { verifyPassword } from "@sundial/auth";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "./context.ts";

/**
 * Returns the stored hash if the password is right. Changing how to sign in to an account requires
 * the password again.
 *
 * Errors: INVALID_CREDENTIALS when it is wrong, or the person has no password.
 */
export async function requirePassword({ db, actor }: PersonContext, password: string) {
  const credential = await db.account.findFirst({
    where: { userId: actor.id, providerId: "credential" },
    select: { id: true, password: true },
  });
  const hash = credential?.password ?? null;
  if (credential === null || hash === null || !(await verifyPassword({ hash, password }))) {
    throw notYourPassword();
  }
  return { id: credential.id, hash };
}

export function notYourPassword() {
  return new DomainError("INVALID_CREDENTIALS", "That isn't your password.");
}
