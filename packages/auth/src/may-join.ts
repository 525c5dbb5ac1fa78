import type { DbTransaction } from "@sundial/db";
import { DomainError, maySignUp, signUpPolicy, signUpRule } from "@sundial/validators";
import { z } from "zod";

const joining = z.object({ signUpPolicy, signUpDomains: z.array(z.string()) });

/**
 * Fails when the program's sign-up policy doesn't let this address create an account. Call it in
 * the transaction that creates one: a change of the policy waits for that, so nobody joins under
 * a policy that is no longer in force. It never looks at accounts, so it says nothing about them.
 *
 * Errors: SIGN_UP_CLOSED, with the policy.
 */
export async function requireMayJoin(tx: DbTransaction, address: string): Promise<void> {
  const [row] = await tx.$queryRaw<unknown[]>`
    SELECT sign_up_policy::text AS "signUpPolicy", sign_up_domains AS "signUpDomains"
      FROM program_settings WHERE id = 1 FOR SHARE`;
  const policy = joining.parse(row);
  if (maySignUp(policy, address)) return;
  throw new DomainError("SIGN_UP_CLOSED", signUpRule(policy) ?? "You can't join.", policy);
}
