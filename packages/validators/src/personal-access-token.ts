import { z } from "zod";
import { idempotencyKey } from "./idempotency-key.ts";
import { tokenPermissionList } from "./permission.ts";
import { text } from "./text.ts";

/** How many personal access tokens one person may have at a time. */
export const PERSONAL_ACCESS_TOKENS_MAX = 10;

/** Lifetimes in days; no token lives forever. */
export const TOKEN_LIFETIME_DAYS = [7, 30, 90, 365] as const;

export const createPersonalAccessTokenInput = z.object({
  /** Helps its owner tell tokens apart. */
  name: text({ min: 1, max: 60 }),
  permissions: tokenPermissionList,
  lifetimeDays: z.literal(TOKEN_LIFETIME_DAYS),
  idempotencyKey,
});
export type CreatePersonalAccessTokenInput = z.infer<typeof createPersonalAccessTokenInput>;

export const revokePersonalAccessTokenInput = z.object({ id: z.uuid() });
export type RevokePersonalAccessTokenInput = z.infer<typeof revokePersonalAccessTokenInput>;
