import { z } from "zod";
import { idempotencyKey } from "./idempotency-key.ts";
import { chosenKind } from "./kind.ts";
import { cursor, direction, limit, version } from "./paging.ts";
import { text } from "./text.ts";

/** How many endpoints a program may have. */
export const WEBHOOKS_MAX = 20;

/** The overlap of two secrets, in hours; 0 ends the old one at once. */
export const SECRET_OVERLAP_HOURS = [0, 1, 24, 168] as const;

export const webhookStatus = z.enum(["active", "paused"]);
export type WebhookStatus = z.infer<typeof webhookStatus>;

/** Why an endpoint is paused: an admin did it, its deliveries kept failing, or it answered 410. */
export const webhookPauseReason = z.enum(["admin", "failing", "gone"]);
export type WebhookPauseReason = z.infer<typeof webhookPauseReason>;

export const webhookDeliveryStatus = z.enum(["pending", "delivered", "failed"]);
export type WebhookDeliveryStatus = z.infer<typeof webhookDeliveryStatus>;

/** Why an attempt failed. */
export const webhookFailure = z.enum([
  "status",
  "redirect",
  "gone",
  "timeout",
  "connection",
  "tls",
  "address",
]);
export type WebhookFailure = z.infer<typeof webhookFailure>;

const url = text({ min: 1, max: 2000 })
  .refine((value) => parsedUrl(value) !== null, {
    error: "Enter a URL such as https://example.org/sundial",
    abort: true,
  })
  .refine((value) => !hasCredentials(value), "Remove the username and password from the URL")
  .refine((value) => !value.includes("#"), "Remove the part after #");

function parsedUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null;
  const parsed = new URL(value);
  return ["https:", "http:"].includes(parsed.protocol) ? parsed : null;
}

function hasCredentials(value: string): boolean {
  const parsed = parsedUrl(value);
  return parsed !== null && (parsed.username !== "" || parsed.password !== "");
}

const settings = {
  url,
  /** Helps admins tell endpoints apart. */
  description: text({ max: 200 }),
  /** The kinds it hears of; null for all of them, including those added later. */
  kinds: z
    .array(chosenKind)
    .min(1, "Choose at least one event")
    .transform((kinds) => [...new Set(kinds)].sort())
    .nullable(),
  /** Whether names, addresses and what people wrote are included. */
  includePersonalTexts: z.boolean(),
};

export const createWebhookInput = z.object({
  ...settings,
  description: settings.description.default(""),
  kinds: settings.kinds.default(null),
  includePersonalTexts: settings.includePersonalTexts.default(false),
  idempotencyKey,
});
export type CreateWebhookInput = z.infer<typeof createWebhookInput>;

const id = z.uuid();

export const webhookByIdInput = z.object({ id });
export type WebhookByIdInput = z.infer<typeof webhookByIdInput>;

export const sendTestWebhookInput = z.object({ id, idempotencyKey });
export type SendTestWebhookInput = z.infer<typeof sendTestWebhookInput>;

export const changeWebhookInput = z.object({ id, version });
export type ChangeWebhookInput = z.infer<typeof changeWebhookInput>;

export const updateWebhookInput = z.object({ id, version, ...settings });
export type UpdateWebhookInput = z.infer<typeof updateWebhookInput>;

export const rotateWebhookSecretInput = changeWebhookInput.extend({
  overlapHours: z.literal(SECRET_OVERLAP_HOURS).default(24),
  idempotencyKey,
});
export type RotateWebhookSecretInput = z.infer<typeof rotateWebhookSecretInput>;

export const listWebhookDeliveriesInput = z.strictObject({
  id,
  status: webhookDeliveryStatus.optional(),
  cursor,
  direction,
  limit,
});
export type ListWebhookDeliveriesInput = z.infer<typeof listWebhookDeliveriesInput>;

export const webhookDeliveryByIdInput = z.object({ id });
export type WebhookDeliveryByIdInput = z.infer<typeof webhookDeliveryByIdInput>;
