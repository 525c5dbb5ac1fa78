import { type FormatSource, formatSettingsOf } from "@sundial/validators";
import { timeFormats } from "@sundial/validators/time";
import { plain } from "../plain-text.ts";
import { type Message, type Sender, toHtml, toText } from "./message.ts";
import type { OutboxRow, OutgoingEmail } from "./outgoing.ts";

/** The columns that say how a recipient likes times and dates. */
export const formatSelect = {
  locale: true,
  clock: true,
  dateOrder: true,
  weekStart: true,
} as const;

/** How a recipient likes times and dates. */
export const formatsOf = (recipient: FormatSource) => timeFormats(formatSettingsOf(recipient));

interface Envelope {
  row: Pick<OutboxRow, "id">;
  sender: Sender;
  to: string;
}

/** A message as it is sent. */
export function toEmail(message: Message, { row, sender, to }: Envelope): OutgoingEmail {
  return {
    to,
    subject: plain(message.subject).replaceAll("\n", " "),
    text: toText(message, sender),
    html: toHtml(message, sender),
    ...(sender.unsubscribe === null ? {} : { unsubscribe: oneClick(sender.unsubscribe) }),
    messageId: `<${row.id}@${new URL(sender.siteUrl).hostname}>`,
  };
}

/** Where mail programs post, which ends the emails at once; people get a page that asks first. */
function oneClick(page: string): string {
  const address = new URL(page);
  address.pathname = "/api/unsubscribe";
  return address.href;
}
