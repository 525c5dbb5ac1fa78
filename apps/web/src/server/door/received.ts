import { once } from "node:events";
import type { Socket } from "node:net";

/**
 * For tests: everything received until the connection closes. A server that closes while more is
 * coming resets the connection, after its answer.
 */
export async function receivedBy(socket: Socket): Promise<string> {
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    received += chunk;
  });
  socket.on("error", () => {});
  await once(socket, "close");
  return received;
}
