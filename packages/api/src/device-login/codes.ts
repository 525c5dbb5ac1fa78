import { randomInt } from "node:crypto";
import { USER_CODE_LENGTH, USER_CODE_LETTERS } from "@sundial/validators";

/** About 35 random bits: short enough to compare by eye, too many to guess in ten minutes. */
export function newUserCode(): string {
  const letter = () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)];
  return Array.from({ length: USER_CODE_LENGTH }, letter).join("");
}

/** "BCDF-GHJK", as programs and the page show it. */
export function shownUserCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, "$&-");
}
