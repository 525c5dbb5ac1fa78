import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { z } from "zod";

const headers = z.object({
  "webhook-id": z.string(),
  "webhook-timestamp": z.string(),
  "webhook-signature": z.string(),
});

/** A request as a receiver gets it. */
export interface Received {
  path: string;
  headers: z.infer<typeof headers>;
  body: string;
}

type Answer = (request: Received, response: ServerResponse) => void;

/** A receiver on this machine, until the test ends. It answers 204 unless told otherwise. */
export async function startReceiver(
  answer: Answer = (_, response) => response.writeHead(204).end(),
) {
  const received: Received[] = [];
  const state = { answer };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const message = { path: request.url ?? "", headers: headers.parse(request.headers), body };
    received.push(message);
    state.answer(message, response);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    /** Ends the requests that are being answered. */
    cut: () => server.closeAllConnections(),
    /** From now on. */
    become: (next: Answer) => {
      state.answer = next;
    },
  };
}
