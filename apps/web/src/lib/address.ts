import { z } from "zod";

/** The query of a URL, as Next passes it. */
export type SearchParams = Record<string, string | string[] | undefined>;

type Value = string | number | boolean | null | undefined;

/**
 * A path with a query: one parameter per value, several for a list. Empty, false and undefined
 * values are left out.
 */
export function pathWith(path: string, query: Record<string, Value | readonly Value[]>): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) if (value) search.append(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/**
 * Reads a contract's fields from the query of a URL. Invalid values are ignored, so every field of
 * the contract must be optional or have a default.
 */
export function readQuery<Contract extends z.ZodObject>(
  params: SearchParams,
  contract: Contract,
): z.output<Contract> {
  const read = Object.entries(contract.shape).map(([name, field]) => [
    name,
    readingsOf(params[name]).find((value) => z.safeParse(field, value).success),
  ]);
  return contract.parse(Object.fromEntries(read));
}

/**
 * The possible meanings of a parameter's values: a text, a list of texts or of numbers, a checked
 * box.
 */
function readingsOf(values: string | string[] | undefined): unknown[] {
  const texts = [values ?? []].flat().filter((text) => text !== "");
  const [first] = texts;
  return [first, texts, texts.map(Number), first === "true" || undefined];
}
