import { randomUUID } from "node:crypto";
import { newWebhookSecret } from "@sundial/auth";
import type { Db, Prisma } from "@sundial/db";
import { NOW, webhookSecrets } from "./callers.ts";

/** An endpoint that hears of everything, with the secret it verifies with. */
export async function createEndpoint(
  db: Db,
  data: Partial<Prisma.WebhookEndpointCreateInput> = {},
) {
  const [id, secret] = [randomUUID(), newWebhookSecret()];
  const endpoint = await db.webhookEndpoint.create({
    data: {
      id,
      url: "https://receiver.example/",
      secret: webhookSecrets.seal(id, secret),
      createdAt: NOW,
      ...data,
    },
  });
  return { ...endpoint, secret };
}
