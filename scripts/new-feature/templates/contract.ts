import { z } from "zod";
import { idempotencyKey } from "./idempotency-key.ts";
import { cursor, direction, limit } from "./paging.ts";
import { text } from "./text.ts";

/** How many __many__ one person may have. */
export const __NOUNS___MAX = 100;

export const create__Noun__Input = z.object({
  text: text({ min: 1, max: 200 }),
  idempotencyKey,
});
export type Create__Noun__Input = z.infer<typeof create__Noun__Input>;

export const list__Nouns__Input = z.strictObject({ cursor, limit, direction });
export type List__Nouns__Input = z.infer<typeof list__Nouns__Input>;

export const delete__Noun__Input = z.object({ id: z.uuid() });
export type Delete__Noun__Input = z.infer<typeof delete__Noun__Input>;
