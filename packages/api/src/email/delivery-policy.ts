import { HOUR, MINUTE, SECOND } from "@sundial/validators/durations";

/** How long an attempt has an email to itself; then other workers assume that this one died. */
export const LEASE = 5 * MINUTE;

/** About fifteen hours, with the waits below. */
export const MAX_ATTEMPTS = 12;

const FIRST_WAIT = 30 * SECOND;
const LONGEST_WAIT = 6 * HOUR;

/**
 * How long to wait after the n-th failed attempt, in milliseconds: twice as long each time, up to
 * six hours. Up to a fifth more, by `chance` from 0 to 1, to spread retries of simultaneous
 * failures.
 */
export function waitAfter(attempts: number, chance: number): number {
  const wait = Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT);
  return Math.round(wait * (1 + 0.2 * chance));
}

/**
 * Why an attempt failed, for the people who run the site: the kind of error and the server's code,
 * never its text, which may repeat addresses, passwords or the email itself.
 */
export function failureOf(error: unknown): { reason: string; isFinal: boolean } {
  const code = own(error, "code");
  const status = own(error, "responseCode");
  const kind = typeof code === "string" && /^[A-Z_]{1,30}$/.test(code) ? code : "ERROR";
  const reply = typeof status === "number" ? status : undefined;
  // A permanent rejection of the address or the email: 5xx in RFC 5321, 4.2.1.
  const isFinal =
    (kind === "EENVELOPE" || kind === "EMESSAGE") && reply !== undefined && reply >= 500;
  return { reason: reply === undefined ? kind : `${kind} ${reply}`, isFinal };
}

function own(error: unknown, key: "code" | "responseCode"): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
}
