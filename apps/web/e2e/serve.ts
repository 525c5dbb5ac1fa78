import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { startMailServer } from "@sundial/api/testing/mail-server";
import { offerAdminSetUp } from "@sundial/auth";
import { startOpenIdIssuer } from "@sundial/auth/testing/openid-issuer";
import { createDb } from "@sundial/db";
import { seedDemo } from "@sundial/db/demo/seed";
import { createTestDatabase } from "@sundial/db/testing";
import { startFaultyProxy } from "@sundial/db/testing/faulty-proxy";
import prepareTemplate from "@sundial/db/testing/global-setup";
import {
  CONTROL_PORT,
  ISSUER_PORT,
  MAILLESS_PORT,
  MAILLESS_URL,
  NEW_PORT,
  NEW_URL,
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
const issuer = await startOpenIdIssuer({
  port: ISSUER_PORT,
  clients: [
    {
      client_id: "sundial",
      client_secret: "a secret of the client",
      redirect_uris: ["campus", "works"].map((id) => `${SITE_URL}/api/auth/callback/${id}`),
    },
  ],
});
const client = {
  issuer: issuer.issuer,
  clientId: "sundial",
  clientSecret: "a secret of the client",
};
const secret = randomBytes(32).toString("base64");
/** Everything the site has logged, for the test that looks for secrets in it. */
const written: string[] = [];

function startSite(
  port: number,
  url: string,
  settings: Record<string, string>,
  databaseUrl = databaseProxy.url,
) {
  const started = spawn("node", ["--import", "tsx", "src/server/door/main.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      BETTER_AUTH_URL: url,
      BETTER_AUTH_SECRET: secret,
      INTROSPECTION_CLIENTS,
      TOKEN_SERVICES: "reports",
      ALLOWED_ORIGINS: PAGE_URL,
      WEBHOOK_ALLOWED_HOSTS: "127.0.0.1",
      OIDC_PROVIDERS: JSON.stringify([
        { ...client, id: "campus", name: "Campus" },
        {
          ...client,
          id: "works",
          name: "Works",
          domains: ["works.example"],
          roles: { claim: "groups", map: { staff: "pm" } },
        },
      ]),
      ...settings,
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
/** A program that nobody has set up, for the test that does. */
let unset: { site: ReturnType<typeof startSite>; database: typeof database } | undefined;

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
  if (pathname === "/new-program") {
    if (unset === undefined) {
      const empty = await createTestDatabase();
      unset = { site: startSite(NEW_PORT, NEW_URL, {}, empty.url), database: empty };
    }
    response.writeHead((await isServed(NEW_URL)) ? 200 : 503).end();
    return;
  }
  if (pathname === "/set-up-link" && unset !== undefined) {
    response.end(await setUpLink(unset.database.url));
    return;
  }
  if (pathname === "/default-settings") {
    await resetSettings(database.url);
    response.end();
    return;
  }
  if (pathname === "/session-begins") {
    const { id = "", minutes } = Object.fromEntries(searchParams);
    await letBegin(database.url, id, Number(minutes));
    response.end();
    return;
  }
  if (pathname === "/hostile-people") {
    hostilePeople ??= addHostilePeople(database.url, new Date());
    response.end(JSON.stringify(await hostilePeople));
    return;
  }
  if (pathname === "/issuer/person") {
    const { login, group, ...person } = Object.fromEntries(searchParams);
    const groups = group === undefined ? [] : [group];
    const isVerified = person.verified === "true";
    issuer.add(login ?? "", { ...person, groups, sub: login ?? "", email_verified: isVerified });
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

/** As `pnpm admin:setup` prints it, or nothing when the program has an admin. */
async function setUpLink(url: string) {
  const db = createDb({ url });
  const offer = await offerAdminSetUp({ db, now: new Date(), siteUrl: NEW_URL });
  await db.$disconnect();
  return offer?.url ?? "";
}

/** The settings that other tests expect. */
async function resetSettings(url: string) {
  const db = createDb({ url });
  await db.$executeRaw`
    UPDATE program_settings
       SET name = DEFAULT, contact_email = DEFAULT, time_zone = DEFAULT, terms_url = DEFAULT,
           privacy_url = DEFAULT, sign_up_policy = DEFAULT, sign_up_domains = DEFAULT, logo = DEFAULT,
           logo_digest = DEFAULT, version = version + 1`;
  await db.$disconnect();
}

/** Moves a session to begin so many minutes from now, which nobody could book. */
async function letBegin(url: string, id: string, minutes: number) {
  const db = createDb({ url });
  await db.$executeRaw`
    WITH shift AS (
      SELECT id, date_trunc('minute', now()) + make_interval(mins => ${minutes}) - starts_at AS by
        FROM office_sessions WHERE id = ${id}::uuid),
    claims AS (
      UPDATE time_claims c SET starts_at = starts_at + by, ends_at = ends_at + by
        FROM shift WHERE c.office_session_id = shift.id)
    UPDATE office_sessions s
       SET starts_at = starts_at + by, ends_at = ends_at + by, blocked_until = blocked_until + by
      FROM shift WHERE s.id = shift.id`;
  await db.$disconnect();
}

/** The stored audit log, one row per line. */
async function auditLog(url: string) {
  const db = createDb({ url });
  const rows = await db.$queryRaw<{ row: string }[]>`
    SELECT json_build_array(e, o)::text AS row FROM events e LEFT JOIN event_origins o USING (seq)`;
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
  unset?.site.kill("SIGTERM");
  for (const each of [site, mailless, unset?.site])
    if (each?.exitCode === null) await once(each, "exit");
  databaseProxy.close();
  await mailServer.close();
  await issuer.stop();
  await database.drop();
  await unset?.database.drop();
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
site.on("exit", (code) => {
  if (code !== 0 && code !== null) process.exit(code);
});
