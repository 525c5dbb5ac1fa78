import { defineConfig } from "vitest/config";

/** The same tests on both drivers: what passes on one must pass on the other. */
const onDriver = (driver: "pg" | "neon") => ({
  test: {
    name: driver,
    include: ["src/**/*.test.ts"],
    exclude: ["src/prisma-cli/**"],
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
          name: "prisma-cli",
          include: ["src/prisma-cli/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
