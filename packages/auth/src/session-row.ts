import { Prisma } from "@sundial/db";
import {
  credentialKind,
  formatPreferences,
  role,
  tokenScope,
  userStatus,
} from "@sundial/validators";
import { z } from "zod";

export const sessionRow = z.object({
  credential: credentialKind,
  /** The session's id, or the personal access token's. */
  credentialId: z.string(),
  /** A token's scope. A browser's session has none and may do everything its person may. */
  scope: tokenScope.optional(),
  expiresAt: z.date(),
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  status: userStatus,
  timeZone: z.string(),
  /** From the browser that last signed in, as a BCP 47 tag. */
  locale: z.string().nullable(),
  ...formatPreferences.shape,
  authEpoch: z.int(),
});

/** The person's part of such a row, from the table `users` as u. */
export const personColumns = Prisma.sql`
  u.id, u.name, u.email, u.role::text AS role, u.status::text AS status,
  u.time_zone AS "timeZone", u.locale, u.clock::text AS clock,
  u.date_order::text AS "dateOrder", u.week_start AS "weekStart", u.auth_epoch AS "authEpoch"`;

/** The signed-in person, read again for each request and never cached. */
export type AuthSession = z.infer<typeof sessionRow>;
