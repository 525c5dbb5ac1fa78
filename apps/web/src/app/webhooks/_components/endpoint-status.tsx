import { Badge } from "~/components/ui/badge";
import type { WebhookEndpoint } from "~/trpc/types";

/** Whether an endpoint gets deliveries, and whether they arrive. */
export function EndpointStatus({ endpoint }: { endpoint: WebhookEndpoint }) {
  if (endpoint.status === "paused") return <Badge>Paused</Badge>;
  if (endpoint.failingSince !== null) return <Badge tone="bad">Failing</Badge>;
  return <Badge tone="good">Active</Badge>;
}
