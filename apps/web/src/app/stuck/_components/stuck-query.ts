import { type ListStuckInput, listStuckInput, type StuckKind } from "@sundial/validators";
import { pathWith, readQuery, type SearchParams } from "~/lib/address";

/** The list and its page, as in the URL. */
export type StuckQuery = Pick<ListStuckInput, "kind" | "cursor">;

const query = listStuckInput.omit({ limit: true, direction: true }).partial({ kind: true });

/** Reads them from the URL; invalid ones are ignored, and the first list is the default. */
export function readStuckQuery(params: SearchParams): StuckQuery {
  const { kind = "waiting", cursor } = readQuery(params, query);
  return { kind, cursor };
}

/** The URL of a list. */
export const stuckPath = (kind: StuckKind, cursor?: string | null): string =>
  pathWith("/stuck", { kind, cursor: cursor ?? undefined });
