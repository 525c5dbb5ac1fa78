import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["src/testing/constants.ts"],
    // Only a hang takes this long, on any machine.
    testTimeout: 600_000,
    // Turbo tests two packages at once.
    maxWorkers: "50%",
  },
});
