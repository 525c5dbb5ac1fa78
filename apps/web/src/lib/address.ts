import { z } from "zod";

/** The search of an address, as Next gives it. */
export type SearchParams = Record<string, string | string[] | undefined>;

type Value = string | number | boolean | null | undefined;

/**
 * A path with a search: a name for each value there is, several for a list. What is empty, false or
 * undefined is left out.
 */
export function pathWith(path: string, query: Record<string, Value | readonly Value[]>): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) if (value) search.append(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/**
 * Reads what a contract knows out of the search of an address. What makes no sense there is ignored,
 * not an error, so every field of the contract has to do without a value.
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

/** What the values of a name may stand for: a text, a list of them or of numbers, a checked box. */
function readingsOf(values: string | string[] | undefined): unknown[] {
  const texts = [values ?? []].flat().filter((text) => text !== "");
  const [first] = texts;
  return [first, texts, texts.map(Number), first === "true" || undefined];
}
