import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { neonConfig } from "@neondatabase/serverless";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";

/**
 * Stands in for Neon's proxy: every WebSocket that comes in becomes a TCP connection to one
 * Postgres, byte for byte. Listens on loopback only, on a free port.
 */
export async function startNeonProxy(postgres: { host: string; port: number }) {
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => {
    const tcp = connect({ ...postgres, noDelay: true });
    const refuse = () => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    tcp.once("error", refuse);
    tcp.once("connect", () => {
      tcp.off("error", refuse);
      webSockets.handleUpgrade(request, socket, head, (webSocket) => join(webSocket, tcp));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    close: async () => {
      for (const client of webSockets.clients) client.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

/** Sends every Neon client of this process to that proxy, unencrypted, because it is local. */
export function useNeonProxy(port: number) {
  neonConfig.wsProxy = () => `127.0.0.1:${port}`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineTLS = false;
  neonConfig.pipelineConnect = false;
}

/** Copies both ways; when either side ends, so does the other. */
function join(webSocket: WebSocket, tcp: Socket) {
  const stream = createWebSocketStream(webSocket);
  stream.pipe(tcp).pipe(stream);
  stream.on("error", () => tcp.destroy()).on("close", () => tcp.destroy());
  tcp.on("error", () => webSocket.terminate());
}
