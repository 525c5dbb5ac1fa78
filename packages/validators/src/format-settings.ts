import { z } from "zod";
import { clock, type DateOrder, dateOrder } from "./enums.ts";
import { isoWeekday } from "./mentor.ts";

/** How one person reads times and dates. The server decides, which makes every place agree. */
export const formatSettings = z.object({
  clock,
  /** The first day of the week as an ISO weekday: Monday is 1, Sunday is 7. */
  weekStart: isoWeekday,
  dateOrder,
});
export type FormatSettings = z.infer<typeof formatSettings>;

/** A person's own choices; null follows the locale. */
export const formatPreferences = z.object({
  clock: clock.nullable(),
  weekStart: isoWeekday.nullable(),
  dateOrder: dateOrder.nullable(),
});
type FormatPreferences = z.infer<typeof formatPreferences>;

/** A locale as a BCP 47 tag, or null if unknown, and what the person chose. */
export type FormatSource = { locale: string | null } & Partial<FormatPreferences>;

/** The language of every page, for readers whose locale is unknown. */
const DEFAULT_LOCALE = "en-US";

/**
 * Regions that don't write the day first. Intl knows the order only per language, so not for en-JP.
 */
const DATE_ORDERS: Readonly<Record<Exclude<DateOrder, "dmy">, readonly string[]>> = {
  mdy: ["AS", "GU", "MH", "MP", "PA", "PH", "PR", "UM", "US", "VI"],
  ymd: [
    ...["AF", "BT", "CA", "CN", "GL", "HU", "IR", "JP", "KP", "KR"],
    ...["LK", "LT", "MN", "NP", "RW", "SE", "TW", "ZA"],
  ],
};

/** What a person chose, and otherwise what is usual in the region of their locale. */
export function formatSettingsOf(person: FormatSource): FormatSettings {
  const usual = settingsOfLocale(person.locale ?? DEFAULT_LOCALE);
  return {
    clock: person.clock ?? usual.clock,
    weekStart: person.weekStart ?? usual.weekStart,
    dateOrder: person.dateOrder ?? usual.dateOrder,
  };
}

/** Getters in Node 20, methods in Node 24, and missing in TypeScript's types. */
interface RegionalLocale extends Intl.Locale {
  readonly hourCycles?: readonly string[];
  readonly weekInfo?: { readonly firstDay: number };
  getHourCycles?(): readonly string[];
  getWeekInfo?(): { readonly firstDay: number };
}

function settingsOfLocale(tag: string): FormatSettings {
  const locale: RegionalLocale = new Intl.Locale(canonicalLocale(tag) ?? DEFAULT_LOCALE);
  // Not the hour cycle of a DateTimeFormat, which is American in every English it has no data for.
  const [cycle] = locale.getHourCycles?.() ?? locale.hourCycles ?? [];
  const week = locale.getWeekInfo?.() ?? locale.weekInfo;
  return {
    clock: cycle === "h11" || cycle === "h12" ? "h12" : "h23",
    weekStart: week?.firstDay ?? 1,
    dateOrder: dateOrderOf(locale),
  };
}

function dateOrderOf(locale: Intl.Locale): DateOrder {
  // "en-US-u-rg-gbzzzz" is American English for someone in Britain.
  const [, override] = /-u-(?:.*-)?rg-([a-z]{2})zzzz/.exec(locale.toString()) ?? [];
  const region = override?.toUpperCase() ?? locale.maximize().region ?? "";
  if (DATE_ORDERS.mdy.includes(region)) return "mdy";
  return DATE_ORDERS.ymd.includes(region) ? "ymd" : "dmy";
}

/** Browsers send no longer ones. A CHECK in the database enforces it, too. */
const LOCALE_MAX = 64;

function canonicalLocale(tag: string): string | null {
  try {
    const locale = new Intl.Locale(tag);
    if (locale.baseName === "und") return null;
    return [locale.toString(), locale.baseName].find((name) => name.length <= LOCALE_MAX) ?? null;
  } catch {
    return null;
  }
}

/** The beginning of a very long Accept-Language header is enough. */
const HEADER_MAX = 1000;

/**
 * The locale a browser prefers, from its Accept-Language header (RFC 9110), as a BCP 47 tag. Null
 * when it names none.
 */
export function preferredLocale(acceptLanguage: string | null | undefined): string | null {
  const ranges = (acceptLanguage ?? "").slice(0, HEADER_MAX).split(",").map(languageRange);
  return (
    ranges
      .filter((range) => range.quality > 0)
      .sort((a, b) => b.quality - a.quality)
      .map(({ tag }) => canonicalLocale(tag))
      .find((tag) => tag !== null) ?? null
  );
}

function languageRange(range: string): { tag: string; quality: number } {
  const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
  const weight = parameters
    .find((parameter) => /^q\s*=/i.test(parameter))
    ?.split("=")[1]
    ?.trim();
  if (weight === undefined) return { tag, quality: 1 };
  return { tag, quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 };
}
