import {
  changeWebhookInput,
  createWebhookInput,
  listWebhookDeliveriesInput,
  rotateWebhookSecretInput,
  sendTestWebhookInput,
  updateWebhookInput,
  webhookByIdInput,
  webhookDeliveryByIdInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import {
  getWebhookDeliveryById,
  listWebhookDeliveries,
  redeliverWebhook,
  sendWebhookTest,
} from "./deliveries.ts";
import {
  createWebhook,
  getWebhookById,
  listWebhooks,
  pauseWebhook,
  removeWebhook,
  resumeWebhook,
  rotateWebhookSecret,
  updateWebhook,
} from "./service.ts";

export const webhookRouter = router({
  /** All endpoints, without their secrets. */
  list: permitted("webhook:read").query(({ ctx }) => listWebhooks(ctx)),
  byId: permitted("webhook:read")
    .input(webhookByIdInput)
    .query(({ ctx, input }) => getWebhookById(ctx, input)),
  /** Adds an endpoint; only this answer contains its secret. */
  create: permitted("webhook:manage", { limit: "api.secret" })
    .input(createWebhookInput)
    .mutation(({ ctx, input }) => createWebhook(ctx, input)),
  update: permitted("webhook:manage")
    .input(updateWebhookInput)
    .mutation(({ ctx, input }) => updateWebhook(ctx, input)),
  pause: permitted("webhook:manage")
    .input(changeWebhookInput)
    .mutation(({ ctx, input }) => pauseWebhook(ctx, input)),
  resume: permitted("webhook:manage")
    .input(changeWebhookInput)
    .mutation(({ ctx, input }) => resumeWebhook(ctx, input)),
  /** Replaces the secret; only this answer contains the new one. */
  rotateSecret: permitted("webhook:manage", { limit: "api.secret" })
    .input(rotateWebhookSecretInput)
    .mutation(({ ctx, input }) => rotateWebhookSecret(ctx, input)),
  remove: permitted("webhook:manage")
    .input(changeWebhookInput)
    .mutation(({ ctx, input }) => removeWebhook(ctx, input)),
  /** An endpoint's deliveries of the last 30 days, latest first. */
  listDeliveries: permitted("webhook:read")
    .input(listWebhookDeliveriesInput)
    .query(({ ctx, input }) => listWebhookDeliveries(ctx, input)),
  /** A delivery with its message and each attempt. */
  deliveryById: permitted("webhook:read")
    .input(webhookDeliveryByIdInput)
    .query(({ ctx, input }) => getWebhookDeliveryById(ctx, input)),
  /** Sends a delivery again, with the same ID. */
  redeliver: permitted("webhook:manage", { limit: "api.outgoing" })
    .input(webhookDeliveryByIdInput)
    .mutation(({ ctx, input }) => redeliverWebhook(ctx, input)),
  /** Sends a test to an endpoint. */
  sendTest: permitted("webhook:manage", { limit: "api.outgoing" })
    .input(sendTestWebhookInput)
    .mutation(({ ctx, input }) => sendWebhookTest(ctx, input)),
});
