import { toWireError } from "~/lib/form-errors";

/** How long typing must pause before a search, in milliseconds. */
export const SEARCH_PAUSE = 250;

interface Search {
  isPending: boolean;
  error: unknown;
  data?: { items: unknown[]; nextCursor: string | null };
}

/** The text below a field that searches for `people`, such as "mentees"; null when it needs none. */
export function searchStatus({ isPending, error, data }: Search, people: string): string | null {
  if (error) return toWireError(error).error;
  if (isPending) return `Loading ${people}…`;
  if (data?.items.length === 0) return `No ${people} match.`;
  return data?.nextCursor ? "Keep typing to see fewer." : null;
}
