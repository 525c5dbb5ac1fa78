import { createSundialClient, type SundialClient } from "@sundial/client";
import { EXIT } from "./exit-codes.ts";
import { CommandFailure, usage } from "./failure.ts";
import type { Profiles } from "./profiles.ts";
import type { World } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** Which server a command talks to, as whom. */
export interface Connection {
  /** The origin, without a path. */
  url: string;
  token: string | undefined;
  /** The profile's name; its token may be overridden. */
  profile: string;
  /** Where the token comes from. */
  tokenFrom: "profile" | "SUNDIAL_TOKEN" | null;
}

/**
 * Reads the profile and the environment. A stored token is only ever sent to the server it was
 * stored for.
 *
 * Errors: USAGE when no server is known, or the URL isn't one.
 */
export async function connect(
  world: World,
  profiles: Profiles,
  given: { profile?: string | undefined; url?: string | undefined },
): Promise<Connection> {
  const { env } = world;
  const stored = await profiles.read();
  const name = given.profile ?? (env.SUNDIAL_PROFILE || stored.current);
  const profile = Object.hasOwn(stored.profiles, name) ? stored.profiles[name] : undefined;
  const asked = given.url ?? (env.SUNDIAL_URL || undefined);
  const text = asked ?? profile?.url;
  if (text === undefined) {
    const isNamed = given.profile !== undefined || Boolean(env.SUNDIAL_PROFILE);
    throw usage(
      isNamed
        ? `There is no profile “${name}”. Create it: sundial login --profile ${name} --url <url>`
        : "No server is known. Sign in first: sundial login --url <url>",
    );
  }
  const url = readUrl(text);
  if (env.SUNDIAL_TOKEN) {
    return { url, token: env.SUNDIAL_TOKEN, profile: name, tokenFrom: "SUNDIAL_TOKEN" };
  }
  const isItsServer = profile !== undefined && readUrl(profile.url) === url;
  const token = isItsServer ? profile.token : undefined;
  return { url, token, profile: name, tokenFrom: token === undefined ? null : "profile" };
}

/** Errors: USAGE when it isn't the address of a web server. */
export function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol)) {
    throw usage(`“${text}” isn't a URL. Write one such as https://sundial.example.org.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw usage("The URL can't contain a name or a password.");
  }
  return url.origin;
}

/** Whether a token would travel unencrypted, over more than this computer. */
export function isUnencrypted(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Errors: NOT_SIGNED_IN without a token. */
export function clientOf(world: World, { url, token, profile }: Connection): SundialClient {
  if (token === undefined) {
    throw new CommandFailure(
      "NOT_SIGNED_IN",
      `You aren't signed in to ${url}. Sign in: sundial login${profile === "default" ? "" : ` --profile ${profile}`}`,
      EXIT.NOT_SIGNED_IN,
    );
  }
  if (!/^[\w.~+/-]+=*$/.test(token))
    throw usage("The token contains characters that no token has.");
  return createSundialClient({ url, token, fetch: fetchOf(world) });
}

/** A fetch that says which program asks, and that Ctrl-C ends. */
export function fetchOf({ fetch: send, platform, signal }: World): typeof fetch {
  const agent = `sundial-cli/${VERSION} (${platform}; node ${process.versions.node})`;
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("user-agent", agent);
    const signals = init?.signal ? [init.signal, signal] : [signal];
    return send(input, { ...init, headers, signal: AbortSignal.any(signals) });
  };
}
