import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@sundial/db/testing/global-setup"],
    // Only a hang takes this long, on any machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 600_000,
    expect: { poll: { timeout: 600_000 } },
    // Turbo tests two packages at once.
    maxWorkers: "50%",
  },
});
