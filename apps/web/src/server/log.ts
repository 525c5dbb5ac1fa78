import pino from "pino";
import { env } from "./env/env";
import { requestNumber } from "./request-number";

/** "feed" and everything after it in a URL, in any spelling: capitals, escapes, escaped escapes. */
const FEED =
  /((?:f|%(?:25)*[46]6)(?:(?:e|%(?:25)*[46]5)){2}(?:d|%(?:25)*[46]4)(?:[/\\]|%(?:25)*(?:2f|5c))+)[^\s"'?]+/gi;

/** What library errors may quote and readers of logs must not see. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@]+@/g, "$1…@"],
  [FEED, "$1…"],
  [/\bsundial_pat_[\w-]+/g, "sundial_pat_…"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "eyJ…"],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 …"],
  [
    /\b(token|password|newPassword|currentPassword|secret|cookie|authorization|code)(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    "$1$2…",
  ],
];

/** A text without secrets that we can recognize. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((kept, [pattern, stand]) => kept.replaceAll(pattern, stand), text);
}

/** Our tokens are 32 random bytes in base64url, perhaps partly escaped. */
const TOKENS = /(?:[\w-]|%(?:25)*[2-7][\da-f]){40,}/gi;

/** The path of a URL for the log, never with its query or a token. */
export function loggedPath(url: string): string {
  const path = url.replace(/(?:[?#;]|%(?:25)*(?:3f|23|3b)).*$/i, "");
  return withoutSecrets(path).replaceAll(TOKENS, "…").slice(0, 300);
}

function describe(error: unknown) {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) };
  const { name, message, stack } = error;
  const code = "code" in error ? String(error.code) : undefined;
  return { name, code, message: withoutSecrets(message), stack: withoutSecrets(stack ?? "") };
}

const NAMES = ["password", "newPassword", "currentPassword", "token", "secret", "authorization"];
const PRIVATE = [...NAMES, "cookie", "set-cookie", "data"];

/** The server's log: one JSON object per line, on stdout, with the ID of its request. */
export function createLog(level: string, destination?: pino.DestinationStream) {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describe },
    mixin: () => {
      const requestId = requestNumber().getStore();
      return requestId === undefined ? {} : { requestId };
    },
    redact: PRIVATE.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

let shared: pino.Logger | undefined;

export function log(): pino.Logger {
  shared ??= createLog(env().LOG_LEVEL ?? defaultLevel());
  return shared;
}

/** The development server reports requests itself. */
function defaultLevel() {
  const { NODE_ENV } = env();
  return NODE_ENV === "production" ? "info" : NODE_ENV === "test" ? "silent" : "warn";
}
