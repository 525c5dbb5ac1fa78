import { z } from "zod";
import { clock, type DateOrder, dateOrder } from "./enums.ts";
import { isoWeekday } from "./mentor.ts";

/** How one person reads times and dates. Decided on the server, so that every place agrees. */
export const formatSettings = z.object({
  clock,
  /** The first day of the week as ISO counts: Monday is 1, Sunday 7. */
  weekStart: isoWeekday,
  dateOrder,
});
export type FormatSettings = z.infer<typeof formatSettings>;

/** What people choose for themselves; null follows the locale. */
export const formatPreferences = z.object({
  clock: clock.nullable(),
  weekStart: isoWeekday.nullable(),
  dateOrder: dateOrder.nullable(),
});
type FormatPreferences = z.infer<typeof formatPreferences>;

/** A locale as a BCP 47 tag, or null when nothing is known, and what the person chose. */
export type FormatSource = { locale: string | null } & Partial<FormatPreferences>;

/** The language of every page: how times look to someone of whom nothing is known. */
const DEFAULT_LOCALE = "en-US";

/** Regions that do not write the day first. Intl knows the order per language only: not in en-JP. */
const DATE_ORDERS: Readonly<Record<Exclude<DateOrder, "dmy">, readonly string[]>> = {
  mdy: ["AS", "GU", "MH", "MP", "PA", "PH", "PR", "UM", "US", "VI"],
  ymd: [
    ...["AF", "BT", "CA", "CN", "GL", "HU", "IR", "JP", "KP", "KR"],
    ...["LK", "LT", "MN", "NP", "RW", "SE", "TW", "ZA"],
  ],
};

/** What a person chose, and for the rest what is usual in the region of their locale. */
export function formatSettingsOf(person: FormatSource): FormatSettings {
  const usual = settingsOfLocale(person.locale ?? DEFAULT_LOCALE);
  return {
    clock: person.clock ?? usual.clock,
    weekStart: person.weekStart ?? usual.weekStart,
    dateOrder: person.dateOrder ?? usual.dateOrder,
  };
}

/** Node 20 has these as getters, Node 24 as methods, and TypeScript as neither. */
interface RegionalLocale extends Intl.Locale {
  readonly hourCycles?: readonly string[];
  readonly weekInfo?: { readonly firstDay: number };
  getHourCycles?(): readonly string[];
  getWeekInfo?(): { readonly firstDay: number };
}

function settingsOfLocale(tag: string): FormatSettings {
  const locale: RegionalLocale = new Intl.Locale(canonicalLocale(tag) ?? DEFAULT_LOCALE);
  // Not the cycle of a DateTimeFormat, which speaks American in every English it has no data for.
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

/** Longer ones are no browser's. A CHECK in the database holds it, too. */
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

/** Of an Accept-Language header that somebody made endless, the beginning is enough. */
const HEADER_MAX = 1000;

/**
 * The locale a browser likes best, by its Accept-Language header (RFC 9110), as a BCP 47 tag. Null
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
