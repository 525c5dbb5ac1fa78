import { PASSWORD_MIN } from "@sundial/validators";
import { dictionary } from "@zxcvbn-ts/language-common";

/** The 50,000 most common leaked passwords; shorter ones are rejected anyway. */
const common = new Set(
  dictionary["passwords-common"].filter((password) => password.length >= PASSWORD_MIN),
);

/** Shown next to the field. */
export const COMMON_PASSWORD_ISSUE =
  "This password is too common. Choose one that nobody would guess.";

/** Whether a password is among the first that attackers guess, in any case (ASVS 6.2.4). */
export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase());
}
