import { defineConfig } from "vitest/config";

/** Only a hang takes this long, on any machine. */
const patience = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 600_000 } },
};

/** The same tests on both drivers: what passes on one must pass on the other. */
const onDriver = (driver: "pg" | "neon") => ({
  test: {
    name: driver,
    include: ["src/**/*.test.ts"],
    exclude: ["src/prisma-cli/**"],
    globalSetup: ["src/testing/global-setup.ts"],
    env: { DATABASE_DRIVER: driver },
    ...patience,
  },
});

export default defineConfig({
  test: {
    teardownTimeout: 600_000,
    // Turbo tests two packages at once.
    maxWorkers: "50%",
    projects: [
      onDriver("pg"),
      onDriver("neon"),
      {
        test: {
          name: "prisma-cli",
          include: ["src/prisma-cli/**/*.test.ts"],
          globalSetup: ["src/testing/global-setup.ts"],
          ...patience,
        },
      },
    ],
  },
});
