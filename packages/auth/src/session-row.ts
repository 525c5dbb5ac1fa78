import { Prisma } from "@sundial/db";
import {
  credentialKind,
  formatPreferences,
  type Permission,
  permissions,
  role,
  userStatus,
} from "@sundial/validators";
import { z } from "zod";

/** Stored permissions; those that no longer exist permit nothing. */
const permissionList = z.array(z.string()).transform((stored) => stored.filter(isPermission));

const isPermission = (name: string): name is Permission =>
  permissions.some((each) => each === name);

export const sessionRow = z.object({
  kind: z.literal("user").default("user"),
  credential: credentialKind,
  /** The session's id, or the personal access token's. */
  credentialId: z.string(),
  /** A token's permissions. A browser's session may do everything its person may. */
  permissions: permissionList.optional(),
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
export type PersonSession = z.infer<typeof sessionRow>;

export const serviceRow = z.object({
  kind: z.literal("service").default("service"),
  credential: z.literal("service_account_key").default("service_account_key"),
  /** The key's id. */
  credentialId: z.string(),
  permissions: permissionList,
  expiresAt: z.date(),
  id: z.string(),
  name: z.string(),
  role: z.null().default(null),
  status: z.literal("active").default("active"),
  timeZone: z.literal("UTC").default("UTC"),
});

/** A service account, read again for each request and never cached. */
export type ServiceSession = z.infer<typeof serviceRow>;

/** Who sent a request. */
export type AuthSession = PersonSession | ServiceSession;
