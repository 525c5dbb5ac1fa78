import { apiAudience } from "@sundial/auth/audiences";
import { z } from "zod";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = new Map([
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
  ["d", DAY],
]);

/** "90s", "15m", "24h" or "7d" as milliseconds, within bounds. */
function duration(fallback: string, { min, max }: { min: string; max: string }) {
  const error = `must be a duration from ${min} to ${max}, such as ${fallback}`;
  return z
    .string()
    .default(fallback)
    .transform(milliseconds)
    .refine((value) => value >= milliseconds(min) && value <= milliseconds(max), { error });
}

function milliseconds(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return Number(count) * (UNITS.get(unit ?? "") ?? Number.NaN);
}

const client = "[\\w.-]+:[0-9a-f]{64}";
const introspectionClients = z
  .string()
  .default("")
  .refine((text) => new RegExp(`^(${client}(,${client})*)?$`).test(text), {
    error: "must be comma-separated name:hash pairs, as pnpm keys client prints them",
  })
  .transform((text) =>
    text
      .split(",")
      .filter((pair) => pair !== "")
      .map((pair) => {
        const [id = "", secretHash = ""] = pair.split(":");
        return { id, secretHash };
      }),
  );

const services = z
  .string()
  .regex(/^[\w.,\s-]*$/, {
    error: "must be comma-separated names of services, such as reports, ledger",
  })
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((name) => name !== ""));

/** Tokens for services must be useless for our own API. */
export function isForServices(env: { TOKEN_AUDIENCE: string; BETTER_AUTH_URL: string }) {
  return env.TOKEN_AUDIENCE !== apiAudience(env.BETTER_AUTH_URL);
}

export const notForServices = {
  path: ["TOKEN_AUDIENCE"],
  error: "must not be the address of Sundial's own API",
};

/** Settings of access tokens and their signing keys; durations become milliseconds. */
export const tokenEnv = {
  TOKEN_LIFETIME: duration("7d", { min: "1m", max: "30d" }),
  TOKEN_AUDIENCE: z.string().min(1).default("sundial"),
  TOKEN_SERVICES: services,
  // A key must be published longer than any cache keeps the set, and sign longer than that.
  KEY_PUBLISH_BEFORE: duration("24h", { min: "15m", max: "7d" }),
  KEY_ROTATE_EVERY: duration("90d", { min: "8d", max: "400d" }),
  INTROSPECTION_CLIENTS: introspectionClients,
};
