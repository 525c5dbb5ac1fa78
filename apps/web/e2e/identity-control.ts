import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { createAuth } from "@sundial/auth";
import { createDb } from "@sundial/db";
import { SITE_URL } from "./addresses";

/** A secret that only a service would know. */
export const SERVICE_SECRET = "a-secret-of-the-reports-service";

export const INTROSPECTION_CLIENTS = `reports:${createHash("sha256").update(SERVICE_SECRET).digest("hex")}`;

const WEEK_AND_A_DAY = 8 * 86_400_000;

/**
 * What identity tests need and visitors can't do: the operators' command for keys
 * (`/identity/keys?rotate&--now`), and an expired token (`/identity/expired`, with the token
 * endpoint's parameters, for the session in the cookie). Null for other requests.
 */
export async function answerIdentity(
  request: IncomingMessage,
  env: { DATABASE_URL: string; BETTER_AUTH_SECRET: string },
): Promise<string | null> {
  const { pathname, searchParams } = new URL(request.url ?? "/", SITE_URL);
  if (pathname === "/identity/keys") {
    const args = ["--conditions=react-server", "commands/keys.ts", ...searchParams.keys()];
    const { stdout } = await promisify(execFile)("tsx", args, {
      env: { ...process.env, NODE_ENV: "production", BETTER_AUTH_URL: SITE_URL, ...env },
    });
    return stdout;
  }
  if (pathname === "/identity/expired") {
    const db = createDb({ url: env.DATABASE_URL });
    const auth = createAuth({
      db,
      secret: env.BETTER_AUTH_SECRET,
      baseURL: SITE_URL,
      tokens: { now: () => new Date(Date.now() - WEEK_AND_A_DAY) },
    });
    const headers = { cookie: request.headers.cookie ?? "" };
    const address = `${SITE_URL}/api/auth/token?${searchParams}`;
    const answer = await auth.handler(new Request(address, { headers }));
    await db.$disconnect();
    return answer.text();
  }
  return null;
}
