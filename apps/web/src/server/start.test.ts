import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";

const complete = {
  DATABASE_URL: "postgresql://sundial:hunter2@127.0.0.1:5432/sundial",
  BETTER_AUTH_URL: "https://sundial.example.org",
  BETTER_AUTH_SECRET: "0123456789abcdef0123456789abcdef",
};

/** Starts the real server as in production, and returns how it ends. */
async function start(changes: Record<string, string | undefined>) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/server/door/main.ts"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: "0", ...complete, ...changes },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      written += chunk.toString();
    });
  }
  await once(child, "close");
  return { code: child.exitCode, written };
}

describe("an invalid variable stops the server with exit code 1 and the variable's name", () => {
  it.each([
    ["DATABASE_URL", "postgresql://a:hunter2@db.example.org/sundial?sslmode=disable", "sslmode"],
    ["DATABASE_URL", "postgresql://a:hunter2@db.example.org", "has no database name"],
    ["DATABASE_URL", "postgresql://a:hunter2@db.example.org/x?sslmode=never", "sslmode"],
    ["DATABASE_URL", "   ", "postgresql://user:password@host"],
    ["BETTER_AUTH_URL", "https://sundial.example.org/app", "no path"],
    ["BETTER_AUTH_URL", "https://me:hunter2@sundial.example.org", "no password"],
    ["BETTER_AUTH_SECRET", "sundial-development-only-secret-0000", "must be random"],
    ["BETTER_AUTH_SECRET", "a".repeat(40), "must be random"],
    ["BETTER_AUTH_SECRET", " ".repeat(40), "must be set"],
    ["SMTP_URL", "smtp://me:hunter2%zz@mail.example.org", "percent-encoded"],
    ["PORT", "http", "must be a port"],
    ["PORT", "70000", "must be a port"],
  ])("%s=%s", async (name, value, hint) => {
    const { code, written } = await start({ [name]: value, EMAIL_FROM: "a@example.org" });
    expect(written).toContain(`${name} `);
    expect(written).toContain(hint);
    expect(written).not.toContain("hunter2");
    expect(code).toBe(1);
  });

  it("a misspelled variable also stops it, with the name that was probably meant", async () => {
    const { code, written } = await start({
      BETTER_AUTH_URL: undefined,
      BETTER_AUTH_URLS: "https://sundial.example.org",
    });
    expect(written).toContain("BETTER_AUTH_URLS isn't a Sundial setting");
    expect(written).toContain("Did you mean BETTER_AUTH_URL?");
    expect(code).toBe(1);
  });
});
