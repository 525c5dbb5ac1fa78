import { createTransport } from "nodemailer";
import type { Mailbox, OutgoingEmail } from "./compose-email.ts";

/** Hands an email to the mail server. Throws when the server doesn't accept it. */
export interface EmailTransport {
  from: Mailbox;
  send: (email: OutgoingEmail) => Promise<void>;
}

interface SmtpOptions {
  /** smtp://user:password@host:587, or smtps://… for TLS from the first byte. */
  url: string;
  from: Mailbox;
}

const SECOND = 1_000;
const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Delivers through a mail server. With one on another machine it speaks over TLS, its certificate
 * checked, or not at all. Nothing in the URL but scheme, name, password, host and port is heeded.
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
    // Together well below the lease of an email; see sendDueEmails.
    dnsTimeout: 10 * SECOND,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    from,
    async send({ to, invitation, ...email }) {
      await transport.sendMail({
        ...email,
        from,
        // An object, so that no address is ever read as a list of several.
        to: { name: "", address: to },
        // Asks mail programs not to answer with an "out of office" (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated" },
        icalEvent: invitation && { ...invitation, filename: "office-session.ics" },
      });
    },
  };
}
