import { access, constants, readFile } from "node:fs/promises";
import { beforeEach, expect, test, vi } from "vitest";

const neon = "postgresql://someone:secret@ep-x.eu.aws.neon.tech/sundial";

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", undefined);
  vi.stubEnv("DIRECT_DATABASE_URL", undefined);
  vi.stubEnv("PRISMA_SCHEMA_ENGINE_BINARY", undefined);
  vi.resetModules();
});

const urlInConfig = async () => {
  const { default: config } = await import("../../prisma.config.ts");
  return config.datasource?.url;
};

test("migrations use the direct URL, or the application's if there is none", async () => {
  vi.stubEnv("DATABASE_URL", "postgresql://someone@pooler/sundial");
  vi.stubEnv("DIRECT_DATABASE_URL", neon);
  expect(await urlInConfig()).toBe(neon);

  vi.resetModules();
  vi.stubEnv("DIRECT_DATABASE_URL", "");
  expect(await urlInConfig()).toBe("postgresql://someone@pooler/sundial");
});

test("loading it needs no URL", async () => {
  expect(await urlInConfig()).toBeUndefined();
});

test.each([
  ["?sslmode=require&channel_binding=require", "?sslmode=require&"],
  ["?channel_binding=require&sslmode=require", "?sslmode=require"],
  ["?sslmode=require", "?sslmode=require"],
])("Studio can use Neon's %s", async (parameters, kept) => {
  vi.stubEnv("DATABASE_URL", neon + parameters);
  expect(await urlInConfig()).toBe(neon + kept);
});

test("uses our schema engine unless another is configured", async () => {
  await urlInConfig();
  const engine = process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? "";
  expect(engine).toMatch(/schema-engine\.mjs$/);
  await access(engine, constants.X_OK);

  vi.resetModules();
  vi.stubEnv("PRISMA_SCHEMA_ENGINE_BINARY", "/opt/schema-engine");
  await urlInConfig();
  expect(process.env.PRISMA_SCHEMA_ENGINE_BINARY).toBe("/opt/schema-engine");
});

test("turbo passes on a configured engine", async () => {
  const turbo = await readFile(new URL("../../../../turbo.json", import.meta.url), "utf8");
  const [, passedOn = ""] = /"globalPassThroughEnv": \[([^\]]*)\]/.exec(turbo) ?? [];
  expect(passedOn).toContain('"PRISMA_SCHEMA_ENGINE_BINARY"');
});
