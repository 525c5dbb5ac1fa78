/** Rows the target refused, found by halving: whole people, or kinds of their rows. */
export interface Rejection {
  owners: string[];
  entities: string[];
}

export const NOTHING_REJECTED: Rejection = { owners: [], entities: [] };
