import { menteeProfileFields, mentorProfileFields } from "@sundial/validators";
import { describe, expect, test } from "vitest";
import { parseFileMapping } from "./file/mapping.ts";
import { parseMapping } from "./supabase/mapping.ts";

const kinds = [
  ["mentee", menteeProfileFields],
  ["mentor", mentorProfileFields],
] as const;

/** Not in the source: which profile it is, and who sees its fields, which begins as usual. */
const SET_HERE = ["kind", "visibility"];

const fields = kinds.flatMap(([kind, { shape }]) =>
  Object.entries(shape)
    .filter(([field]) => !SET_HERE.includes(field))
    .map(([field, contract]) => ({ kind, shape, field, isOptional: contract.isOptional() })),
);

/** A mapping of all fields but one. */
function mappingWithout({ kind, shape, field }: (typeof fields)[number]) {
  const others = Object.keys(shape).filter((other) => !SET_HERE.includes(other) && other !== field);
  return { [kind]: Object.fromEntries(others.map((other) => [other, "a_column"])) };
}

describe("a mapping", () => {
  test.each(fields)("of a $kind's profile needs $field only if our contract does", (field) => {
    const profile = mappingWithout(field);
    const parsers = [
      () => parseMapping({ profiles: [{ table: "public.profiles", ...profile }] }),
      () => parseFileMapping({ columns: { email: "email" }, ...profile }),
    ];
    for (const parse of parsers) {
      if (field.isOptional) expect(parse).not.toThrow();
      else expect(parse).toThrow(field.field);
    }
  });

  test.each([
    { experienceLevel: { value: "wizard" } },
    { experienceLevel: { column: { value: "New" }, values: { Old: "senior" } } },
    { goals: { value: "Short" } },
    { interests: { value: ["C++", "c++"] } },
  ])("can't give everybody a value that our contract refuses: %j", (wrong) => {
    const all = Object.keys(menteeProfileFields.shape).filter((field) => field !== "kind");
    const mentee = { ...Object.fromEntries(all.map((field) => [field, "a_column"])), ...wrong };
    expect(() => parseFileMapping({ columns: { email: "email" }, mentee })).toThrow(
      Object.keys(wrong)[0],
    );
  });

  test("can give everybody a time zone that exists", () => {
    const table = "public.profiles";
    const zoned = (value: string) => () =>
      parseMapping({ profiles: [{ table, timeZone: { value } }] });
    expect(zoned("Europe/Berlin")).not.toThrow();
    expect(zoned("Mars/Olympus")).toThrow("timeZone");
  });
});
