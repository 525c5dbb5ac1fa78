import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { traveler } from "@sundial/auth/testing/travel";
import { startProviderSignInAnswer } from "@sundial/validators";
import type { Arrival } from "./people.ts";
import { codeNow } from "./people.ts";

const PORT = 4320;
const URL_OF_SITE = `http://localhost:${PORT}`;

/** Where the issuer of `OIDC_PROVIDERS` sends people back to. */
export const callbackOf = (provider: string) => `${URL_OF_SITE}/api/auth/callback/${provider}`;

/** The built app on this database, as in production, without a mail server. */
export async function startSite(databaseUrl: string, env: Record<string, string>) {
  const site = spawn(process.execPath, ["--import", "tsx", "src/server/door/main.ts"], {
    cwd: fileURLToPath(new URL("../../web", import.meta.url)),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      PORT: String(PORT),
      DATABASE_URL: databaseUrl,
      BETTER_AUTH_URL: URL_OF_SITE,
      ...env,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilServed(site);
  return {
    signIn,
    post,
    signInWithProvider,
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

function post(path: string, body: unknown) {
  return fetch(`${URL_OF_SITE}/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: URL_OF_SITE },
    body: JSON.stringify(body),
  });
}

async function signIn({ email, password, hasCode }: Arrival) {
  const answer = await post("/sign-in/email", {
    email,
    password,
    ...(hasCode ? { code: codeNow() } : {}),
  });
  const body: unknown = await answer.json();
  const code =
    typeof body === "object" && body !== null && "code" in body ? String(body.code) : undefined;
  return { status: answer.status, code: answer.ok ? undefined : code };
}

/** Whether somebody has a session after signing in on the provider's own pages. */
async function signInWithProvider(provider: string, login: string) {
  const started = await post("/sign-in/social", { provider, timeZone: "Europe/London" });
  const { url } = startProviderSignInAnswer.parse(await started.json());
  const back = await traveler().signInAt(url, login);
  const cookie = cookiesOf(started)
    .map((line) => line.split(";")[0])
    .join("; ");
  const returned = await fetch(back, { headers: { cookie }, redirect: "manual" });
  return cookiesOf(returned).some((line) => line.includes("session_token="));
}

const cookiesOf = (answer: Response) => answer.headers.getSetCookie();
