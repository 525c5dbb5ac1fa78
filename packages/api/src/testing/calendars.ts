import ICAL from "ical.js";
import { expect } from "vitest";

const NAME = "[A-Z0-9-]+";
// Within quotes, no quote, and carets only as in RFC 6868.
const PARAMETER = `;${NAME}=(?:"(?:[^"^]|\\^[\\^'n])*"|[^";:,^]*)`;
const LINE = new RegExp(`^${NAME}(?:${PARAMETER})*:[^\\n]*$`);

/**
 * Reads a calendar as other programs do, with a parser that shares no code with the writer. First
 * checks what that parser tolerates: ends and length of lines, characters, and parameters.
 */
export function readCalendar(text: string) {
  expect(text.endsWith("\r\nEND:VCALENDAR\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[^\P{Cc}\t]|[\u2028\u2029\u202A-\u202E]/u);
  const longest = Math.max(...text.split("\r\n").map((line) => Buffer.byteLength(line)));
  expect(longest).toBeLessThanOrEqual(75);
  for (const line of text.replaceAll("\r\n ", "").trimEnd().split("\r\n")) {
    expect(line).toMatch(LINE);
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getAllSubcomponents().map(({ name }) => name)).not.toContain("valarm");
  const components = calendar.getAllSubcomponents("vevent");
  return {
    properties: calendar.getAllProperties().map(({ name }) => name),
    method: plain(calendar.getFirstPropertyValue("method")),
    calendar,
    events: components.map(readEvent),
  };
}

function readEvent(event: ICAL.Component) {
  const read = (name: string) => plain(event.getFirstPropertyValue(name));
  const instantOf = (name: string) => {
    const time = event.getFirstPropertyValue(name);
    if (!(time instanceof ICAL.Time)) return null;
    expect(time.zone?.tzid).toBe("UTC");
    return time.toJSDate().toISOString();
  };
  const personIn = (name: string) => {
    const property = event.getFirstProperty(name);
    return (
      property && {
        address: plain(property.getFirstValue()),
        name: property.getFirstParameter("cn"),
      }
    );
  };
  expect(event.getAllSubcomponents()).toEqual([]);
  const names = event.getAllProperties().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  return {
    uid: read("uid"),
    sequence: read("sequence"),
    stamp: instantOf("dtstamp"),
    lastModified: instantOf("last-modified"),
    start: instantOf("dtstart"),
    end: instantOf("dtend"),
    summary: read("summary"),
    description: read("description"),
    location: read("location"),
    url: read("url"),
    status: read("status"),
    transp: read("transp"),
    organizer: personIn("organizer"),
    attendee: personIn("attendee"),
    /** Anything unexpected. */
    others: names.filter((name) => !KNOWN.has(name)),
  };
}

/** Text and numbers as they are, and anything else as text. */
function plain(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" || typeof value === "number" ? value : String(value);
}

const KNOWN = new Set([
  ...["uid", "sequence", "dtstamp", "last-modified", "dtstart", "dtend", "summary", "description"],
  ...["location", "url", "status", "transp", "organizer", "attendee"],
]);

/** Names and topics that somebody will try, or really has. */
export const HOSTILE_TEXTS = [
  'Robert "Bob" Smith',
  `"`,
  `O'Neil ^ ^^ ^' ^n ^"`,
  String.raw`\;:`,
  String.raw`\\n:\,:`,
  "x\r\nATTENDEE:mailto:all@example.org",
  "x\nEND:VEVENT\nBEGIN:VALARM",
  "x\rEND:VCALENDAR",
  "x\u2028DTSTART:19700101T000000Z\u2029y\u0085STATUS:CANCELLED",
  ...["\\", "\\\\", "\\\\n", "C:\\new\\, \\; \\^n"],
  "x\u000bSUMMARY:y\u000cSUMMARY:z\u001cSUMMARY:z\u0000",
  'back\\slash \\n, comma; semicolon: colon "quotes" ^n \' =',
  '";CN="Somebody else":mailto:x@example.org',
  "\u202Egnp.exe\u202C and \u2066hidden\u2069",
  `🧑‍🤝‍🧑 ${"日本語テキスト".repeat(30)} ${"🎉".repeat(60)}`,
  `\n ${"a".repeat(300)}\n\t${"b c".repeat(100)}\n\n`,
  // For any fold position, one of these has a character there that must stay whole.
  ...Array.from({ length: 8 }, (_, length) => `${"a".repeat(60 + length)}🎉é"^\\;,\n`),
];

/** A text as a person's name, where a look-alike character replaces backslashes. */
export const asName = (text: string) => text.replaceAll("\\", "\u2216");

/** The expected result of reading such a text. */
export function asRead(text: string) {
  return ["\r\n", ..."\r\u0085\u2028\u2029"]
    .reduce((so, lineBreak) => so.replaceAll(lineBreak, "\n"), text)
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]|[^\P{Cc}\t\n]/gu, "");
}
