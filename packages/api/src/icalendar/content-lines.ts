import { plain } from "../plain-text.ts";

/** Octets of one line, without its end (RFC 5545, 3.1). */
const LINE_MAX = 75;

/**
 * One property of a calendar, folded and terminated: its name, its value as encoded for its type,
 * and its parameters as plain text.
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

/**
 * An email address as a value: a URI, in which only characters of a mailbox name stay unescaped.
 */
export function addressValue(address: string): string {
  return `mailto:${plain(address).replaceAll(/[^\w.!$'*+@~-]/gu, encodeURIComponent)}`;
}

const ENCODED: Readonly<Record<string, string>> = { "^": "^^", '"': "^'", "\n": "^n" };

/** Encodes what quotes can't contain (RFC 6868). */
function parameterOf(text: string): string {
  if (/^[A-Z-]+$/.test(text)) return text;
  const encoded = plain(text)
    // Backslashes have no meaning in a parameter. But Thunderbird reads them as in values, and then
    // takes the end of the text for the address. So a look-alike character replaces them.
    .replaceAll("\\", "\u2216")
    .replaceAll(/[\^"\n]/g, (character) => ENCODED[character] ?? "");
  return `"${encoded}"`;
}

/** Folds by octets, never within a character. */
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
