import { DatabaseUrlError, parseDatabaseUrl } from "@sundial/db/connection-url";
import { z } from "zod";
import { cognitoEnv, namesWholePool, noWholePool } from "./cognito-env";
import { nearMisses } from "./near-misses";
import { issuerHint, providerEnv, requireWholeProviders } from "./provider-env";
import { isForServices, notForServices, tokenEnv } from "./token-env";
import { webhookEnv } from "./webhook-env";

const LOCAL_URL = "http://localhost:3000";

/** Only for `next dev`: nothing outside the developer's machine may depend on it. */
const DEVELOPMENT_SECRET = "sundial-development-only-secret-0000";

const FROM_HINT = "must be the sender's address, such as Sundial <no-reply@example.org>";

/** A name and an address in angle brackets, or an address alone. */
const mailbox = z
  .string()
  .transform((value) => /^(?:([^<>"]*?)\s*<([^<>]+)>|([^<>]+))$/.exec(value.trim()) ?? [])
  .transform(([, name, named, alone]) => ({ name: name || "Sundial", address: named ?? alone }))
  .refine(({ address }) => z.email().safeParse(address).success, FROM_HINT)
  .transform(({ name, address = "" }) => ({ name, address }));

const databaseUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: "must be a Postgres URL, such as postgresql://user:password@host:5432/sundial",
    abort: true,
  })
  .superRefine((value, ctx) => {
    try {
      parseDatabaseUrl(value);
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error;
      ctx.addIssue({ code: "custom", message: error.message.replace(/^the database URL /, "") });
    }
  });

const common = {
  DATABASE_URL: databaseUrl,
  DATABASE_DRIVER: z.enum(["pg", "neon"], { error: "must be pg, neon or unset" }).optional(),
  DATABASE_POOL_SIZE: z.coerce
    .number({ error: "must be a whole number from 1 to 100" })
    .int()
    .min(1)
    .max(100)
    .default(10),
  ...tokenEnv,
  ...cognitoEnv,
  ...providerEnv,
  ...webhookEnv,
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: "must be a mail server's URL, such as smtp://user:password@mail.example.org:587",
      abort: true,
    })
    .refine(isDecodable, "must have a password with percent-encoded special characters")
    .optional(),
  EMAIL_FROM: mailbox.optional(),
  REQUIRE_VERIFIED_EMAIL: z.stringbool({ error: "must be true or false" }).optional(),
};

const list = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ""));

/** The origins of requests; each is empty by default. */
const border = {
  TRUSTED_PROXIES: list.pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
        error:
          "must be comma-separated addresses or ranges of proxies, such as 10.0.0.0/8, 2001:db8::1",
      }),
    ),
  ),
  ALLOWED_ORIGINS: list.pipe(
    z.array(
      z.string().refine((item) => URL.canParse(item) && new URL(item).origin === item, {
        error: "must be comma-separated origins, such as https://app.example.org",
      }),
    ),
  ),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], {
      error: "must be debug, info, warn, error or silent",
    })
    .optional(),
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be the name of a header in lower case, such as x-real-ip")
    .optional(),
};

const url = z
  .url({
    protocol: /^https?$/,
    error: "must be the address people open, such as https://sundial.example.org",
    abort: true,
  })
  .refine((value) => new URL(value).href === `${new URL(value).origin}/`, {
    error: "must have no path and no password, such as https://sundial.example.org",
  })
  .transform((value) => new URL(value).origin);

const secret = z
  .string({ error: "must be set: 32 random characters or more" })
  .min(32, "must have 32 characters or more, such as the output of: openssl rand -base64 32");

/** Not guessable: neither the secret in this file nor a few letters repeated. */
const productionSecret = secret.refine(
  (value) => value !== DEVELOPMENT_SECRET && new Set(value).size >= 8,
  "must be random, such as the output of: openssl rand -base64 32",
);

