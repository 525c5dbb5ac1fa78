import { afterEach, expect, test, vi } from "vitest";
import { childEnv } from "./env.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("doesn't pass on the direct address of one database for another", () => {
  vi.stubEnv("DATABASE_URL", "postgresql://a:b@pooled.example.com/live");
  vi.stubEnv("DIRECT_DATABASE_URL", "postgresql://a:b@direct.example.com/live");
  expect(childEnv("postgresql://a:b@localhost/test")).not.toHaveProperty("DIRECT_DATABASE_URL");
  expect(childEnv("postgresql://a:b@pooled.example.com/live")).toMatchObject({
    DIRECT_DATABASE_URL: "postgresql://a:b@direct.example.com/live",
  });
});
