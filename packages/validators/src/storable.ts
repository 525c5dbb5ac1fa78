import { z } from "zod";

/** Whether Postgres can hold a text: half a surrogate pair is no character, and it has no NUL. */
export function isStorable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text) && !text.includes("\0");
}

/** A string of any content. Every contract builds its strings on this one. */
export const storableText = z
  .string()
  .refine(isStorable, { error: "Remove the unreadable characters", abort: true });

/** The largest whole number that a column of ours holds. */
export const MAX_INT = 2_147_483_647;
