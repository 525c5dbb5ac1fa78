import { storableText } from "./storable.ts";

// Control characters (except tab and line breaks) and the bidirectional overrides that can make a
// name look different from what is stored.
const FORBIDDEN = /[^\P{Cc}\t\r\n]|[\u202A-\u202E\u2066-\u2069]/u;
const LINE_BREAK = /[\r\n]/u;

/** A trimmed text of `min` to `max` characters without control characters. */
export function text({ min = 0, max, multiline = false }: TextOptions) {
  const required = min === 1 ? "Fill this in" : `Use at least ${min} characters`;
  return storableText
    .trim()
    .min(min, required)
    .max(max, `Use at most ${max} characters`)
    .refine((value) => !FORBIDDEN.test(value), "Remove the invisible control characters")
    .refine((value) => multiline || !LINE_BREAK.test(value), "Keep this on one line");
}

/** Why somebody decided something; goes on record. */
export const reason = text({ min: 3, max: 500, multiline: true });

interface TextOptions {
  min?: number;
  max: number;
  multiline?: boolean;
}
