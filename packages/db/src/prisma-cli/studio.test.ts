import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { childEnv } from "@sundial/local-postgres";
import { describe, expect, test } from "vitest";
import { databaseEnv } from "../env.ts";
import { createUser } from "../factories.ts";
import { testDb } from "../testing/test-db.ts";
import { testRoles } from "../testing/test-roles.ts";
import { packageFolder } from "./prisma-project.ts";

/** Opens Studio on a database, without a browser, until the work is done. */
async function withStudio(url: string, work: (site: string) => Promise<void>) {
  const port = await freePort();
  const program = join(packageFolder, "node_modules", ".bin", "prisma");
  const studio = spawn(program, ["studio", "--browser", "none", "--port", String(port)], {
    cwd: packageFolder,
    env: childEnv(url),
    stdio: "ignore",
    detached: true,
  });
  try {
    await work(`http://127.0.0.1:${port}`);
  } finally {
    process.kill(-(studio.pid ?? 0), "SIGTERM");
    if (studio.exitCode === null) await once(studio, "exit");
  }
}

const policyOf = (site: string) =>
  fetch(site).then(
    ({ headers }) => headers.get("content-security-policy"),
    () => "not there yet",
  );

test("Studio's page can reach only its own server", () =>
  withStudio(databaseEnv().DATABASE_URL ?? "", async (site) => {
    await expect.poll(() => policyOf(site)).toContain("connect-src 'self'");
  }));

const query = (sql: string) => ({ sql, parameters: [] });
const read = query("SELECT name FROM users");
const write = query("UPDATE users SET name = 'Mallory' RETURNING name");

/** What Studio's page sends: one statement, such as typed SQL, or several at once. */
const writes = [
  { procedure: "query", query: write },
  { procedure: "transaction", queries: [write, read] },
];

/** Opens Studio and sends these requests, one after the other. */
async function answersOf(url: string, requests: readonly object[]) {
  const answers: string[] = [];
  await withStudio(url, async (site) => {
    await expect.poll(() => policyOf(site)).toContain("connect-src 'self'");
    for (const body of requests) {
      const answer = await fetch(`${site}/bff`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      answers.push(await answer.text());
    }
  });
  return answers;
}

describe("Studio", () => {
  test("reads with the reader's role, and can't write by any of its requests", async () => {
    const { db, ownerUrl } = await testDb();
    await createUser(db, { name: "Grace" });
    const { reader } = await testRoles(ownerUrl);
    const refused = [
      "DELETE FROM users",
      "TRUNCATE users CASCADE",
      "SELECT password FROM accounts",
      "SELECT token FROM sessions",
      "CREATE TABLE extra (id int)",
    ].map((sql) => ({ procedure: "query", query: query(sql) }));
    const requests = [{ procedure: "query", query: read }, ...writes, ...refused];
    const [found, ...others] = await answersOf(reader, requests);
    expect(found).toContain("Grace");
    for (const answer of others) expect(answer).toContain('"42501"');
    expect(await db.user.findMany({ select: { name: true } })).toEqual([{ name: "Grace" }]);
  });

  test("writes by each of them with the owner's role", async () => {
    const { db, ownerUrl } = await testDb();
    await createUser(db, { name: "Grace" });
    for (const answer of await answersOf(ownerUrl, writes)) expect(answer).toContain("Mallory");
    expect(await db.user.findMany({ select: { name: true } })).toEqual([{ name: "Mallory" }]);
  });
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
