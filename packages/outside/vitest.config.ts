import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // These tests only compute. The number of runs limits them, on slow machines, too.
    testTimeout: 0,
    // Turbo tests two packages at once.
    maxWorkers: "50%",
  },
});
