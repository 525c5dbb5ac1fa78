import { credentialKind, role, tokenScope, userStatus } from "@sundial/validators";
import { z } from "zod";

export const sessionRow = z.object({
  credential: credentialKind,
  /** The session's id, or the personal access token's. */
  credentialId: z.string(),
  /** Of a token; a browser's session has none, and may do all its person may. */
  scope: tokenScope.optional(),
  expiresAt: z.date(),
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  status: userStatus,
  timeZone: z.string(),
  authEpoch: z.int(),
});

/** The signed-in person as one request sees them: read afresh each time, never cached. */
export type AuthSession = z.infer<typeof sessionRow>;
