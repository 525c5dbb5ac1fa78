import type { EmailData } from "@sundial/ledger";
import type { Message, Sender } from "./message.ts";

const REASONS: Record<EmailData<"webhook.paused">["because"], string> = {
  gone: "It answered 410, which means that it wants no more deliveries.",
  failing: "Its deliveries have failed for several days.",
};

/** To admins, when an endpoint is paused without anyone asking for it. */
export function webhookPausedMessage(
  { endpointId, host, because }: EmailData<"webhook.paused">,
  { siteUrl, name }: Pick<Sender, "siteUrl" | "name">,
): Message {
  return {
    subject: `Webhook endpoint paused: ${host}`,
    blocks: [
      {
        text: `${name} no longer sends webhooks to ${host}. ${REASONS[because]} What happens from now on isn't sent to it.`,
      },
      { text: "Its page shows each attempt. Fix the receiver, then resume the endpoint there." },
      { action: "See the endpoint", url: new URL(`/webhooks/${endpointId}`, siteUrl).href },
    ],
  };
}
