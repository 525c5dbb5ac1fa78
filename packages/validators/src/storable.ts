import { z } from "zod";

/** Whether Postgres can store a text: no NUL, and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text) && !text.includes("\0");
}

/** A string with any content. Every contract builds its strings on this one. */
export const storableText = z
  .string()
  .refine(isStorable, { error: "Remove the unreadable characters", abort: true });

/** The largest whole number that our columns can store. */
export const MAX_INT = 2_147_483_647;
