import { defineConfig } from "vitest/config";

/** The same tests on both drivers: what passes on one must pass on the other. */
const onDriver = (driver: "pg" | "neon") => ({
  test: {
    name: driver,
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["src/local/**", "src/schema-engine/**"],
    globalSetup: ["src/testing/global-setup.ts"],
    env: { DATABASE_DRIVER: driver },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      onDriver("pg"),
      onDriver("neon"),
      {
        test: {
          name: "local",
          include: ["src/local/**/*.test.ts", "src/schema-engine/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
