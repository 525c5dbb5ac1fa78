import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { startMailServer } from "@sundial/api/testing/mail-server";
import { createDb } from "@sundial/db";
import { seedDemo } from "@sundial/db/demo/seed";
import { createTestDatabase } from "@sundial/db/testing";
import { startFaultyProxy } from "@sundial/db/testing/faulty-proxy";
import prepareTemplate from "@sundial/db/testing/global-setup";
import {
  CONTROL_PORT,
  MAILLESS_PORT,
  MAILLESS_URL,
  PAGE_URL,
  SITE_PORT,
  SITE_URL,
} from "./addresses";
import { addHostilePeople } from "./hostile-people";
import { answerIdentity, INTROSPECTION_CLIENTS } from "./identity-control";

// Serves the built site as in production, on a new database with the demo program, behind a proxy
// that the tests can break, and with a mail server that stores what it receives.
await prepareTemplate();
const database = await createTestDatabase();
const db = createDb({ url: database.url });
await seedDemo(db, new Date());
await db.$disconnect();

const databaseProxy = await startFaultyProxy(database.url);
const mailServer = await startMailServer();
const secret = randomBytes(32).toString("base64");
/** Everything the site has logged, for the test that looks for secrets in it. */
const written: string[] = [];

function startSite(port: number, url: string, mail: Record<string, string>) {
  const started = spawn("node", ["--import", "tsx", "src/server/door/main.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...mail,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseProxy.url,
      BETTER_AUTH_URL: url,
      BETTER_AUTH_SECRET: secret,
      INTROSPECTION_CLIENTS,
      TOKEN_SERVICES: "reports",
      ALLOWED_ORIGINS: PAGE_URL,
      WEBHOOK_ALLOWED_HOSTS: "127.0.0.1",
    },
  });
  for (const stream of [started.stdout, started.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      written.push(chunk.toString());
      process.stdout.write(chunk);
    });
  }
  return started;
}

const site = startSite(SITE_PORT, SITE_URL, {
  SMTP_URL: mailServer.url,
  EMAIL_FROM: "Sundial <no-reply@e2e.example>",
});
let mailless: ReturnType<typeof startSite> | undefined;

/** Created once, for the first test that needs them. */
let hostilePeople: ReturnType<typeof addHostilePeople> | undefined;

const control = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://control.invalid");
  if (pathname === "/mails") {
    const mails = mailServer.mailsTo(searchParams.get("to") ?? "");
    const body = mails.map(({ subject, text, html }) => ({ subject, text, html }));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    return;
  }
  if (pathname === "/written") {
    response.end(written.join(""));
    return;
  }
  if (pathname === "/events") {
    response.end(await auditLog(database.url));
    return;
  }
  if (pathname === "/without-mail-server") {
    mailless ??= startSite(MAILLESS_PORT, MAILLESS_URL, {});
    response.writeHead((await isServed(MAILLESS_URL)) ? 200 : 503).end();
    return;
  }
  if (pathname === "/hostile-people") {
    hostilePeople ??= addHostilePeople(database.url, new Date());
    response.end(JSON.stringify(await hostilePeople));
    return;
  }
  if (request.url === "/down") databaseProxy.become("away");
  if (request.url === "/silent") databaseProxy.become("silent");
  if (request.url === "/up") databaseProxy.become("none");
  const answer = await answerIdentity(request, {
    DATABASE_URL: database.url,
    BETTER_AUTH_SECRET: secret,
  });
  if (answer !== null) {
    response.end(answer);
    return;
  }
  const ready = request.url !== "/ready" || (await isServed(SITE_URL));
  response.writeHead(ready ? 200 : 503).end();
}).listen(CONTROL_PORT, "127.0.0.1");

/** The stored audit log, one row per line. */
async function auditLog(url: string) {
  const db = createDb({ url });
  const rows = await db.$queryRaw<{ row: string }[]>`SELECT to_json(e)::text AS row FROM events e`;
  await db.$disconnect();
  return rows.map(({ row }) => row).join("\n");
}

async function isServed(url: string) {
  return fetch(`${url}/api/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function stop() {
  control.close();
  site.kill("SIGTERM");
  mailless?.kill("SIGTERM");
  for (const each of [site, mailless]) if (each?.exitCode === null) await once(each, "exit");
  databaseProxy.close();
  await mailServer.close();
  await database.drop();
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
site.on("exit", (code) => {
  if (code !== 0 && code !== null) process.exit(code);
});
