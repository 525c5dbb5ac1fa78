import type { Prisma } from "@sundial/db";
import { chosenKind, type WebhookFailure } from "@sundial/validators";
import { z } from "zod";

export const endpointSelect = {
  id: true,
  url: true,
  description: true,
  kinds: true,
  includePersonalTexts: true,
  status: true,
  pauseReason: true,
  failingSince: true,
  previousUntil: true,
  version: true,
  createdAt: true,
} satisfies Prisma.WebhookEndpointSelect;

type EndpointRow = Prisma.WebhookEndpointGetPayload<{ select: typeof endpointSelect }>;

const sentKind = z.enum([...chosenKind.options, "webhook.test"]);

/** An endpoint as admins see it, without its secrets. */
export function toEndpoint({ kinds, previousUntil, ...row }: EndpointRow, now: Date) {
  return {
    ...row,
    /** Null for all kinds, including those added later. */
    kinds: kinds.length === 0 ? null : chosenKind.options.filter((each) => kinds.includes(each)),
    /** Until when the secret before this one also signs; null when it doesn't. */
    previousSecretUntil: previousUntil !== null && previousUntil > now ? previousUntil : null,
  };
}

export const deliverySelect = {
  id: true,
  endpointId: true,
  kind: true,
  status: true,
  attempts: true,
  nextAttemptAt: true,
  createdAt: true,
  deliveredAt: true,
  log: { select: { failure: true, statusCode: true }, orderBy: { number: "desc" }, take: 1 },
} satisfies Prisma.WebhookDeliverySelect;

type DeliveryRow = Prisma.WebhookDeliveryGetPayload<{ select: typeof deliverySelect }>;

/** A delivery in the log, with the outcome of its last attempt. */
export function toDelivery({ log, nextAttemptAt, ...row }: DeliveryRow) {
  const [last] = log;
  return {
    ...row,
    // A version that announces a kind knows its name.
    kind: sentKind.parse(row.kind),
    /** Null once it is delivered or has failed. */
    nextAttemptAt: row.status === "pending" ? nextAttemptAt : null,
    lastError: last === undefined ? null : errorOf(last),
  };
}

interface Attempt {
  failure: WebhookFailure | null;
  statusCode: number | null;
}

/** Why an attempt failed, in words that say nothing about our network; null for a success. */
export function errorOf({ failure, statusCode }: Attempt): string | null {
  switch (failure) {
    case null:
      return null;
    case "status":
      return `The receiver answered ${statusCode}.`;
    case "redirect":
      return `The receiver answered ${statusCode}, a redirect. Enter the final URL instead.`;
    case "gone":
      return "The receiver answered 410 and wants no more deliveries.";
    case "timeout":
      return "The receiver didn't answer in time.";
    case "connection":
      return "The connection failed.";
    case "tls":
      return "The receiver's certificate or TLS settings aren't valid.";
    case "address":
      return "The host has no public address.";
  }
}
