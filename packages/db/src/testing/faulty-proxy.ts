import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * What the connection to the database does: forwards everything, is gone, forwards no answers, or
 * breaks on a COMMIT, before or after the server got it.
 */
export type Fault = "none" | "away" | "silent" | "cutBeforeCommit" | "cutAfterCommit";

/** A proxy between a client and a database that breaks on command. Listens on loopback only. */
export async function startFaultyProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let fault: Fault = "none";

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", cut);
      socket.on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    if (fault === "away") {
      server.emit("refused");
      return cut();
    }

    let isCommitting = false;
    client.on("data", (chunk) => {
      const isCommit = chunk.includes("COMMIT\0");
      if (isCommit && fault === "cutBeforeCommit") return cut();
      isCommitting ||= isCommit && fault === "cutAfterCommit";
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (isCommitting) return cut();
      if (fault !== "silent") client.write(chunk);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(address.port);
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    /** From now on; "away" also cuts open connections. */
    become: (next: Fault) => {
      fault = next;
      if (next === "away") cutAll();
    },
    /** Resolves when it next rejects a connection. */
    refused: () => once(server, "refused"),
    close: () => {
      cutAll();
      server.close();
    },
  };
}