function isDecodable(value: string) {
  const { username, password } = new URL(value);
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** With SMTP_URL, a sender is required. */
function hasSender({ SMTP_URL, EMAIL_FROM }: { SMTP_URL?: string; EMAIL_FROM?: object }) {
  return SMTP_URL === undefined || EMAIL_FROM !== undefined;
}

/** If the confirmation link can't be sent, nobody could sign in. */
function canProveMailboxes(env: { SMTP_URL?: string; REQUIRE_VERIFIED_EMAIL?: boolean }) {
  return env.SMTP_URL !== undefined || env.REQUIRE_VERIFIED_EMAIL !== true;
}
const noMailServer = { path: ["REQUIRE_VERIFIED_EMAIL"], error: "needs SMTP_URL to be set" };

const noSender = { path: ["EMAIL_FROM"], error: FROM_HINT };

const production = z
  .object({
    NODE_ENV: z.literal("production"),
    ...common,
    ...border,
    BETTER_AUTH_URL: url,
    BETTER_AUTH_SECRET: productionSecret,
  })
  .refine(namesWholePool, noWholePool)
  .refine(isForServices, notForServices)
  .refine(hasSender, noSender)
  .refine(canProveMailboxes, noMailServer)
  .superRefine(requireWholeProviders)
  // Accounts begin with a proven mailbox wherever emails can be sent.
  .transform(({ REQUIRE_VERIFIED_EMAIL, ...env }) => ({
    ...env,
    REQUIRE_VERIFIED_EMAIL: REQUIRE_VERIFIED_EMAIL ?? env.SMTP_URL !== undefined,
  }));

const development = z
  .object({
    NODE_ENV: z.enum(["development", "test"]).default("development"),
    ...common,
    ...border,
    BETTER_AUTH_URL: url.default(LOCAL_URL),
    BETTER_AUTH_SECRET: secret.default(DEVELOPMENT_SECRET),
    // The outbox in the browser replaces a mail server.
    REQUIRE_VERIFIED_EMAIL: common.REQUIRE_VERIFIED_EMAIL.default(false),
  })
  .refine(namesWholePool, noWholePool)
  .refine(isForServices, notForServices)
  .refine(hasSender, noSender)
  .superRefine(requireWholeProviders);

export type Env = z.infer<typeof production> | z.infer<typeof development>;

const isBlank = (value: string | undefined) => value === undefined || value.trim() === "";

/** Every variable that the app, or a program next to it, reads. */
const KNOWN = [
  ...Object.keys({ ...common, ...border }),
  ...["BETTER_AUTH_SECRET", "BETTER_AUTH_URL", "DIRECT_DATABASE_URL", "HOST", "NODE_ENV", "PORT"],
];

/** Unknown variables that are set, each with the one probably meant. */
const misspelt = (source: Record<string, string | undefined>) =>
  nearMisses(Object.keys(source), KNOWN).map(
    ({ name, meant }) => `${name} isn't a Sundial setting. Did you mean ${meant}?`,
  );

/** Problems an operator should know about although the app starts; never a value. */
export function envWarnings(source: Record<string, string | undefined>): string[] {
  const blank = KNOWN.filter((name) => source[name] !== undefined && isBlank(source[name]));
  return [
    ...misspelt(source),
    ...(blank.length > 0 ? [`Blank, so ignored: ${blank.join(", ")}.`] : []),
  ];
}

/**
 * Reads and checks the app's environment.
 *
 * Errors: throws with each wrong variable and its format, never its value.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const schema = source.NODE_ENV === "production" ? production : development;
  // An empty line in an env file means "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => !isBlank(value)));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  const hints = parsed.error.issues.some(({ path }) => path[0] === "OIDC_PROVIDERS")
    ? [issuerHint(source.BETTER_AUTH_URL ?? LOCAL_URL)]
    : [];
  const lines = [...problems, ...hints, ...misspelt(source)].map((line) => `  ${line}`);
  throw new Error(
    `Some environment variables are missing or invalid:\n${lines.join("\n")}\nSee .env.example.`,
  );
}

let parsedEnv: Env | undefined;

/** The app's environment, checked once. Not read at build time, when it isn't set. */
export function env(): Env {
  parsedEnv ??= parseEnv(process.env);
  return parsedEnv;
}

const listening = z.object({
  PORT: z.coerce
    .number({ error: "must be a port, such as 3000" })
    .int("must be a port, such as 3000")
    .min(0, "must be a port, such as 3000")
    .max(65_535, "must be a port, such as 3000")
    .optional(),
  HOST: z.string().optional(),
});

/** Where the server listens. */
export function listeningEnv() {
  const { PORT, HOST } = process.env;
  const parsed = listening.safeParse({ PORT: PORT || undefined, HOST: HOST || undefined });
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("\n"),
  );
}

/** Warnings to log once the server has started. */
export const startWarnings = () => envWarnings(process.env);

/** Tells the app that the door is in front of it, and how the door passes a client's address. */
export function behindDoor(door: { isDevelopment: boolean; clientAddressHeader: string }) {
  Object.assign(process.env, {
    NODE_ENV: process.env.NODE_ENV ?? (door.isDevelopment ? "development" : "production"),
    CLIENT_ADDRESS_HEADER: door.clientAddressHeader,
  });
}
