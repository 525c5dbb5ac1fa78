import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonItems } from "./json-items.ts";

/** The items of bytes that arrive in parts. */
function itemsOf(bytes: Buffer, cuts: number[] = []) {
  const items = new JsonItems();
  const found: unknown[] = [];
  let from = 0;
  for (const cut of [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(byNumber)) {
    found.push(...items.write(bytes.subarray(from, cut)));
    from = cut;
  }
  return [...found, ...items.end()];
}

function isJson(text: string) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const byNumber = (one: number, other: number) => one - other;
const cuts = fc.array(fc.nat(), { maxLength: 5 });
const indent = fc.constantFrom(undefined, 1, "\t");
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record({ Username: fc.string({ unit: "grapheme" }), Attributes: fc.constant([]) }),
);
const page = fc
  .tuple(fc.array(value, { maxLength: 4 }), fc.dictionary(fc.string(), value), fc.boolean())
  .map(([Users, { Users: _, ...rest }, isFirst]) => ({
    Users,
    // In the API's form, or as some libraries write it.
    text: isFirst ? { Users, ...rest } : { ...rest, Users },
  }));

describe("items in streamed JSON", () => {
  it("are the users of each page, wherever chunks are split and however the JSON is formatted", () => {
    fc.assert(
      fc.property(
        fc.array(page, { maxLength: 4 }),
        fc.constantFrom("list", "one after the other"),
        indent,
        cuts,
        (pages, layout, space, places) => {
          const texts = pages.map(({ text }) => text);
          const json =
            layout === "list"
              ? JSON.stringify(texts, null, space)
              : texts.map((text) => JSON.stringify(text, null, space)).join("\n");
          const users: unknown[] = JSON.parse(JSON.stringify(pages.flatMap(({ Users }) => Users)));
          expect(itemsOf(Buffer.from(json), places)).toEqual(users);
        },
      ),
    );
  });

  it("include any standalone object, even one that isn't a page", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), indent, cuts, (values, space, places) => {
        fc.pre(values.every((one) => !JSON.stringify(one).includes('"Users"')));
        const list: unknown[] = JSON.parse(JSON.stringify(values));
        expect(itemsOf(Buffer.from(JSON.stringify(values, null, space)), places)).toEqual(list);
      }),
    );
  });

  it("reject everything that JSON.parse rejects", () => {
    const letters = [..."{}[]\",:\\ \n0-.eEtn'\0", "\u00a0", "\u{1F600}"];
    fc.assert(
      fc.property(
        fc.array(page, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(2),
        fc.constantFrom(...letters),
        cuts,
        (pages, at, gone, letter, places) => {
          const json = JSON.stringify(pages.map(({ text }) => text));
          const place = 1 + (at % (json.length - 2));
          const broken = json.slice(0, place) + letter + json.slice(place + gone, -1);
          const read = (text: string) => () => itemsOf(Buffer.from(text), places);
          if (isJson(`${broken}]`)) {
            expect(read(`${broken}]`)).not.toThrow();
            expect(read(broken)).toThrow(SyntaxError);
          } else {
            expect(read(`${broken}]`)).toThrow(SyntaxError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("fail when a single item is too large, instead of filling memory", () => {
    const megabyte = Buffer.alloc(1024 * 1024, "a");
    for (const begin of ['{"Users":["', '{"Username":"']) {
      const items = new JsonItems();
      items.write(Buffer.from(begin));
      expect(() => {
        for (let n = 0; n < 20; n += 1) items.write(megabyte);
      }).toThrow(SyntaxError);
    }
    const many = new JsonItems();
    many.write(Buffer.from("{"));
    const member = Buffer.from(`"a":"${"b".repeat(1024 * 1024)}",`);
    expect(() => {
      for (let n = 0; n < 20; n += 1) many.write(member);
    }).toThrow(SyntaxError);
  });
});
