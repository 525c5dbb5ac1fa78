import { plain } from "../plain-text.ts";

/** The content of an email before it becomes text or HTML. It contains no markup. */
export interface Message {
  subject: string;
  blocks: readonly Block[];
}

type Block =
  | { text: string }
  /** Names and values, one per line. */
  | { facts: readonly (readonly [name: string, value: string])[] }
  /** The main action. */
  | { action: string; url: string };

/** Who sends it; the same for all emails of the program. */
export interface Sender {
  /** The address people open. */
  siteUrl: string;
  /** The program's name. */
  name: string;
  contactEmail: string | null;
  termsUrl: string | null;
  privacyUrl: string | null;
  /** Ends emails like this one; null for those that nobody can turn off. */
  unsubscribe: string | null;
}

/** The plain-text version, for programs and people that avoid HTML. */
export function toText({ blocks }: Message, sender: Sender): string {
  const parts = blocks.map((block) => {
    if ("text" in block) return plain(block.text);
    if ("action" in block) return `${plain(block.action)}:\n${block.url}`;
    return block.facts.map(([name, value]) => `${name}: ${plain(value)}`).join("\n");
  });
  const footer = linksOf(sender).map(({ label, shown }) => `${label}: ${shown}`);
  const signature = ["--", `${plain(sender.name)}, ${sender.siteUrl}`, ...footer].join("\n");
  return `${[...parts, signature].join("\n\n")}\n`;
}

/**
 * The HTML version. Everything people wrote is escaped, nothing is loaded, and everything important
 * is in the text, so a program that drops the styles loses nothing.
 */
export function toHtml({ subject, blocks }: Message, sender: Sender): string {
  const parts = blocks.map((block) => {
    if ("text" in block) return `<p style="margin:0 0 16px">${lines(block.text)}</p>`;
    if ("action" in block) return button(block.action, block.url);
    // Stacked, to fit the longest name or address on a phone.
    const facts = block.facts.map(
      ([name, value]) =>
        `<p style="margin:0 0 12px"><strong>${escaped(name)}</strong><br>${lines(value)}</p>`,
    );
    return facts.join("\n");
  });
  const footer = [
    footerLink(sender.siteUrl, sender.name),
    ...linksOf(sender).map(({ label, href }) => footerLink(href, label)),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(subject)}</title>
</head>
<body style="${STYLE.page}">
<div style="${STYLE.card}">
<h1 style="${STYLE.heading}">${escaped(subject)}</h1>
${parts.join("\n")}
</div>
<p style="${STYLE.footer}">${footer.join(" · ")}</p>
</body>
</html>
`;
}

/** The program's contact and documents, as far as it has them. */
function linksOf({ contactEmail, termsUrl, privacyUrl, unsubscribe }: Sender) {
  const links = [
    { label: "Contact", shown: contactEmail, href: `mailto:${contactEmail}` },
    { label: "Terms", shown: termsUrl, href: termsUrl ?? "" },
    { label: "Privacy", shown: privacyUrl, href: privacyUrl ?? "" },
    { label: "Unsubscribe", shown: unsubscribe, href: unsubscribe ?? "" },
  ];
  return links.filter(({ shown }) => shown !== null);
}

const footerLink = (href: string, label: string) =>
  `<a href="${escaped(href)}" style="color:#5b5f6b">${escaped(label)}</a>`;

const FONT = "font-family:ui-sans-serif,system-ui,'Segoe UI',Roboto,sans-serif";
const STYLE = {
  page: `margin:0;padding:24px 12px;background:#fbf8f2;color:#1d2433;${FONT};font-size:16px;line-height:1.5`,
  card: "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e6dfd2;border-radius:16px;overflow-wrap:anywhere",
  heading: "margin:0 0 16px;font-size:22px;line-height:1.25",
  button:
    "display:inline-block;padding:12px 20px;border-radius:10px;background:#2f3f78;color:#ffffff;font-weight:600;text-decoration:none",
  footer: "margin:16px 0 0;text-align:center;font-size:14px;color:#5b5f6b",
} as const;

function button(label: string, url: string): string {
  const href = escaped(url);
  return (
    `<p style="margin:0 0 16px"><a href="${href}" style="${STYLE.button}">${escaped(label)}</a></p>` +
    `<p style="margin:0 0 16px;font-size:14px;color:#5b5f6b;word-break:break-all">Or open this address: <a href="${href}" style="color:#2f3f78">${href}</a></p>`
  );
}

function lines(text: string): string {
  return escaped(text).replaceAll("\n", "<br>");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return plain(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
