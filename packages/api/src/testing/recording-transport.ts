import type { OutgoingEmail } from "../email/outgoing.ts";
import type { EmailTransport } from "../email/smtp.ts";

/** A transport that records emails; while `refuse` is set, it fails instead. */
export function recordingTransport() {
  const sent: OutgoingEmail[] = [];
  const transport = {
    sent,
    refuse: null as Error | null,
    from: { name: "Sundial", address: "no-reply@sundial.test" },
    send: async (email: OutgoingEmail) => {
      if (transport.refuse !== null) throw transport.refuse;
      sent.push(email);
    },
    to: (address: string) => sent.filter(({ to }) => to === address),
  } satisfies EmailTransport & Record<string, unknown>;
  return transport;
}
