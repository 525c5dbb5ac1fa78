import type { DbTransaction } from "@sundial/db";
import { confirmIdentity } from "../confirm-identity.ts";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { invalidCode } from "../second-factor/change.ts";
import { inTransaction } from "../transaction.ts";

interface Proof {
  password?: string | undefined;
  code?: string | undefined;
}

/**
 * Runs `work` once the actor has proven who they are, with their row locked. A wrong code counts
 * although nothing else happens, so its transaction commits.
 *
 * Errors: INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED, INVALID_CODE or RECENT_SIGN_IN_REQUIRED when
 * the sign-in isn't recent and the proof is wrong or missing.
 */
export async function confirmed<Result>(
  ctx: PersonContext,
  proof: Proof,
  work: (tx: DbTransaction) => Promise<Result>,
): Promise<Result> {
  const takeCode = await confirmIdentity(ctx, proof);
  const outcome = await inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    return (await takeCode(tx)) ? { result: await work(tx) } : null;
  });
  if (outcome === null) throw invalidCode();
  return outcome.result;
}
