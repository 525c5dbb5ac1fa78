import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/**
 * WCAG 2.2: text 4.5:1 (1.4.3), control edges and focus 3:1 (1.4.11, 2.4.11). Colors are defined
 * only in globals.css, so the pairs a page can show are known without opening it.
 */
const TEXT = 4.5;
const SHAPE = 3;

const src = path.join(import.meta.dirname, "..");
const css = readFileSync(path.join(import.meta.dirname, "globals.css"), "utf8");
const sources = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes(".test."),
);
const read = (file: string) => readFileSync(path.join(src, file), "utf8");

/** The purpose of each color. A new token must be listed here, or the first test fails. */
const roles = {
  /** Backgrounds for anything. */
  grounds: ["paper", "surface", "sunken", "sun-soft", "good-soft", "bad-soft"],
  /** Text on any of the grounds. */
  texts: ["ink", "muted", "sun-ink", "good", "bad"],
  /** Outlines of controls, and marks of the chosen one, on any background. */
  edges: ["edge", "bad", "good", "action", "focus"],
  /** Filled controls; their class list also names the text color. */
  fills: ["action", "action-hover", "sun"],
  fillTexts: ["on-action", "on-sun"],
  /** Visible, but never needed to understand or use the page. */
  decoration: ["line", "overlay"],
};

describe.each([
  ["light", themeOf(":root")],
  ["dark", themeOf(".dark")],
])("the %s theme", (_, theme) => {
  const contrastOf = (one: string, other: string) => contrast(theme, one, other);
  const tooLow = (pairs: [string, string][], least: number) =>
    pairs
      .map(([front, ground]) => ({ front, ground, contrast: contrastOf(front, ground) }))
      .filter((pair) => pair.contrast < least);

  it("has a use for each of its colors", () => {
    expect([...theme.keys()].sort()).toEqual([...new Set(Object.values(roles).flat())].sort());
  });

  it("keeps text readable on every background", () => {
    expect(tooLow(pairsOf(roles.texts, roles.grounds), TEXT)).toEqual([]);
  });

  it("keeps control edges and the focus ring visible on every background", () => {
    expect(tooLow(pairsOf(roles.edges, roles.grounds), SHAPE)).toEqual([]);
  });

  it("keeps text readable on the background each class list gives it", () => {
    const pairs = sources.flatMap((file) => pairsIn(read(file)));
    expect(pairs).toContainEqual(["on-action", "action"]);
    expect(tooLow(pairs, TEXT)).toEqual([]);
  });
});

describe("pages", () => {
  it("show focus in the color made for it", () => {
    expect([...css.matchAll(/outline:.*var\(--([\w-]+)\)/g)].map(([, name]) => name)).toEqual([
      "focus",
    ]);
    expect(sources.filter((file) => read(file).includes("outline-none"))).toEqual([]);
  });

  // Cameras read the QR code, so it is black on white in both themes.
  const others = sources.filter((file) => !file.endsWith("qr-code.tsx"));

  it("take every color from globals.css", () => {
    const own = others.filter((file) =>
      /(?:#[0-9a-f]{3,8}\b(?=["'\])])|\[(?:oklch|rgb|hsl)a?\(|oklch\()/i.test(read(file)),
    );
    expect(own).toEqual([]);
  });

  it("use only checked colors for text, edges and focus", () => {
    const wrong = others.flatMap((file) => {
      const text = read(file);
      return [
        ...usesOf(text, ["text"]).filter(
          (token) => ![...roles.texts, ...roles.fillTexts].includes(token),
        ),
        ...usesOf(text, ["border"]).filter(
          (token) => ![...roles.edges, ...roles.decoration].includes(token),
        ),
        ...usesOf(text, ["outline", "ring"]).filter((token) => token !== "focus"),
        ...usesOf(text, ["bg"]).filter(
          (token) => ![...roles.grounds, ...roles.fills, ...roles.decoration].includes(token),
        ),
      ].map((token) => `${file}: ${token}`);
    });
    expect(wrong).toEqual([]);
  });
});

type Theme = Map<string, [lightness: number, chroma: number, hue: number]>;

function themeOf(selector: string): Theme {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}", 1)[0] ?? "";
  const colors = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)/g);
  return new Map(
    [...colors].map(([, name = "", ...color]) => {
      const [lightness = 0, chroma = 0, hue = 0] = color.map(Number);
      return [name, [lightness, chroma, hue]];
    }),
  );
}

function contrast(theme: Theme, one: string, other: string): number {
  const [darker = 0, lighter = 0] = [one, other]
    .map((name) => luminance(theme, name))
    .sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as in WCAG, from OKLCH through linear sRGB (CSS Color 4). */
function luminance(theme: Theme, name: string): number {
  const color = theme.get(name);
  if (color === undefined) throw new Error(`no color named ${name}`);
  const [lightness, chroma, hue] = color;
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const [red = 0, green = 0, blue = 0] = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const pairsOf = (fronts: string[], grounds: string[]) =>
  fronts.flatMap((front) => grounds.map((ground): [string, string] => [front, ground]));

interface ColorClass {
  /** The variants under which it applies, such as "hover:". */
  when: string;
  property: string;
  token: string;
}

/** The color classes, by class list. */
function colorClassesOf(source: string): ColorClass[][] {
  const tokens = Object.values(roles).flat();
  return [...source.matchAll(/"([^"\n]*)"/g)].map(([, list = ""]) =>
    list.split(/\s+/).flatMap((name) => {
      const [, when = "", property = "", token = ""] =
        /^(.*:)?(text|bg|border|outline|ring)-([a-z-]+)$/.exec(name) ?? [];
      return tokens.includes(token) ? [{ when, property, token }] : [];
    }),
  );
}

const usesOf = (source: string, properties: string[]) =>
  colorClassesOf(source)
    .flat()
    .filter(({ property }) => properties.includes(property))
    .map(({ token }) => token);

/** Text and background that a class list sets under the same condition, or one of them always. */
function pairsIn(source: string): [string, string][] {
  return colorClassesOf(source).flatMap((list) => {
    const named = (property: string) => list.filter((each) => each.property === property);
    return named("text").flatMap((text) =>
      named("bg")
        .filter((ground) => {
          const hasOwn = (property: string, when: string) =>
            named(property).some((each) => each.when === when);
          return (
            text.when === ground.when ||
            (text.when === "" && !hasOwn("text", ground.when)) ||
            (ground.when === "" && !hasOwn("bg", text.when))
          );
        })
        .map((ground): [string, string] => [text.token, ground.token]),
    );
  });
}
