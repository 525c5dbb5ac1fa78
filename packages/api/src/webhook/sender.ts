import type { Auth } from "@sundial/auth";
import type { Db } from "@sundial/db";
import { allowedHosts } from "@sundial/outside";
import { type ClaimedDelivery, claimDelivery, findDueEndpoints } from "./claim.ts";
import { CONCURRENCY, DEADLINE } from "./delivery-policy.ts";
import { bodyOf, signedHeaders } from "./message.ts";
import { type PostOptions, post } from "./post.ts";
import { recordAttempt } from "./record-attempt.ts";

interface SenderOptions {
  db: Db;
  secrets: Auth["webhookSecrets"];
  /** Hosts and ranges of the own network that may be reached. */
  webhookHosts: readonly string[];
  /** Once aborted, no further request begins. */
  signal?: AbortSignal;
  now?: () => Date;
  /** For one request, in milliseconds. */
  deadline?: number;
  resolve?: PostOptions["resolve"];
}

/** Sends webhook deliveries. One per server; several servers may send at once. */
export interface WebhookSender {
  /**
   * Begins to send what is due and returns the work it began, one promise per endpoint. Call it every
   * second or so, without waiting for that work: each endpoint's deliveries are sent beside those of
   * the others, a few at a time, so one that hangs or has a long queue delays no other.
   */
  sendDue: () => Promise<Promise<void>[]>;
}

/**
 * A delivery is sent at least once, each time with the same ID. One worker claims it for a lease
 * that is longer than a request may take; nothing is sent inside a transaction. If the worker dies,
 * or the database is away for the rest of the lease before the outcome is saved, the delivery is
 * sent again when the lease ends.
 */
export function webhookSender(options: SenderOptions): WebhookSender {
  const { db, signal, now = () => new Date() } = options;
  const allowed = allowedHosts(options.webhookHosts);
  const lanes = new Map<string, Promise<void>>();

  async function deliver(delivery: ClaimedDelivery) {
    const [at, begun] = [now(), performance.now()];
    const body = bodyOf(delivery);
    const outcome = await post(delivery.url, {
      headers: signedHeaders({ id: delivery.id, at, body, secrets: secretsOf(delivery, at) }),
      body,
      allowed,
      deadline: options.deadline ?? DEADLINE,
      resolve: options.resolve,
    });
    const durationMs = Math.round(performance.now() - begun);
    await recordAttempt(db, delivery, { ...outcome, at, durationMs });
  }

  function secretsOf({ endpointId, ...stored }: ClaimedDelivery, at: Date): string[] {
    const { secret, previousSecret, previousUntil } = stored;
    const overlaps = previousUntil !== null && previousUntil > at;
    const sealed = previousSecret !== null && overlaps ? [secret, previousSecret] : [secret];
    return sealed.map((each) => options.secrets.open(endpointId, each));
  }

  /** Until nothing of this endpoint is due. */
  async function work(endpointId: string) {
    while (signal?.aborted !== true) {
      const delivery = await claimDelivery(db, endpointId, now());
      if (delivery === null) return;
      await deliver(delivery);
    }
  }

  async function lane(endpointId: string) {
    // Waits for all of them, or the lane could end while it is still sending.
    const workers = Array.from({ length: CONCURRENCY }, () => work(endpointId));
    const failed = (await Promise.allSettled(workers)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }

  return {
    async sendDue() {
      if (signal?.aborted) return [];
      const due = await findDueEndpoints(db, now());
      return due
        .filter((endpointId) => !lanes.has(endpointId))
        .map((endpointId) => {
          const begun = lane(endpointId).finally(() => lanes.delete(endpointId));
          lanes.set(endpointId, begun);
          return begun;
        });
    },
  };
}
