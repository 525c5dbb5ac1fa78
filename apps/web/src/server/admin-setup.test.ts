import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("pnpm admin:setup prints no link where its output may end up in a log", () => {
  const args = ["--import", "tsx", "--conditions=react-server", "commands/admin-setup.ts"];
  // No database is there: it must refuse before it asks for one.
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "test" as const,
    DATABASE_URL: "postgresql://a:b@127.0.0.1:1/sundial",
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe("Run this in a terminal. It prints a secret link.\n");
});
