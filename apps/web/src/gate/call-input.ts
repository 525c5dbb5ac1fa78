import { isEnvelope } from "@sundial/validators/transformer";

/**
 * Whether a body, or the `input` of an address, is what procedures read: an envelope of JSON and
 * dates, or in a batch one for each call. The API would refuse it too, but only when it looks.
 */
export function isCallInput(value: unknown, { url }: Request): boolean {
  if (new URL(url).searchParams.get("batch") !== "1") return isEnvelope(value);
  return typeof value === "object" && value !== null && Object.values(value).every(isEnvelope);
}
