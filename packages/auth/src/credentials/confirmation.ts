import type { DbTransaction } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import { issueOneTimeToken } from "../one-time-token.ts";
import type { CredentialContext } from "./context.ts";

/** How long a confirmation link is valid, in milliseconds. */
const CONFIRM_WITHIN = DAY;

/** What the link completes: a sign-up attempt, or an account whose address is unconfirmed. */
export const confirmation = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("signUp"),
    name: z.string(),
    timeZone: z.string(),
    passwordHash: z.string(),
    // Missing in links from before anyone was asked.
    wantsToMentor: z.boolean().optional(),
  }),
  z.object({ kind: z.literal("account"), userId: z.string() }),
]);

/** Issues the token of a link that confirms `address`. It only works along with the password. */
export async function issueConfirmation(
  tx: DbTransaction,
  ctx: CredentialContext,
  address: string,
  data: z.infer<typeof confirmation>,
) {
  const expiresAt = new Date(ctx.now().getTime() + CONFIRM_WITHIN);
  const token = await issueOneTimeToken(tx, {
    purpose: "account.confirmAddress",
    subject: address,
    data,
    expiresAt,
  });
  return { token, expiresAt };
}
