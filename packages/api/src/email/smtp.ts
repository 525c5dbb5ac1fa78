import { SECOND } from "@sundial/validators/durations";
import { createTransport } from "nodemailer";
import type { Mailbox, OutgoingEmail } from "./outgoing.ts";

/**
 * Sends an email through the mail server.
 *
 * Errors: throws when the server doesn't accept it.
 */
export interface EmailTransport {
  from: Mailbox;
  send: (email: OutgoingEmail) => Promise<void>;
}

interface SmtpOptions {
  /** smtp://user:password@host:587, or smtps://… for TLS from the first byte. */
  url: string;
  from: Mailbox;
}

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Sends through a mail server. Connections to another machine always use TLS with a checked
 * certificate. Only scheme, name, password, host and port of the URL are used.
 */
export function smtpTransport({ url, from }: SmtpOptions): EmailTransport {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const transport = createTransport({
    host: hostname.replaceAll(/^\[|\]$/g, ""),
    port: port === "" ? undefined : Number(port),
    secure,
    requireTLS: !LOCAL.includes(hostname),
    ignoreTLS: !secure && LOCAL.includes(hostname),
    auth:
      username === ""
        ? undefined
        : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    pool: true,
    maxConnections: 3,
    // Together well below an email's lease; see sendDueEmails.
    dnsTimeout: 10 * SECOND,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    from,
    async send({ to, invitation, unsubscribe, ...email }) {
      await transport.sendMail({
        ...email,
        from,
        // An object, because a string could be read as a list of addresses.
        to: { name: "", address: to },
        // Tells mail programs not to send an "out of office" reply (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated", ...unsubscribing(unsubscribe) },
        icalEvent: invitation && { ...invitation, filename: "office-session.ics" },
      });
    },
  };
}

/** Two headers, with which mail programs offer to unsubscribe with one click (RFC 8058, 3.1). */
function unsubscribing(address: string | undefined): Record<string, string> {
  if (address === undefined) return {};
  return {
    "List-Unsubscribe": `<${address}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}
