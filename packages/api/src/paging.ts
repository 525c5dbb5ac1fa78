import { DomainError, isStorable } from "@sundial/validators";
import { z } from "zod";

/**
 * The sort key of a page's last row, encoded for the client to send back. Pages continue after that
 * key, so rows inserted meanwhile cause no repeats and no gaps.
 */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/**
 * Reverses `encodeCursor`, checking that the key has this list's shape.
 *
 * Errors: INVALID_INPUT when it doesn't.
 */
export function decodeCursor<Key>(schema: z.ZodType<Key>, cursor: string): Key {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString(), orFail));
  } catch {
    throw new DomainError(
      "INVALID_INPUT",
      "This page link is no longer valid. Start again from the first page.",
    );
  }
}

function orFail(_key: string, value: unknown) {
  if (typeof value === "string" && !isStorable(value)) throw new TypeError("not a cursor of ours");
  return value;
}

/** The key of a list by name. */
export const nameAndId = z.tuple([z.string(), z.string()]);

/** Cuts `limit + 1` rows into a page and the cursor of the next one. */
export function pageOf<Row>(rows: Row[], limit: number, keyOf: (row: Row) => readonly string[]) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items, nextCursor };
}

/** The rows in the order of a list's ids, without those deleted since the list was made. */
export function inOrderOf<Row extends { id: string }>(ids: readonly string[], rows: Row[]): Row[] {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => rowOf.get(id) ?? []);
}
