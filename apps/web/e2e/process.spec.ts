import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { CONTROL_URL, SITE_URL } from "./addresses";
import { expect, test } from "./fixtures";

const complete = {
  DATABASE_URL: "postgresql://sundial:hunter2@127.0.0.1:1/sundial",
  BETTER_AUTH_URL: "https://sundial.example.org",
  BETTER_AUTH_SECRET: "0123456789abcdef0123456789abcdef",
};

const begun: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of begun.splice(0)) child.kill("SIGKILL");
});

/** A separate server in production mode, and its output. */
function serve(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/server/door/main.ts"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: "0", ...complete, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  begun.push(child);
  let written = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      written += chunk.toString();
    });
  }
  return { child, written: () => written };
}

async function ended(child: ChildProcess) {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return child.exitCode;
}

test("a failed start exits with code 1 and the reason", async () => {
  const broken = `Object.defineProperty(globalThis, "sundialServer", {
    get() { throw new Error("the app cannot be put together"); } });`;
  const { child, written } = serve({
    NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(broken)}"`,
  });
  expect(await ended(child)).toBe(1);
  expect(written()).toContain("the app cannot be put together");
  expect(written()).not.toContain("Sundial is on");
});

test("a stopping server finishes open requests and warns of odd settings", async () => {
  const { child, written } = serve({ SMPT_URL: "smtp://hunter2@mail.example.org" });
  await expect.poll(written).toContain("Sundial is on");
  const port = Number(/localhost:(\d+)/.exec(written())?.[1]);
  const body = JSON.stringify({ json: {} });
  const asked = httpRequest({
    port,
    host: "127.0.0.1",
    method: "POST",
    path: "/api/trpc/health.check",
    headers: { "content-type": "application/json", "content-length": body.length },
  });
  const answered = once(asked, "response");
  asked.write(body.slice(0, 5));
  await new Promise((resolve) => asked.once("socket", (socket) => socket.once("connect", resolve)));
  child.kill("SIGTERM");
  asked.end(body.slice(5));
  const [response] = await answered;
  expect(response.statusCode).toBe(200);
  response.resume();
  expect(await ended(child)).toBe(0);
  expect(written()).toContain("SMPT_URL isn't a Sundial setting. Did you mean SMTP_URL?");
  expect(written()).not.toContain("hunter2");
});

test("calls are answered while the database is silent", async ({ request }) => {
  const ready = await request.get("/api/ready");
  expect(ready.status()).toBe(200);
  expect(ready.headers()["cache-control"]).toBe("no-store");
  await request.get(`${CONTROL_URL}/silent`);
  try {
    const [signIn, health] = await Promise.all([
      request.post("/api/auth/sign-in/email", {
        headers: { origin: SITE_URL },
        data: { email: "tom@sundial.example", password: "sundial-demo" },
      }),
      request.get("/api/health"),
    ]);
    expect(signIn.status()).toBe(503);
    expect((await signIn.json()).code).toMatch(/^DATABASE_/);
    expect(await health.json()).toEqual({ status: "error", database: "unreachable" });
    await expect
      .poll(async () => (await request.get("/api/ready")).status(), { timeout: 30_000 })
      .toBe(503);
  } finally {
    await request.get(`${CONTROL_URL}/up`);
  }
  await expect
    .poll(async () => (await request.get("/api/ready")).status(), { timeout: 30_000 })
    .toBe(200);
});
