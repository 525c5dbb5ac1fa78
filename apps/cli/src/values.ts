import { usage } from "./failure.ts";

/** Characters that would steer a terminal, or make a text look different from what it is. */
const CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** A text from the server, safe to print. */
export const printable = (text: string) =>
  text.replaceAll(/\s*[\r\n]+\s*/g, " ").replaceAll(CONTROLS, "\uFFFD");

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const isInstant = (text: string) =>
  WITH_OFFSET.test(text) && !Number.isNaN(Date.parse(text));

/**
 * "2027-03-01T10:00Z", or "2027-03-01 10:00" and "2027-03-01" in the computer's zone.
 *
 * Errors: USAGE when it is none of these.
 */
export function readInstant(text: string, option: string): Date {
  const iso = LOCAL.test(text) ? text.replace(" ", "T") : DAY.test(text) ? `${text}T00:00` : text;
  const at = new Date(iso);
  if ((WITH_OFFSET.test(iso) || LOCAL.test(iso)) && !Number.isNaN(at.getTime())) return at;
  throw usage(
    `${option} can't be “${text}”. Write a date such as 2027-03-01T10:00Z or "2027-03-01 10:00".`,
  );
}

/** Errors: USAGE when it isn't a whole number between the two. */
export function readNumber(text: string, option: string, [least, most]: [number, number]): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw usage(`${option} must be a whole number from ${least} to ${most}.`);
}

/** Errors: USAGE when it isn't one of the choices. */
export function readChoice<Choice extends string>(
  text: string,
  option: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw usage(`${option} must be one of: ${choices.join(", ")}.`);
}
