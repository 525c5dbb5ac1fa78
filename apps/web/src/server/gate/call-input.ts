import { isEnvelope } from "@sundial/validators/transformer";

/**
 * Whether a body, or the `input` of a URL, is valid input for procedures: an envelope of JSON and
 * dates, or in a batch one per call. The API would reject it, too, but only later.
 */
export function isCallInput(value: unknown, { url }: Request): boolean {
  if (new URL(url).searchParams.get("batch") !== "1") return isEnvelope(value);
  return typeof value === "object" && value !== null && Object.values(value).every(isEnvelope);
}
