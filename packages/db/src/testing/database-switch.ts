import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * Passes connections on to the database until it is switched off; then it cuts them and refuses
 * new ones, as a database that has gone away would.
 */
export async function startSwitch(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isOn = true;

  const server = createServer((client) => {
    if (!isOn) {
      client.destroy();
      server.emit("refused");
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address !== null ? address.port : 0);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    on: () => {
      isOn = true;
    },
    off: () => {
      isOn = false;
      cut();
    },
    /** Resolves when it has next refused somebody. */
    refused: () => once(server, "refused"),
    close: () => {
      cut();
      server.close();
    },
  };
}
