import { z } from "zod";
import { storableText } from "./storable.ts";

// V8 still returns the old names of some zones that the tz database renamed. We store the current
// name for both. Source: the "backward" file of the tz database.
const RENAMED: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

const UTC_NAMES = new Set(
  ["UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Universal", "Zulu"]
    .flatMap((name) => [name, `Etc/${name}`])
    .map((name) => name.toLowerCase()),
);

/**
 * The one name under which a zone is stored, or null when `name` isn't a zone we accept. It rejects
 * offsets ("+05:30") and abbreviations ("EST"), which have no daylight-saving rules.
 */
export function canonicalTimeZone(name: string): string | null {
  if (UTC_NAMES.has(name.toLowerCase())) return "UTC";
  if (!namesPlace(name)) return null;
  try {
    const { timeZone: known } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    // Browsers that hide the zone may return none, regardless of the request.
    const resolved = known && namesPlace(known) ? known : name;
    return RENAMED[resolved] ?? resolved;
  } catch {
    return null;
  }
}

const namesPlace = (name: string) => name.includes("/") && !name.toLowerCase().startsWith("etc/");

/** All zones a person may choose, sorted by name. */
export function timeZoneNames(): string[] {
  const names = Intl.supportedValuesOf("timeZone").map((name) => canonicalTimeZone(name));
  return [...new Set(names.filter((name) => name !== null)), "UTC"].sort();
}

/** An IANA time zone, turned into its canonical name. */
export const timeZone = storableText.max(64).transform((name, context) => {
  const canonical = canonicalTimeZone(name);
  if (canonical !== null) return canonical;
  context.addIssue({ code: "custom", message: "Choose a time zone such as Europe/Berlin" });
  return z.NEVER;
});
