import { readInstant } from "../cognito/instant.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;
const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/;
const SHORT_OFFSET = /([+-]\d\d)$/;
const NO_SECONDS = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?=Z|[+-])/;
const MILLISECONDS = /^(\d{9,13})(\d{3})$/;

/**
 * An instant in UTC with microseconds: null for none, undefined if it can't be read. It reads ISO
 * 8601, where a time without a zone is in UTC and a day is its first moment, and counts since 1970,
 * of seconds with up to 11 digits or of milliseconds with more.
 */
export function readTime(value: unknown): string | null | undefined {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).trim();
  const [, seconds, thousandths] = MILLISECONDS.exec(text) ?? [];
  if (seconds !== undefined) return readInstant(`${seconds}.${thousandths}`) ?? undefined;
  if (DAY.test(text)) return readInstant(`${text}T00:00:00Z`) ?? undefined;
  const [, day, minute, second = ":00"] = LOCAL.exec(text) ?? [];
  if (day !== undefined) return readInstant(`${day}T${minute}${second}Z`) ?? undefined;
  const isCount = /^\d+(\.\d+)?$/.test(text);
  const whole = text.replace(NO_SECONDS, "$1:00").replace(SHORT_OFFSET, "$1:00");
  return readInstant(isCount ? text : whole) ?? undefined;
}
