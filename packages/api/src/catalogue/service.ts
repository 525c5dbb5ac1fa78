import type { CatalogueByNameInput } from "@sundial/validators";
import { notFound } from "../errors.ts";
import { type CatalogueEntry, describeProcedures, type Features } from "./describe.ts";

/** Described once: procedures don't change while the server runs. */
export type Catalogue = () => ReadonlyMap<string, CatalogueEntry>;

export function catalogueOf(features: () => Features): Catalogue {
  let entries: ReadonlyMap<string, CatalogueEntry> | undefined;
  return () => {
    entries ??= new Map(describeProcedures(features()).map((entry) => [entry.name, entry]));
    return entries;
  };
}

/** Every procedure of the API, by name, without its input and errors. */
export function listCatalogue(catalogue: Catalogue) {
  return [...catalogue().values()].map(({ name, kind, permission, description }) => ({
    name,
    kind,
    permission,
    description,
  }));
}

/**
 * One procedure with its input as JSON Schema, its errors and its limit.
 *
 * Errors: NOT_FOUND when it doesn't exist.
 */
export function getCatalogueEntry(catalogue: Catalogue, { name }: CatalogueByNameInput) {
  const entry = catalogue().get(name);
  if (entry === undefined) throw notFound();
  return entry;
}
