import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const read = (name: string) => readFileSync(path.join(root, name), "utf8");
const [code, types] = [read("dist/index.js"), read("dist/index.d.ts")];

const importsOf = (text: string) =>
  [...text.matchAll(/(?:from|import\(|import) ?["']([^"']+)["']/g)].map(([, name]) => name);

it("imports nothing but tRPC", () => {
  const allowed = ["@trpc/client", "@trpc/server", "@trpc/server/observable"];
  expect(importsOf(code).length).toBeGreaterThan(0);
  for (const name of [...importsOf(code), ...importsOf(types)]) expect(allowed).toContain(name);
});

it("contains nothing of the server", () => {
  expect(types).toContain("officeSession: {");
  for (const text of [code, types]) {
    expect(text).not.toMatch(/prisma|better-?auth|AuthSession|ServiceContext|[:<[|] any\b/i);
  }
});

it("is small", () => {
  expect(gzipSync(code).length).toBeLessThan(15_000);
  expect(types.length).toBeLessThan(200_000);
});

it("has exactly the types of the server's router", async () => {
  const tsc = path.join(root, "node_modules/.bin/tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", "build/tsconfig.agreement.json"], {
    cwd: root,
  }).catch(({ stdout }) => ({ stdout }));
  expect(stdout).toBe("");
});
