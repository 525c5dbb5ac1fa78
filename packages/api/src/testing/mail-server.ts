import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/**
 * A mail server that stores what it receives, for tests of real emails. The options are the
 * library's, for one that rejects emails or asks for a password.
 */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const received: { to: string[]; mail: Email }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    ...options,
    onData(stream, session, callback) {
      buffer(stream)
        .then((raw) => PostalMime.parse(raw))
        .then((mail) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          received.push({ to, mail });
          callback();
        })
        .catch(callback);
    },
  });
  // Tests include clients that give up.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    mailsTo: (recipient: string) =>
      received.filter(({ to }) => to.includes(recipient)).map(({ mail }) => mail),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
