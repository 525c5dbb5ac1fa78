// A receiver of Sundial's webhooks. Usage: WEBHOOK_SECRET=whsec_… receiver.ts [port]
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? "");

/** What has been handled. Keep it in your database, for at least a day. */
const handled = new Set<string>();

/** Returns the status to answer. Anything but 2xx makes Sundial try again later. */
async function receive(request: IncomingMessage): Promise<number> {
  // The body as it was sent: parsing it and writing it again would change the signature.
  const body = await text(request);
  const id = String(request.headers["webhook-id"]);
  try {
    // Rejects wrong signatures and messages older than five minutes.
    const message = webhook.verify(body, {
      "webhook-id": id,
      "webhook-timestamp": String(request.headers["webhook-timestamp"]),
      "webhook-signature": String(request.headers["webhook-signature"]),
    });
    // A message may arrive more than once, each time with the same ID.
    if (handled.has(id)) console.log("again", id);
    else console.log("received", id, JSON.stringify(message));
    handled.add(id);
    return 204;
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    console.log("rejected");
    return 400;
  }
}

const server = createServer((request, response) => {
  receive(request).then(
    (status) => response.writeHead(status).end(),
    () => response.writeHead(500).end(),
  );
});
server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1", () => {
  console.log("listening", JSON.stringify(server.address()));
});
