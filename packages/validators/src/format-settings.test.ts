import { describe, expect, it } from "vitest";
import type { DateOrder } from "./enums.ts";
import { formatSettingsOf, preferredLocale } from "./format-settings.ts";

const usualIn = (locale: string | null) => {
  const { clock, weekStart, dateOrder } = formatSettingsOf({ locale });
  return [clock, weekStart, dateOrder];
};

const [MONDAY, FRIDAY, SATURDAY, SUNDAY] = [1, 5, 6, 7];
const AMERICAN = ["h12", SUNDAY, "mdy"];

describe("regional defaults", () => {
  it.each([
    ["en-US", "h12", SUNDAY, "mdy"],
    ["en-GB", "h23", MONDAY, "dmy"],
    ["en-AU", "h12", MONDAY, "dmy"],
    ["en-CA", "h12", SUNDAY, "ymd"],
    ["fr-CA", "h23", SUNDAY, "ymd"],
    ["en-IN", "h12", SUNDAY, "dmy"],
    ["en-ZA", "h23", SUNDAY, "ymd"],
    ["de-DE", "h23", MONDAY, "dmy"],
    ["fr-FR", "h23", MONDAY, "dmy"],
    ["sv-SE", "h23", MONDAY, "ymd"],
    ["hu-HU", "h23", MONDAY, "ymd"],
    ["ja-JP", "h23", SUNDAY, "ymd"],
    ["ko-KR", "h12", SUNDAY, "ymd"],
    ["zh-CN", "h23", MONDAY, "ymd"],
    ["zh-TW", "h12", SUNDAY, "ymd"],
    ["pt-BR", "h23", SUNDAY, "dmy"],
    ["ar-EG", "h12", SATURDAY, "dmy"],
    ["fa-IR", "h23", SATURDAY, "ymd"],
    ["dv-MV", "h23", FRIDAY, "dmy"],
    ["hi-IN", "h12", SUNDAY, "dmy"],
    ["fil-PH", "h12", SUNDAY, "mdy"],
  ])("%s: %s, the week begins on %i, %s", (locale, ...settings) => {
    expect(usualIn(locale)).toEqual(settings);
  });

  it.each([
    ["en-JP", "ja-JP"],
    ["en-BR", "pt-BR"],
    ["en-DE", "de-DE"],
    ["en-FR", "fr-FR"],
    ["en-SE", "sv-SE"],
    ["en-CN", "zh-CN"],
    ["en-IR", "fa-IR"],
    ["en-EG", "ar-EG"],
    ["und-JP", "ja-JP"],
  ])("is the same for %s as for %s: it goes by the region", (locale, own) => {
    expect(usualIn(locale)).toEqual(usualIn(own));
  });

  it.each([
    ["de", "de-DE"],
    ["pt", "pt-BR"],
    ["fa", "fa-IR"],
    ["en", "en-US"],
  ])("takes %s, a language without a region, for %s", (language, locale) => {
    expect(usualIn(language)).toEqual(usualIn(locale));
  });

  it("follow what the tag itself says about clock, week and region", () => {
    expect(usualIn("en-US-u-fw-mon-hc-h23")).toEqual(["h23", MONDAY, "mdy"]);
    expect(usualIn("en-US-u-rg-gbzzzz")).toEqual(usualIn("en-GB"));
  });

  it.each([null, "", "und", "x", "de_DE!", "constructor", "../../etc", "a".repeat(10_000)])(
    "fall back to the language of the pages for %j",
    (locale) => {
      expect(usualIn(locale)).toEqual(AMERICAN);
    },
  );

  it("give way to each of the person's own choices", () => {
    const own = { locale: "de-DE", clock: "h12", weekStart: null, dateOrder: "ymd" } as const;
    expect(formatSettingsOf(own)).toEqual({ clock: "h12", weekStart: MONDAY, dateOrder: "ymd" });
    const sunday = { ...own, clock: null, weekStart: SUNDAY, dateOrder: null };
    expect(formatSettingsOf(sunday)).toEqual({ clock: "h23", weekStart: SUNDAY, dateOrder: "dmy" });
  });
});

describe("the date order", () => {
  // Intl has no dates in the languages of these regions, and its replacement isn't used there. For
  // Eritrea, Intl has the month first in Tigrinya, but not in English or Arabic.
  const WITHOUT_DATA = ["ER", "LS", "MG", "NA", "ZW"];

  it("matches the region's own language in Intl for every region", () => {
    const wrong = regions()
      .filter((region) => !WITHOUT_DATA.includes(region))
      .flatMap((region) => {
        const own = orderInIntl(region);
        const { dateOrder } = formatSettingsOf({ locale: `en-${region}` });
        return own === null || own === dateOrder ? [] : [`${region}: ${own}, not ${dateOrder}`];
      });
    expect(wrong).toEqual([]);
  });

  /** Null if Intl answers in another language, or for another region. */
  function orderInIntl(region: string): DateOrder | null {
    const { language } = new Intl.Locale(`und-${region}`).maximize();
    const format = new Intl.DateTimeFormat(`${language}-${region}`, {
      dateStyle: "short",
      calendar: "gregory",
      numberingSystem: "latn",
    });
    const found = new Intl.Locale(format.resolvedOptions().locale);
    const isOwn = found.language === language && (language !== "en" || found.region === region);
    if (!isOwn) return null;
    const order = format
      .formatToParts(new Date("2027-03-16T12:00:00Z"))
      .map(({ type }) => ({ day: "d", month: "m", year: "y" })[String(type)] ?? "")
      .join("");
    return order === "mdy" || order === "ymd" ? order : "dmy";
  }

  function regions(): string[] {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    // Deprecated codes have a replacement, which identifies them.
    const isCurrent = (code: string) => Intl.getCanonicalLocales(`und-${code}`)[0]?.endsWith(code);
    return letters
      .flatMap((first) => letters.map((second) => first + second))
      .filter((code) => names.of(code) !== undefined && isCurrent(code));
  }
});

describe("preferredLocale", () => {
  it.each([
    ["de-CH", "de-CH"],
    ["de-CH,de;q=0.9,en;q=0.8", "de-CH"],
    ["en;q=0.8, fr-FR ;q=0.9", "fr-FR"],
    ["en-gb", "en-GB"],
    ["*, ja-JP;q=0.1", "ja-JP"],
    ["de;q=0, pt-BR;q=0.001", "pt-BR"],
    ["!!, _, en_US, x-private, sv-SE", "sv-SE"],
    ["de;q=7, de-AT;q=1.5, de-DE;q=nan, de-LI;q=-1, da-DK;q=0.5", "da-DK"],
    ["und, fr-BE", "fr-BE"],
    ["en-US-u-hc-h23", "en-US-u-hc-h23"],
    [`en-US-u-ca-${"gregory-".repeat(9)}gregory, de-DE`, "en-US"],
  ])("of %j is %s", (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });

  it.each([undefined, null, "", "*", "und", "garbage!", ",,,;;;", "q=1", "\u0000", "de;q=0"])(
    "of %j is undefined",
    (header) => {
      expect(preferredLocale(header)).toBeNull();
    },
  );

  it("reads only the start of an overlong header", () => {
    expect(preferredLocale(`${"x,".repeat(50_000)}de-DE`)).toBeNull();
  });
});
