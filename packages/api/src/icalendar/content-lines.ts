import { plain } from "../plain-text.ts";

/** Octets of one line, without its end (RFC 5545, 3.1). */
const LINE_MAX = 75;

/**
 * One property of a calendar, folded and ended: its name, its value as the property's type writes
 * it, and the texts of its parameters.
 */
export function contentLine(
  name: string,
  value: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const written = Object.entries(parameters).map(([key, text]) => `;${key}=${parameterOf(text)}`);
  return folded(`${name}${written.join("")}:${value}`);
}

/** A text as a value (RFC 5545, 3.3.11). */
export function textValue(text: string): string {
  return plain(text)
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** An instant as a value, in UTC. */
export function instantValue(instant: Date): string {
  return instant.toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

/** An email address as a value: a URI, in which only what names a mailbox stands for itself. */
export function addressValue(address: string): string {
  return `mailto:${plain(address).replaceAll(/[^\w.!$'*+@~-]/gu, encodeURIComponent)}`;
}

const ENCODED: Readonly<Record<string, string>> = { "^": "^^", '"': "^'", "\n": "^n" };

/** What quotes cannot hold is encoded (RFC 6868). */
function parameterOf(text: string): string {
  if (/^[A-Z-]+$/.test(text)) return text;
  const encoded = plain(text)
    // Backslashes mean nothing in a parameter. Thunderbird reads them as it does in values, though, and
    // then takes the end of the text for the address, so a sign that looks the same stands in.
    .replaceAll("\\", "\u2216")
    .replaceAll(/[\^"\n]/g, (character) => ENCODED[character] ?? "");
  return `"${encoded}"`;
}

/** Cut by octets, never within a character. */
function folded(line: string): string {
  let written = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_MAX) {
      written += "\r\n ";
      octets = 1;
    }
    written += character;
    octets += size;
  }
  return `${written}\r\n`;
}
