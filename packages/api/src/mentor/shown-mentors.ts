import { deflateRawSync, inflateRawSync } from "node:zlib";
import { DomainError } from "@sundial/validators";

/** Room for eight million mentors; anything larger isn't our cursor. */
const MAX_BYTES = 1 << 20;

/**
 * The cursor of a list whose order changes while it is read: everybody shown so far, by number, one
 * bit each. The next page starts with the first of the others. A position wouldn't work. At noon,
 * everyone who was free at noon moves back and would be shown again. And a mentor who becomes free
 * before the position would be missed.
 */
export function encodeShown(numbers: ReadonlySet<number>): string {
  let highest = 0;
  for (const number of numbers) highest = Math.max(highest, number);
  const bits = Buffer.alloc((highest >> 3) + 1);
  for (const number of numbers) bits[number >> 3] = (bits[number >> 3] ?? 0) | (1 << (number & 7));
  return deflateRawSync(bits).toString("base64url");
}

/**
 * Reverses `encodeShown`.
 *
 * Errors: INVALID_INPUT when the cursor is malformed.
 */
export function decodeShown(cursor: string): Set<number> {
  const numbers = new Set<number>();
  for (const [index, byte] of inflated(cursor).entries()) {
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) numbers.add(index * 8 + bit);
  }
  return numbers;
}

function inflated(cursor: string) {
  try {
    return inflateRawSync(Buffer.from(cursor, "base64url"), { maxOutputLength: MAX_BYTES });
  } catch {
    throw new DomainError(
      "INVALID_INPUT",
      "This page link is no longer valid. Start again from the first page.",
    );
  }
}
