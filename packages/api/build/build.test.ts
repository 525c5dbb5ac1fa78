import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { COMMON_ERRORS, describeProcedures } from "../src/catalogue/describe.ts";
import { sourceFacts } from "../src/catalogue/source-facts.ts";
import { features } from "../src/root.ts";
import { formatted, root } from "./format.ts";
import { readProcedures } from "./read-source.ts";
import { renderPage } from "./render-page.ts";

const procedures = readProcedures();
const own = (codes: Iterable<string>) =>
  [...codes].filter((code) => !COMMON_ERRORS.some((common) => common === code)).sort();

describe("the catalogue", () => {
  it("says what the source says; if not, run `pnpm docs:api`", () => {
    const read = [...procedures].map(([name, { description, errors }]) => [
      name,
      { description, errors },
    ]);
    expect(sourceFacts).toEqual(Object.fromEntries(read));
  });

  it("is docs/api.md; if not, run `pnpm docs:api`", () => {
    const page = "docs/api.md";
    const text = readFileSync(path.join(root, page), "utf8");
    expect(text).toBe(formatted(page, renderPage(describeProcedures(features))));
  });

  it("covers every procedure of the router", () => {
    const names = Object.entries(features).flatMap(([feature, { _def }]) =>
      Object.keys(_def.procedures).map((name) => `${feature}.${name}`),
    );
    expect([...procedures.keys()].sort()).toEqual(names.sort());
  });

  it.each([...procedures])("%s: the docstring lists the errors it can have", (_name, facts) => {
    expect(own(facts.listed)).toEqual(own(facts.errors));
  });
});
