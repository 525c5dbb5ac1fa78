import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { childEnv } from "@sundial/local-postgres";
import { expect, test } from "vitest";
import { databaseEnv } from "../env.ts";
import { packageFolder } from "./prisma-project.ts";

test("Studio's page can reach only its own server", async () => {
  const port = await freePort();
  const program = join(packageFolder, "node_modules", ".bin", "prisma");
  const studio = spawn(program, ["studio", "--browser", "none", "--port", String(port)], {
    cwd: packageFolder,
    env: childEnv(databaseEnv().DATABASE_URL ?? ""),
    stdio: "ignore",
    detached: true,
  });
  try {
    const page = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        ({ headers }) => headers.get("content-security-policy"),
        () => "not there yet",
      );
    await expect.poll(page).toContain("connect-src 'self'");
  } finally {
    process.kill(-(studio.pid ?? 0), "SIGTERM");
    if (studio.exitCode === null) await once(studio, "exit");
  }
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
