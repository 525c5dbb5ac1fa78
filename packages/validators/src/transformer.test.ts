import { deepStrictEqual } from "node:assert";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deserialize, isEnvelope, serialize } from "./transformer.ts";

const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(serialize(value)));
const received = (value: unknown) => deserialize(sent(value));

const name = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[.\\a0]{0,5}$/),
  fc.constantFrom("__proto__", "constructor", "length", "json", "meta", "values", "toString"),
);
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.date({ noInvalidDate: true }),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(name, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

describe("a value sent and received", () => {
  it("stays the same: dates are dates and texts are texts", () => {
    fc.assert(
      fc.property(anything, (value) => {
        deepStrictEqual(received(value), value);
      }),
    );
  });

  it("loses what JSON can't express", () => {
    const date = new Date("2027-03-01T00:00:00Z");
    expect(received({ a: undefined, b: [undefined, date], c: new Date(Number.NaN) })).toEqual({
      b: [null, date],
      c: null,
    });
    expect(received(undefined)).toBeUndefined();
    expect(received({ a: undefined })).not.toHaveProperty("a");
    expect(() => sent({ a: 1n })).toThrow(TypeError);
  });

  it("can hold one date in two places", () => {
    const at = new Date("2027-03-01T00:00:00Z");
    expect(received({ from: at, to: at })).toEqual({ from: at, to: at });
  });
});

describe("an unexpected annotation", () => {
  const text = "2027-03-01T00:00:00.000Z";
  it.each([
    { json: 1e9, meta: { values: [["typed-array", "Uint8Array"]] } },
    { json: { a: 1e9 }, meta: { values: { a: [["typed-array", "Float64Array"]] } } },
    ...["undefined", "bigint", "RegExp", "set", "map", "number", "URL", "Error", "symbol"].map(
      (kind) => ({ json: { a: text }, meta: { values: { a: [kind] } } }),
    ),
    { json: { a: text }, meta: { values: { a: ["class", "Date"] } } },
    { json: { a: text }, meta: { values: { a: ["Date", "Date"] } } },
    { json: { a: text }, meta: { values: { a: "Date" } } },
    { json: { a: text }, meta: { values: { a: [["Date"]] } } },
    { json: { a: text }, meta: { values: { a: ["Date"], b: ["Date"] } } },
    { json: { a: [text] }, meta: { values: { a: [["Date"], { 0: ["Date"] }] } } },
    { json: { a: [text] }, meta: { values: { "a.1": ["Date"] } } },
    { json: { a: [text] }, meta: { values: { "a.length": ["Date"] } } },
    { json: { a: text }, meta: { values: { "a.length": ["Date"] } } },
    { json: { a: text }, meta: { values: { "a\\": ["Date"] } } },
    { json: {}, meta: { values: { "__proto__.x": ["Date"] } } },
    { json: {}, meta: { values: { "constructor.prototype": ["Date"] } } },
    { json: { a: text }, meta: { values: ["Date"] } },
    { json: text, meta: { values: { a: ["Date"] } } },
    { json: text, meta: { referentialEqualities: [["a", ["b"]]] } },
    { json: { a: text }, meta: { values: { a: ["Date"] }, referentialEqualities: {} } },
    { json: text, meta: { values: ["Date"], v: 2 } },
    { json: text, meta: { values: null } },
    { json: text, meta: null },
    { json: text, meta: [] },
    { json: text, more: 1 },
    { id: "x" },
    ...[text, null, 1, undefined],
  ])("is rejected before anything is built: %j", (envelope) => {
    const before = structuredClone(envelope);
    expect(isEnvelope(envelope)).toBe(false);
    expect(() => deserialize(envelope)).toThrow();
    expect(envelope).toEqual(before);
  });

  it.each(["2027-02-30T00:00:00.000Z", "2027-03-01", "1", "", "2027-03-01T00:00:00Z", 0, null])(
    "is a date of %j",
    (json) => {
      const envelope = { json, meta: { values: ["Date"] } };
      expect(isEnvelope(envelope)).toBe(false);
      expect(() => deserialize(envelope)).toThrow();
    },
  );
});
