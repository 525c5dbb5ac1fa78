import type { DbTransaction } from "@sundial/db";
import { z } from "zod";
import { issueOneTimeToken } from "../one-time-token.ts";
import type { CredentialContext } from "./context.ts";

/** How long the link that confirms an address works, in milliseconds. */
const CONFIRM_WITHIN = 24 * 60 * 60 * 1000;

/** What such a link waits to finish: an attempt to sign up, or an account not confirmed so far. */
export const confirmation = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("signUp"),
    name: z.string(),
    timeZone: z.string(),
    passwordHash: z.string(),
  }),
  z.object({ kind: z.literal("account"), userId: z.string() }),
]);

/** Issues the token of a link that confirms `address`; it works together with a password only. */
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
