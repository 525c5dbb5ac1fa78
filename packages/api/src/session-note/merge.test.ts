import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attribute, linesOf, mergeTexts, textOf } from "./merge.ts";

const line = fc.constantFrom("", "a", "b", "c", "d", "{", "<<<<<<<");
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));

/** The lines of a text that its base doesn't have. */
function added(value: string, base: string) {
  const left = linesOf(base);
  return linesOf(value)
    .filter((each) => {
      const at = left.indexOf(each);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    })
    .join("\n");
}

describe("two people's changes", () => {
  it.each([
    ["one\ntwo", "one\ntwo\nthree", "zero\none\ntwo", "zero\none\ntwo\nthree", false],
    ["one\ntwo", "one\nmine", "one\ntheirs", "one\ntheirs\nmine", true],
    ["one", "one", "theirs", "theirs", false],
    ["one", "same", "same", "same", false],
    ["", "mine", "theirs", "theirs\nmine", true],
    ["one\ntwo", "", "one\nchanged", "one\nchanged", true],
  ])("from %j to %j and %j are %j", (base, mine, theirs, merged, conflicts) => {
    expect(mergeTexts({ base, mine, theirs })).toEqual({ merged, conflicts });
  });

  it("never lose a line that somebody added", () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const { merged } = mergeTexts({ base, mine, theirs });
        for (const side of [mine, theirs]) {
          for (const each of linesOf(added(side, base))) expect(linesOf(merged)).toContain(each);
        }
      }),
    );
  });

  it("of one of them alone are simply made", () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts({ base, mine: changed, theirs: base }).merged).toBe(changed);
        expect(mergeTexts({ base, mine: base, theirs: changed }).merged).toBe(changed);
      }),
    );
  });
});

describe("the author of a line", () => {
  it("is the last one who changed it", () => {
    const stored = [
      { authorId: "ann", text: "one" },
      { authorId: "ben", text: "two" },
    ];
    expect(attribute(stored, "one\nTWO\nthree", "cy")).toEqual([
      { authorId: "ann", text: "one" },
      { authorId: "cy", text: "TWO" },
      { authorId: "cy", text: "three" },
    ]);
  });

  it("changes the text into exactly what was written", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const stored = linesOf(before).map((each) => ({ authorId: "ann", text: each }));
        expect(textOf(attribute(stored, after, "ben"))).toBe(after);
        expect(attribute(stored, before, "ben")).toEqual(stored);
      }),
    );
  });
});
