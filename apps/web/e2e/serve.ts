import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { startMailServer } from "@sundial/api/testing/mail-server";
import { createDb } from "@sundial/db";
import { seedDemo } from "@sundial/db/demo/seed";
import { createTestDatabase } from "@sundial/db/testing";
import { startSwitch } from "@sundial/db/testing/database-switch";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { CONTROL_PORT, SITE_PORT, SITE_URL } from "./addresses";
import { answerIdentity, INTROSPECTION_CLIENTS } from "./identity-control";

// Serves the built site as in production, on a fresh database with the demo programme, behind a
// switch that the tests can turn off, and with a mail server that keeps what it is given.
await prepareTemplate();
const database = await createTestDatabase();
const db = createDb({ url: database.url });
await seedDemo(db, new Date());
await db.$disconnect();

const databaseSwitch = await startSwitch(database.url);
const mailServer = await startMailServer();
const secret = randomBytes(32).toString("base64");
const site = spawn("node", ["--import", "tsx", "src/door/main.ts"], {
  stdio: ["ignore", "pipe", "pipe"],
  env: {
    ...process.env,
    NODE_ENV: "production",
    PORT: String(SITE_PORT),
    DATABASE_URL: databaseSwitch.url,
    BETTER_AUTH_URL: SITE_URL,
    SMTP_URL: mailServer.url,
    EMAIL_FROM: "Sundial <no-reply@e2e.example>",
    BETTER_AUTH_SECRET: secret,
    INTROSPECTION_CLIENTS,
    TOKEN_SERVICES: "reports",
  },
});

/** All that the site has written, for the test that looks for secrets in it. */
const written: string[] = [];
for (const stream of [site.stdout, site.stderr]) {
  stream.on("data", (chunk: Buffer) => {
    written.push(chunk.toString());
    process.stdout.write(chunk);
  });
}

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
  if (request.url === "/down") databaseSwitch.off();
  if (request.url === "/up") databaseSwitch.on();
  const answer = await answerIdentity(request, {
    DATABASE_URL: database.url,
    BETTER_AUTH_SECRET: secret,
  });
  if (answer !== null) {
    response.end(answer);
    return;
  }
  const ready = request.url !== "/ready" || (await isServed());
  response.writeHead(ready ? 200 : 503).end();
}).listen(CONTROL_PORT, "127.0.0.1");

/** The audit log as it is stored, a row a line. */
async function auditLog(url: string) {
  const db = createDb({ url });
  const rows = await db.$queryRaw<{ row: string }[]>`SELECT to_json(e)::text AS row FROM events e`;
  await db.$disconnect();
  return rows.map(({ row }) => row).join("\n");
}

async function isServed() {
  return fetch(`${SITE_URL}/api/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function stop() {
  control.close();
  site.kill("SIGTERM");
  if (site.exitCode === null) await once(site, "exit");
  databaseSwitch.close();
  await mailServer.close();
  await database.drop();
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
site.on("exit", (code) => {
  if (code !== 0 && code !== null) process.exit(code);
});
