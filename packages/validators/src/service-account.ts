import { z } from "zod";
import { email } from "./account.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { version } from "./paging.ts";
import { servicePermissionList } from "./permission.ts";
import { text } from "./text.ts";

/** How many service accounts may be active at a time. */
export const SERVICE_ACCOUNTS_MAX = 100;

/** Lifetimes of a key in days; no key lives forever. */
export const SERVICE_KEY_LIFETIME_DAYS = [30, 90, 365] as const;

/** How long the replaced key still works after a rotation, in hours. */
export const KEY_OVERLAP_HOURS = [0, 1, 24, 168] as const;

const facts = {
  /** Unique among active service accounts, regardless of case. */
  name: text({ min: 1, max: 60 }),
  /** The team that answers for it. It gets an email before a key expires. */
  ownerEmail: email,
  permissions: servicePermissionList,
};

export const createServiceAccountInput = z.object({
  ...facts,
  lifetimeDays: z.literal(SERVICE_KEY_LIFETIME_DAYS),
  idempotencyKey,
});
export type CreateServiceAccountInput = z.infer<typeof createServiceAccountInput>;

export const serviceAccountByIdInput = z.object({ id: z.uuid() });
export type ServiceAccountByIdInput = z.infer<typeof serviceAccountByIdInput>;

export const updateServiceAccountInput = z.object({
  id: z.uuid(),
  version,
  ...facts,
});
export type UpdateServiceAccountInput = z.infer<typeof updateServiceAccountInput>;

export const rotateServiceAccountKeyInput = z.object({
  id: z.uuid(),
  version,
  lifetimeDays: z.literal(SERVICE_KEY_LIFETIME_DAYS),
  overlapHours: z.literal(KEY_OVERLAP_HOURS),
  idempotencyKey,
});
export type RotateServiceAccountKeyInput = z.infer<typeof rotateServiceAccountKeyInput>;

export const endServiceAccountInput = z.object({ id: z.uuid() });
export type EndServiceAccountInput = z.infer<typeof endServiceAccountInput>;
