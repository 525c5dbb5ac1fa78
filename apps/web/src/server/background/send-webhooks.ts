import type { WebhookSender } from "@sundial/api";
import type { Logger } from "pino";
import { underWay } from "./under-way";

/**
 * A round of sending webhooks. It ends when the work has begun, not when it is done: the next round
 * must not wait for an endpoint that hangs.
 */
export function sendWebhooks(sender: WebhookSender, log: Pick<Logger, "error">) {
  return async () => {
    for (const work of await sender.sendDue()) {
      const followed = work
        .catch((error: unknown) => {
          log.error(
            { err: error, task: "sendWebhooks" },
            "an endpoint's webhooks wait for a retry",
          );
        })
        .finally(() => underWay.delete(followed));
      underWay.add(followed);
    }
  };
}
