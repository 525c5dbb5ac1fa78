import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Arrival } from "./people.ts";
import { codeNow } from "./people.ts";

const PORT = 4320;
const URL_OF_SITE = `http://localhost:${PORT}`;

/** The built app on this database, as in production, without a mail server. */
export async function startSite(databaseUrl: string, secret: string) {
  const site = spawn(process.execPath, ["--import", "tsx", "src/server/door/main.ts"], {
    cwd: fileURLToPath(new URL("../../web", import.meta.url)),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: String(PORT),
      DATABASE_URL: databaseUrl,
      BETTER_AUTH_URL: URL_OF_SITE,
      BETTER_AUTH_SECRET: secret,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilServed(site);
  return {
    signIn,
    stop: async () => {
      site.kill("SIGTERM");
      await once(site, "exit");
    },
  };
}

async function untilServed(site: ChildProcess) {
  while (site.exitCode === null) {
    const answer = await fetch(`${URL_OF_SITE}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The site didn't start. Build it first: pnpm --filter @sundial/web build");
}

async function signIn({ email, password, hasCode }: Arrival) {
  const answer = await fetch(`${URL_OF_SITE}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: URL_OF_SITE },
    body: JSON.stringify({ email, password, ...(hasCode ? { code: codeNow() } : {}) }),
  });
  const body: unknown = await answer.json();
  const code =
    typeof body === "object" && body !== null && "code" in body ? String(body.code) : undefined;
  return { status: answer.status, code: answer.ok ? undefined : code };
}
